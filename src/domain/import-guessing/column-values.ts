import { lettersOf } from '../activity/letters.js';
import { ACTIVITY_SERIES } from '../activity/series.js';
import { readLength } from '../past-rosters/roster-times.js';
import { readTimestamp } from '../timestamps.js';
import { takeDate } from '../written-dates.js';
import { readTimeCell } from '../written-times.js';
import { guessPriority } from './priority-words.js';

/** How many of the first rows are looked at. */
const LOOKED_AT = 200;
/** Files have errors, which are reported line by line: so many of the values must fit, where only they tell. */
const MOST = 0.8;
/** With fewer values than this nothing is told by their number alone. */
const FEW = 8;

const CHANNELS =
  /^(e-?mails?|mail|phone|telephone|calls?|chat|im|sms|text|web( form)?|portal|form|walk-?(in|up)|in[- ]?person|desk|face to face|self-service)$/i;

/** Epoch ms of a cell for comparison with others of its row, whatever its zone and order; null: it is no instant. */
const instantOf = (cell: string): number | null =>
  readTimestamp(cell, 'UTC', { order: 'mdy' }) ?? readTimestamp(cell, 'UTC', { order: 'dmy' });
const isDate = (cell: string): boolean => (takeDate(cell, 'mdy') ?? takeDate(cell, 'dmy')) !== null;

/** What the first values of a column look like. */
export class ColumnValues {
  /** By row; empty where the cell is. */
  private readonly cells: readonly string[];
  private readonly values: readonly string[];
  private readonly distinct: number;
  private readonly instants: readonly (number | null)[];

  constructor(
    rows: readonly (readonly string[])[],
    index: number,
    /** The share of the values that must fit. */
    private readonly most = MOST,
  ) {
    this.cells = rows.slice(0, LOOKED_AT).map((row) => row[index]?.trim() ?? '');
    this.values = this.cells.filter((cell) => cell !== '');
    this.distinct = new Set(this.values.map((value) => value.toLowerCase())).size;
    this.instants = this.cells.map((cell) => (cell === '' ? null : instantOf(cell)));
  }

  get isEmpty(): boolean {
    return this.values.length === 0;
  }

  /** Whether most values are as `fits` says. */
  are(fits: (value: string) => boolean): boolean {
    return !this.isEmpty && this.values.filter(fits).length >= this.most * this.values.length;
  }

  /** Instants, or dates that begin a text. Numbers without separators are instants only as 10 digits of seconds or more. */
  get areInstants(): boolean {
    return this.are((value) => /\D\d+\D+\d|^\d{10,}/.test(value) && instantOf(value) !== null);
  }
  /** Spreadsheets write an instant as a number of days: only a column with such a name may hold it. */
  get mayBeInstants(): boolean {
    return this.areInstants || this.areDates || this.are((value) => /^\d{5}(\.\d+)?$|^\d{10,}$/.test(value));
  }
  /** Instants, also as a spreadsheet counts them; dates alone are none. */
  get areMoments(): boolean {
    return this.areInstants || this.are((value) => /^\d{5}\.\d+$|^\d{10,}$/.test(value));
  }
  get areLengths(): boolean {
    return this.are((value) => readLength(value) !== null);
  }
  get areMails(): boolean {
    return this.are((value) => /^[^\s@]+@[^\s@]+$/.test(value));
  }
  get areDates(): boolean {
    return this.are((value) => /\D/.test(value) && isDate(value));
  }
  get areTimes(): boolean {
    return this.are((value) => readTimeCell(value) !== null);
  }
  get areCounts(): boolean {
    return this.are((value) => /^\d[\d,.\s]*$/.test(value));
  }
  get areFlags(): boolean {
    return this.are((value) => /^(y|yes|n|no|t|true|f|false|[01](\.0)?)$/i.test(value));
  }
  get areLevels(): boolean {
    return this.are((value) => /^(read|level|[\s:_-])*[1-6](\.0+)?$/i.test(value));
  }
  get areTiers(): boolean {
    return this.are((value) => /^(library|campus[\s_-]?it)$/i.test(value));
  }
  /** Words for how urgent something is. */
  get arePriorities(): boolean {
    return this.are((value) => guessPriority(value) !== null);
  }
  /** These words, or short marks that may be such, as "P1" and "20". */
  get mayBePriorities(): boolean {
    return this.arePriorities || this.are((value) => /^p?\d{1,3}(\.0+)?$/i.test(value));
  }
  get areSeveralPriorities(): boolean {
    return this.arePriorities && this.distinct > 1;
  }
  get areAddresses(): boolean {
    return this.are((value) => /^https?:/i.test(value));
  }
  get areChannels(): boolean {
    return this.are((value) => CHANNELS.test(value));
  }
  get areSeries(): boolean {
    return this.are((value) => ACTIVITY_SERIES.some((one) => lettersOf(one) === lettersOf(value)));
  }
  get areNumbersOnly(): boolean {
    return this.are((value) => /^[\d.,]+$/.test(value));
  }

  /** Whether many values are there, and many of them twice or more often. */
  get areRepeated(): boolean {
    return this.values.length >= FEW && this.distinct * 3 <= this.values.length;
  }
  /** Whether each value is there once, in enough rows to tell, and they are short and have a digit, as ids do. */
  get areUniqueIds(): boolean {
    return (
      this.values.length >= FEW &&
      this.values.length === this.cells.length &&
      this.distinct === this.values.length &&
      this.are((value) => value.length <= 40 && /\d/.test(value) && !/\s/.test(value))
    );
  }
  /** A few words that come again and again. */
  get areFewWords(): boolean {
    return (
      this.areRepeated &&
      this.distinct >= 2 &&
      this.distinct <= 40 &&
      this.are((value) => value.length <= 60 && /\p{L}/u.test(value)) &&
      !this.areFlags &&
      !this.areInstants &&
      !this.areDates
    );
  }
  /** Texts that hardly come again, as titles are. */
  get areTexts(): boolean {
    return this.values.length >= FEW && this.distinct * 2 > this.values.length;
  }

  /** Whether most of these instants lie at or after those of the same row there; null: too few rows have both to tell. */
  follow(earlier: ColumnValues): boolean | null {
    const pairs = this.instants.flatMap((own, row) => {
      const other = earlier.instants[row];
      return own !== null && other !== null && other !== undefined ? [own >= other] : [];
    });
    if (pairs.length < 3) return null;
    return pairs.filter(Boolean).length >= this.most * pairs.length;
  }
}
