import { addDays, localDateOf, type LocalDate } from '../local-date.js';
import { instantOf, startOfDate } from '../recurrence.js';
import type { DateRange } from './life.js';
import type { PhaseName } from './phases.js';

/** A calendar month, `YYYY-MM`. */
export type Month = string;

/** From this local time on, people are asked. */
const ASKED_FROM = '10:00';
/** Links of a month work until this day of the next month begins. */
const CLOSING_DAY = '08';

/** The phases of a pilot. */
export interface Phases {
  baseline: DateRange;
  pilot: DateRange;
}

export const monthOf = (date: LocalDate): Month => date.slice(0, 7);
const firstDay = (month: Month): LocalDate => `${month}-01`;
const nextMonth = (month: Month): Month => monthOf(addDays(firstDay(month), 31));

const contains = ({ from, to }: DateRange, date: LocalDate): boolean => from <= date && date < to;

/**
 * The month of which people at a location are to be asked at an instant; null outside the phases and before
 * ten in the morning. Each person is asked once a month, on the first day on which this is not null.
 */
export function monthToAsk({ baseline, pilot }: Phases, now: number, zone: string): Month | null {
  const today = localDateOf(now, zone);
  if (!contains(baseline, today) && !contains(pilot, today)) return null;
  return now < instantOf(today, ASKED_FROM, zone, 'first') ? null : monthOf(today);
}

/** When links of a month stop working in a zone: as the eighth day of the next month begins. */
export const closingOf = (month: Month, zone: string): number =>
  startOfDate(`${nextMonth(month)}-${CLOSING_DAY}`, zone);

/** The first local date on which the figures of a month are shown. */
export const shownFrom = (month: Month): LocalDate => `${nextMonth(month)}-${CLOSING_DAY}`;

/** Whether nobody can answer for a month any more, in any of the zones. */
export const isClosed = (month: Month, now: number, zones: readonly string[]): boolean =>
  zones.every((zone) => now >= closingOf(month, zone));

/** The phase to which most of a month's days belong; null for a month outside both. */
export function phaseOfMonth(month: Month, { baseline, pilot }: Phases): PhaseName | null {
  const daysIn = (range: DateRange): number => {
    let days = 0;
    for (let date = firstDay(month); monthOf(date) === month; date = addDays(date, 1))
      if (contains(range, date)) days += 1;
    return days;
  };
  const [before, during] = [daysIn(baseline), daysIn(pilot)];
  if (before === 0 && during === 0) return null;
  return before > during ? 'baseline' : 'pilot';
}
