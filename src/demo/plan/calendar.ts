import {
  addDays,
  isLocalDate,
  startOfWeek,
  weekdayOf,
  type LocalDate,
  type Weekday,
} from '../../domain/local-date.js';

/** Local dates; `to` is exclusive. */
export interface Dates {
  from: LocalDate;
  to: LocalDate;
}

/** One autumn at the university: a term of sixteen weeks, half of them baseline, half pilot. */
export interface Autumn {
  year: number;
  /** The term's first eight weeks, directly before the pilot. */
  baseline: Dates;
  /** The term's last eight weeks; exams are in the last one. */
  pilot: Dates;
  exams: Dates;
  laborDay: LocalDate;
  /** The Sunday on which the clocks go back. */
  clockChange: LocalDate;
  /** The Thursday of Thanksgiving. */
  thanksgiving: LocalDate;
}

export const PHASE_WEEKS = 8;
/** Since 2007 the clocks of the United States go back on the first Sunday of November. */
const FIRST_YEAR = 2007;
/** The weeks of the pilot on which the demo can run: after the clock change, before the exams. */
const TOLD_WEEKS = { first: 5, last: 7 };
const MONDAY = 1;
const TUESDAY_OF_SIXTH_WEEK = 36;

/** Classes start on the fourth Monday of August and last fifteen weeks. Exams follow. */
export function autumnOf(year: number): Autumn {
  const start = nthWeekday(year, 8, MONDAY, 4);
  const pilotStart = addDays(start, 7 * PHASE_WEEKS);
  const end = addDays(pilotStart, 7 * PHASE_WEEKS);
  return {
    year,
    baseline: { from: start, to: pilotStart },
    pilot: { from: pilotStart, to: end },
    exams: { from: addDays(end, -7), to: end },
    laborDay: nthWeekday(year, 9, MONDAY, 1),
    clockChange: nthWeekday(year, 11, 7, 1),
    thanksgiving: nthWeekday(year, 11, 4, 4),
  };
}

/** The days on which the demo can run. */
export const possibleDays = ({ pilot }: Autumn): Dates => ({
  from: addDays(pilot.from, 7 * (TOLD_WEEKS.first - 1)),
  to: addDays(pilot.from, 7 * TOLD_WEEKS.last),
});

/**
 * Today when the demo can run on it, else the Tuesday of the pilot's sixth week in the most recent autumn.
 */
export function dayFor(today: LocalDate): LocalDate {
  const year = Number(today.slice(0, 4));
  if (isTold(today)) return today;
  const day = exampleDay(year);
  return day <= today ? day : exampleDay(year - 1);
}

/** The requested day. When the demo cannot run on it, throws with the days that are possible. */
export function requireDay(text: string): LocalDate {
  if (!isLocalDate(text)) throw new Error(`--day takes a date as 2026-11-24, not ${JSON.stringify(text)}.`);
  const year = Number(text.slice(0, 4));
  if (year < FIRST_YEAR) throw new Error(`--day takes a date from ${FIRST_YEAR} on, not ${text}.`);
  if (isTold(text)) return text;
  const told = possibleDays(autumnOf(year));
  throw new Error(
    `The demo tells of an autumn's pilot in its fifth to seventh week, so in ${year} --day takes ` +
      `${told.from} to ${addDays(told.to, -1)}, not ${text}. Try --day ${exampleDay(year)}.`,
  );
}

/** The number of a date's week in the phase, from 1. */
export const weekOf = (phase: Dates, date: LocalDate): number =>
  (Date.parse(startOfWeek(date, MONDAY)) - Date.parse(phase.from)) / (7 * 86_400_000) + 1;

/** All dates from one to another, the last exclusive. */
export function datesOf({ from, to }: Dates): LocalDate[] {
  const dates: LocalDate[] = [];
  for (let date = from; date < to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

export const isWithin = (date: LocalDate, { from, to }: Dates): boolean => date >= from && date < to;

const isTold = (day: LocalDate): boolean => isWithin(day, possibleDays(autumnOf(Number(day.slice(0, 4)))));

const exampleDay = (year: number): LocalDate => addDays(autumnOf(year).pilot.from, TUESDAY_OF_SIXTH_WEEK);

function nthWeekday(year: number, month: number, weekday: Weekday, n: number): LocalDate {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1));
}
