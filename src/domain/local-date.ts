import { DAY, MINUTE } from './interval.js';
import { offsetAt } from './offset.js';

/** A calendar day without a zone, `YYYY-MM-DD`. Dates with four-digit years sort as text. */
export type LocalDate = string;
/** A wall-clock time without a zone, `HH:mm`. */
export type LocalTime = string;
/** ISO weekday, 1 (Monday) to 7 (Sunday). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

// Converting a day from or to text costs a microsecond, and the same days are needed again and again.
const MOST_REMEMBERED = 50_000;
const texts = new Map<number, LocalDate>();
const numbers = new Map<LocalDate, number>();

const LOCAL_DATE = /^(19[789]\d|20\d\d|21\d\d)-\d\d-\d\d$/;

/** Whether a text is a day that there is, from 1970 to 2199. */
export const isLocalDate = (text: unknown): text is LocalDate =>
  typeof text === 'string' && LOCAL_DATE.test(text) && new Date(text).toJSON()?.slice(0, 10) === text;

/** Days since 1970-01-01; NaN when the text is no date. */
function dayNumber(date: LocalDate): number {
  let day = numbers.get(date);
  if (day === undefined) {
    day = Date.parse(date) / DAY;
    if (numbers.size === MOST_REMEMBERED) numbers.clear();
    numbers.set(date, day);
  }
  return day;
}

/** The date that is so many days after 1970-01-01. Throws a RangeError on NaN. */
export function dateOfDay(day: number): LocalDate {
  let date = texts.get(day);
  if (date === undefined) {
    date = new Date(day * DAY).toISOString().slice(0, 10);
    if (texts.size === MOST_REMEMBERED) texts.clear();
    texts.set(day, date);
  }
  return date;
}

/** The wall-clock time in milliseconds, as if it were UTC. */
export const wallClock = (date: LocalDate, time: LocalTime): number =>
  dayNumber(date) * DAY + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE;

export const addDays = (date: LocalDate, days: number): LocalDate => dateOfDay(dayNumber(date) + days);

/** Whole days from one date to another; negative when the second is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayNumber(to) - dayNumber(from);

/** 1970 began on a Thursday. */
export const weekdayOf = (date: LocalDate): Weekday =>
  (((((dayNumber(date) + 3) % 7) + 7) % 7) + 1) as Weekday;

/** The local day on which an instant falls in a zone. */
export const localDateOf = (instant: number, zone: string): LocalDate =>
  dateOfDay(Math.floor((instant + offsetAt(instant, zone)) / DAY));

/** The first day of the week that contains a date, for weeks that start on `weekStartsOn`. */
export const startOfWeek = (date: LocalDate, weekStartsOn: Weekday): LocalDate =>
  addDays(date, -((weekdayOf(date) - weekStartsOn + 7) % 7));

/** A number with at least two digits. */
export const twoDigits = (figure: number): string => (figure < 10 ? `0${figure}` : String(figure));
