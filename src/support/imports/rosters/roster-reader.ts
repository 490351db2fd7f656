import {
  endOnClock,
  happensTwice,
  nearestOnClock,
  readLength,
  rosterRefusal,
  workedDoubt,
  type RosterTimes,
} from '../../../domain/past-rosters/roster-times.js';
import { readDateAndTime, readTimestamp } from '../../../domain/timestamps.js';
import { readStart as readSpanStart, readTimeCell } from '../../../domain/written-times.js';
import { brief, readFlag, readText, Rejection, type TimeReading } from '../cells.js';
import type { FileMapping } from '../mapping.dto.js';
import {
  indexOf,
  needed,
  plain,
  timesOf,
  type ReaderContext,
  type RowReader,
  type Warn,
} from '../row-reader.js';
import { DOUBTS, REFUSALS, TWICE } from './roster-words.js';

const LONGEST_TIME = 100;

type Cells = readonly string[];
/** Reads a cell of a row, trimmed; empty when the mapping has no such column. */
type CellOf = (field: string, cells: Cells) => string;

/** Each row is one person on one shift that is over. */
export function rosterReader(mapping: FileMapping, context: ReaderContext): RowReader {
  const at = new Map(Object.entries(mapping.columns).map(([field, name]) => [field, indexOf(name, context)]));
  const cellOf: CellOf = (field, cells) => {
    const index = at.get(field);
    return index === undefined ? '' : plain(field, cells[index]!);
  };
  const timesIn = (field: string): TimeReading => timesOf(field, mapping, context);
  const isDated = at.has('date');
  const times = {
    startsAt: { ...timesIn(isDated ? 'date' : 'startsAt'), isDated },
    endsAt: timesIn('endsAt'),
  };
  const worked = { workedFrom: timesIn('workedFrom'), workedTo: timesIn('workedTo') };
  return {
    kind: 'rosters',
    tells: [],
    columns: ['line', 'person', 'position', 'starts_at', 'ends_at', 'worked_from', 'worked_to', 'no_show'],
    read: (line, cells, warn) => {
      const person = readText('operator', needed('operator', cellOf('operator', cells)), 200);
      const position = readText('position', cellOf('position', cells), 200);
      const start = readStart(cells, cellOf, times.startsAt, warn);
      const end = readEnd(cells, cellOf, start, times.endsAt, warn);
      const flag = cellOf('noShow', cells);
      const noShow = flag !== '' && readFlag('noShow', flag);
      const stated = {
        start,
        end,
        workedFrom: readWorked('workedFrom', cells, cellOf, start, worked.workedFrom, warn),
        workedTo: readWorked('workedTo', cells, cellOf, end, worked.workedTo, warn),
        noShow,
      };
      const refusal = rosterRefusal(stated, context.latest);
      if (refusal) throw new Rejection(refusal, REFUSALS[refusal]);
      const { workedFrom, workedTo } = believed(stated, context.latest, warn);
      const [from, to] = [start, end].map((instant) => new Date(instant).toISOString());
      return [[line, person, position, from!, to!, isoOrNull(workedFrom), isoOrNull(workedTo), noShow]];
    },
    unseen: () => [],
  };
}

/** The times worked, or none where they make no sense. */
function believed(times: RosterTimes, now: number, warn: Warn): Pick<RosterTimes, 'workedFrom' | 'workedTo'> {
  const doubt = workedDoubt(times, now);
  if (!doubt) return times;
  warn(new Rejection(doubt, DOUBTS[doubt]));
  return { workedFrom: null, workedTo: null };
}

/** The start as a moment, or as a time on the date of the row. */
function readStart(
  cells: Cells,
  cellOf: CellOf,
  { isDated, ...times }: TimeReading & { isDated: boolean },
  warn: Warn,
): number {
  const time = cellOf('startsAt', cells);
  if (!isDated) return readMoment('startsAt', time, times, 'first', warn);
  const date = needed('date', cellOf('date', cells));
  return settled('startsAt', `${date} ${time}`, times, 'first', warn, (options) =>
    readDateAndTime(date, time, times.zone, options),
  );
}

/** The end as a moment, as a time on the clock, or by the length of the shift. */
function readEnd(cells: Cells, cellOf: CellOf, start: number, times: TimeReading, warn: Warn): number {
  const length = cellOf('duration', cells);
  const written = cellOf('endsAt', cells);
  if (length !== '') {
    const millis = readLength(length);
    if (millis === null)
      throw new Rejection('INVALID_LENGTH', `duration is no length of up to 24 hours: ${brief(length)}.`);
    return start + millis;
  }
  const time = timeOf(written);
  if (time === null) return readMoment('endsAt', written, times, 'last', warn);
  const end = endOnClock(start, time, times.zone);
  if (happensTwice(end, times.zone)) warn(TWICE('endsAt', written, 'last'));
  return end;
}

/** A time worked as a moment, or as a time on the clock near the start or end of the shift. One that is not understood is left out. */
function readWorked(
  field: 'workedFrom' | 'workedTo',
  cells: Cells,
  cellOf: CellOf,
  near: number,
  times: TimeReading,
  warn: Warn,
): number | null {
  const written = cellOf(field, cells);
  if (written === '') return null;
  const pick = field === 'workedFrom' ? 'first' : 'last';
  const time = timeOf(written);
  if (time !== null) return nearestOnClock(near, time, times.zone, pick);
  try {
    return readMoment(field, written, times, pick, warn);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    warn(new Rejection(error.code, `${error.message} It is left empty.`));
    return null;
  }
}

/** A cell that holds only a time without an offset, in ms after midnight. A span of times has no single one. */
function timeOf(written: string): number | null {
  if (written.length > LONGEST_TIME || readSpanStart(written)) return null;
  const time = readTimeCell(written);
  return time && time.offset === null ? time.inDay : null;
}

const readMoment = (
  field: string,
  written: string,
  times: TimeReading,
  pick: 'first' | 'last',
  warn: Warn,
): number =>
  settled(field, written, times, pick, warn, (options) => readTimestamp(written, times.zone, options));

/** Reads a moment, and warns when it is one of two that the clock shows alike. */
function settled(
  field: string,
  written: string,
  { zone, order, ignoreOffset }: TimeReading,
  pick: 'first' | 'last',
  warn: Warn,
  read: (options: Omit<TimeReading, 'zone' | 'latest'>) => number | null,
): number {
  const options = { ...(order && { order }), ...(ignoreOffset !== undefined && { ignoreOffset }) };
  // The patterns of a timestamp backtrack over spaces, so very long text is not matched against them.
  const instant = written.length > LONGEST_TIME ? null : read({ ...options, pick });
  if (instant === null)
    throw new Rejection('INVALID_TIME', `${field} is no date and time that exists: ${brief(written)}.`);
  if (
    happensTwice(instant, zone) &&
    read({ ...options, pick: pick === 'first' ? 'last' : 'first' }) !== instant
  )
    warn(TWICE(field, written, pick));
  return instant;
}

const isoOrNull = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();
