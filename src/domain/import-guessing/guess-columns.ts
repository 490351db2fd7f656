import { ColumnValues } from './column-values.js';
import { FIELDS_OF, type FileField, type FileKind } from './fields.js';
import { OTHER_DEGREES, OTHER_TIMES, OTHER_WORDS, USUAL_NAMES } from './usual-names.js';

/** The beginning of a table. */
export interface TableHead {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Why a column is taken for a field. */
type GuessReason =
  | 'name-and-values'
  | 'name'
  | 'ids'
  | 'earliest-time'
  | 'time-between'
  | 'latest-time'
  | 'few-words'
  | 'only-times'
  | 'only-numbers'
  | 'values';

export interface ColumnGuess {
  field: FileField;
  column: string;
  /** `sure`: its name and its values say so; `likely`: only one of them. */
  confidence: 'sure' | 'likely';
  reason: GuessReason;
}

/** Whether values contradict a field. An empty column contradicts none. */
const CONTRADICTED: Partial<Record<FileField, (values: ColumnValues, kind: FileKind) => boolean>> = {
  externalId: (values, kind) => kind === 'requests' && values.areRepeated,
  openedAt: (values) => !values.mayBeInstants,
  firstResponseAt: (values) => !values.mayBeInstants,
  escalatedAt: (values) => !values.mayBeInstants,
  resolvedAt: (values) => !values.mayBeInstants,
  tier: (values) => !values.areTiers,
  category: (values) => values.areNumbersOnly || values.are((value) => value.length > 100),
  priority: (values) => !values.mayBePriorities && !values.areFewWords,
  readLevel: (values) => !values.areLevels,
  directional: (values) => !values.areFlags,
  externalUrl: (values) => !values.areAddresses,
  at: (values) => !values.mayBeInstants,
  date: (values) => !values.areDates,
  time: (values) => !values.areTimes,
  series: (values) => !values.areSeries,
  count: (values) => !values.areCounts,
  cumulative: (values) => !values.areFlags,
  operator: (values) => values.areInstants || values.areDates || values.areTimes || values.areFlags,
  startsAt: (values) => !values.areMoments && !values.areTimes,
  endsAt: (values) => !values.areMoments && !values.areTimes,
  duration: (values) => !values.areLengths,
  position: (values) => values.areInstants || values.areDates || values.areTimes,
  workedFrom: (values) => !values.areMoments && !values.areTimes,
  workedTo: (values) => !values.areMoments && !values.areTimes,
  noShow: (values) => !values.areFlags,
};
/** Where the name fits already, half of the values are enough. */
const WITH_NAME = 0.5;
const FOLLOWING: readonly FileField[] = ['firstResponseAt', 'escalatedAt', 'resolvedAt'];

/**
 * Guesses the column of each field from the names and the first values of a table's columns. A field that nothing tells, or that
 * several columns could be, has none.
 */
export function guessColumns(kind: FileKind, { columns, rows }: TableHead): ColumnGuess[] {
  const guesser = new Guesser(kind, columns, rows);
  guesser.byName();
  if (kind === 'requests') guesser.requestsByValues();
  else if (kind === 'rosters') guesser.rostersByValues();
  else guesser.othersByValues();
  return guesser.guesses();
}

class Guesser {
  private readonly free: Map<string, ColumnValues>;
  /** The same, judged less strictly. */
  private readonly lenient: Map<string, ColumnValues>;
  private readonly taken = new Map<FileField, ColumnGuess & { values: ColumnValues }>();

  constructor(
    private readonly kind: FileKind,
    columns: readonly string[],
    rows: readonly (readonly string[])[],
  ) {
    // A name that several columns have names none of them.
    const named = columns.flatMap((name, index) =>
      name !== '' && columns.indexOf(name) === columns.lastIndexOf(name) ? [[name, index] as const] : [],
    );
    this.free = new Map(named.map(([name, index]) => [name, new ColumnValues(rows, index)]));
    this.lenient = new Map(named.map(([name, index]) => [name, new ColumnValues(rows, index, WITH_NAME)]));
  }

  guesses(): ColumnGuess[] {
    return FIELDS_OF[this.kind].flatMap((field) => {
      const guess = this.taken.get(field);
      return guess
        ? [{ field, column: guess.column, confidence: guess.confidence, reason: guess.reason }]
        : [];
    });
  }

  byName(): void {
    for (const field of FIELDS_OF[this.kind]) {
      if (this.isTold(field)) continue;
      const found = USUAL_NAMES[field].flatMap((usual, rank) =>
        [...this.free].flatMap(([name, values]) =>
          usual.test(name) && this.fits(field, name, values, rank) ? [{ name, values }] : [],
        ),
      )[0];
      if (found)
        this.take(
          field,
          found.name,
          found.values.isEmpty || CONTRADICTED[field] === undefined ? 'likely' : 'sure',
          found.values.isEmpty ? 'name' : 'name-and-values',
        );
    }
  }

  /** What names do not tell of past rosters: who worked, and when a shift began and ended. */
  rostersByValues(): void {
    this.takeOnly('operator', 'values', (values) => values.areMails);
    if (!this.isTold('date')) this.takeOnly('date', 'values', (values) => values.areDates);
    if (this.taken.has('startsAt') || this.taken.has('endsAt')) return;
    const times = [...this.free].filter(([, values]) =>
      this.taken.has('date') ? values.areTimes : values.areInstants,
    );
    const [one, other, ...more] = times;
    if (!one || !other || more.length > 0) return;
    const isTurned = one[1].follow(other[1]) === true && other[1].follow(one[1]) !== true;
    const [start, end] = isTurned ? [other, one] : [one, other];
    this.take('startsAt', start[0], 'likely', 'earliest-time');
    this.take('endsAt', end[0], 'likely', 'latest-time');
  }

  /** Whether another column tells this already. */
  private isTold(field: FileField): boolean {
    if (field === 'time') return this.taken.has('at');
    if (field === 'duration') return this.taken.has('endsAt');
    return (
      field === 'date' && (this.taken.has('at') || this.taken.get('startsAt')?.values.areMoments === true)
    );
  }

  /** What names do not tell of requests: an id, what happened when, and what they are about. */
  requestsByValues(): void {
    this.takeOnly(
      'externalId',
      'ids',
      (values) => values.areUniqueIds && !values.areInstants && !values.areAddresses,
    );
    const times = [...this.free].filter(([name, values]) => values.areInstants && !OTHER_TIMES.test(name));
    if (!this.taken.has('openedAt')) {
      const first = times.filter(([, values]) =>
        times.every(([, other]) => other === values || other.follow(values) === true),
      );
      const [only] = first;
      if (first.length === 1 && only) {
        this.take('openedAt', only[0], 'likely', times.length === 1 ? 'only-times' : 'earliest-time');
        times.splice(times.indexOf(only), 1);
      }
    }
    this.takeFollowing(times);
    this.takeOnly('channel', 'values', (values) => values.areChannels);
    this.takeOnly('externalUrl', 'values', (values) => values.areAddresses);
    this.takeOnly('tier', 'values', (values) => values.areTiers);
    this.takeOnly(
      'priority',
      'values',
      (values, name) => values.areSeveralPriorities && !OTHER_DEGREES.test(name),
    );
    this.takeOnly(
      'category',
      'few-words',
      (values, name) => values.areFewWords && !OTHER_WORDS.test(name) && !values.areChannels,
    );
  }

  /** What names do not tell of events and counts. */
  othersByValues(): void {
    const fields = FIELDS_OF[this.kind];
    if (fields.includes('at') && !this.taken.has('date'))
      this.takeOnly('at', 'only-times', (values) => values.areInstants);
    if (this.kind === 'activity') this.takeOnly('series', 'values', (values) => values.areSeries);
    // Without an area, columns of numbers may be an area each.
    if (fields.includes('count') && (this.taken.has('area') || this.free.size === 1))
      this.takeOnly('count', 'only-numbers', (values) => values.areCounts && !values.areInstants);
    if (fields.includes('activity'))
      this.takeOnly(
        'activity',
        'few-words',
        (values, name) => values.areFewWords && !/\bby\b|user|name/i.test(name),
      );
  }

  /** Two times after the opening are the answer and the resolution; one alone is either, unless the other is known. */
  private takeFollowing(times: readonly (readonly [string, ColumnValues])[]): void {
    const opened = this.taken.get('openedAt');
    if (!opened) return;
    const [one, other, ...more] = times.filter(([, values]) => values.follow(opened.values) === true);
    if (!one || more.length > 0) return;
    const open = (['firstResponseAt', 'resolvedAt'] as const).filter((field) => !this.taken.has(field));
    if (!other) {
      const [field] = open;
      if (open.length !== 1 || !field) return;
      const known = this.taken.get(field === 'resolvedAt' ? 'firstResponseAt' : 'resolvedAt')!.values;
      const isInOrder = field === 'resolvedAt' ? one[1].follow(known) : known.follow(one[1]);
      if (isInOrder === true)
        this.take(field, one[0], 'likely', field === 'resolvedAt' ? 'latest-time' : 'time-between');
      return;
    }
    if (open.length !== 2) return;
    const [isFirst, isLast] = [other[1].follow(one[1]), one[1].follow(other[1])];
    if (isFirst === isLast || isFirst === null) return;
    const [answer, resolution] = isFirst ? [one, other] : [other, one];
    this.take('firstResponseAt', answer[0], 'likely', 'time-between');
    this.take('resolvedAt', resolution[0], 'likely', 'latest-time');
  }

  /** Takes the only free column with such values; of several none, as nobody knows which it is. */
  private takeOnly(
    field: FileField,
    reason: ColumnGuess['reason'],
    isIt: (values: ColumnValues, name: string) => boolean,
  ): void {
    if (this.taken.has(field)) return;
    const [first, ...others] = [...this.free].filter(([name, values]) => isIt(values, name));
    if (first && others.length === 0) this.take(field, first[0], 'likely', reason);
  }

  private fits(field: FileField, name: string, values: ColumnValues, rank: number): boolean {
    if (!values.isEmpty && CONTRADICTED[field]?.(this.lenient.get(name)!, this.kind) === true) return false;
    // A subject is a category only where it repeats.
    if (field === 'category' && rank > 0) return values.areFewWords;
    if (!FOLLOWING.includes(field)) return true;
    const opened = this.taken.get('openedAt');
    return (
      !/\bdue\b|sla|target|deadline/i.test(name) &&
      (!opened || this.lenient.get(name)!.follow(opened.values) !== false)
    );
  }

  private take(
    field: FileField,
    column: string,
    confidence: ColumnGuess['confidence'],
    reason: ColumnGuess['reason'],
  ): void {
    this.taken.set(field, { field, column, confidence, reason, values: this.free.get(column)! });
    this.free.delete(column);
  }
}
