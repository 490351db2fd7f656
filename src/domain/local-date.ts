import { DAY } from './interval.js';
import { offsetAt } from './offset.js';

/** A calendar day without a zone, `YYYY-MM-DD`. ISO dates of four-digit years sort as text. */
export type LocalDate = string;
/** A wall-clock time without a zone, `HH:mm`. */
export type LocalTime = string;
/** ISO weekday, 1 (Monday) to 7 (Sunday). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The wall-clock reading as if it were UTC, in milliseconds. */
export const wallClock = (date: LocalDate, time: LocalTime): number => Date.parse(`${date}T${time}:00Z`);

export const addDays = (date: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);

/** Whole days from one date to another; negative when the second is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (Date.parse(to) - Date.parse(from)) / DAY;

export const weekdayOf = (date: LocalDate): Weekday =>
  (((new Date(date).getUTCDay() + 6) % 7) + 1) as Weekday;

/** The local day on which an instant falls in a zone. */
export const localDateOf = (instant: number, zone: string): LocalDate =>
  new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 10);

/** The first day of the week a date lies in, for weeks that start on `weekStartsOn`. */
export const startOfWeek = (date: LocalDate, weekStartsOn: Weekday): LocalDate =>
  addDays(date, -((weekdayOf(date) - weekStartsOn + 7) % 7));
