import { DateTime } from 'luxon';
import type { Span } from './interval.js';
import { addDays, daysBetween, localDateOf, weekdayOf, type LocalDate } from './local-date.js';
import { instantOf } from './recurrence.js';

/** A shift to create: a number of seats of a position over a span. Instants in epoch ms. */
export interface WantedShift extends Span {
  positionId: string;
  seats: number;
}

/** Inclusive local dates in a zone. */
interface Dates {
  startsOn: LocalDate;
  endsOn: LocalDate;
  timeZone: string;
}

/**
 * Copies the shifts of some dates to other dates, by weekday and wall-clock time. A week stays a week over a
 * clock change, and a shift across it gets the hours that really pass. When the source is shorter than the
 * target, whole weeks of it are repeated. A shift that the clock change leaves empty is left out.
 */
export function copyOnto(shifts: readonly WantedShift[], source: Dates, target: Dates): WantedShift[] {
  const cycle = Math.ceil((daysBetween(source.startsOn, source.endsOn) + 1) / 7) * 7;
  const lead = (weekdayOf(target.startsOn) - weekdayOf(source.startsOn) + 7) % 7;
  const aligned = addDays(target.startsOn, -lead);
  return shifts.flatMap((shift) => {
    const date = localDateOf(shift.start, source.timeZone);
    // A shift after the midnight of the last night is copied together with that night.
    const night = date > source.endsOn ? addDays(date, -1) : date;
    const past = daysBetween(night, date);
    const nights = daysBetween(date, localDateOf(shift.end, source.timeZone));
    const [startTime, endTime] = [shift.start, shift.end].map((instant) =>
      DateTime.fromMillis(instant, { zone: source.timeZone }).toFormat('HH:mm'),
    ) as [string, string];
    const copies: WantedShift[] = [];
    const last = target.endsOn;
    for (
      let of = addDays(aligned, daysBetween(source.startsOn, night));
      of <= last;
      of = addDays(of, cycle)
    ) {
      if (of < target.startsOn) continue;
      const on = addDays(of, past);
      const start = instantOf(on, startTime, target.timeZone, 'first');
      const end = instantOf(addDays(on, nights), endTime, target.timeZone, 'last');
      if (end > start) copies.push({ ...shift, start, end });
    }
    return copies;
  });
}
