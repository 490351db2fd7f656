import { DAY } from './interval.js';

/** The order of month, day and year in a date of numbers only. */
export const DATE_ORDERS = ['mdy', 'dmy', 'ymd'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** A date in numbers that does not start with a four-digit year: `9/7/2021`, `07.09.2021`, `21-09-07`. */
export interface NumericDate {
  numbers: readonly [number, number, number];
  /** Dates with dots have the day first everywhere. */
  hasDots: boolean;
  /** Whether the last number has four digits, so that it is the year. */
  endsWithYear: boolean;
}

/** A date at the start of a text, as its midnight in UTC (milliseconds), and the rest of the text. */
export interface TakenDate {
  day: number;
  rest: string;
}

const WEEKDAY = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;
const MONTH = String.raw`(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`;
const YEAR = String.raw`(\d{4}|\d\d)(?!\d)`;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)(?=T|\s|\d{4}(?:\d\d)?$|$)/;
const NUMBERS = new RegExp(String.raw`^${WEEKDAY}(\d{1,2})([-/.])(\d{1,2})\2${YEAR}`, 'i');
const DAY_AND_NAME = new RegExp(
  String.raw`^${WEEKDAY}(\d{1,2})(?:st|nd|rd|th)?[-\s/.]\s*${MONTH}[-,\s/]\s*${YEAR}`,
  'i',
);
const NAME_AND_DAY = new RegExp(
  String.raw`^${WEEKDAY}${MONTH}[-\s]\s*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|[-\s]\s*)(\d{4})(?!\d)`,
  'i',
);
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** The date at the start of a text; dates in numbers use the given order. Null when there is no such date. */
export function takeDate(text: string, order: DateOrder): TakenDate | null {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return taken(text, yearFirst, dayOf(yearFirst[1]!, yearFirst[3]!, yearFirst[4]!));
  const numbers = NUMBERS.exec(text);
  if (numbers) return taken(text, numbers, numericDay(toNumeric(numbers), order));
  const compact = COMPACT.exec(text);
  if (compact) return taken(text, compact, dayOf(compact[1]!, compact[2]!, compact[3]!));
  const dayAndName = DAY_AND_NAME.exec(text);
  if (dayAndName)
    return taken(text, dayAndName, dayOf(dayAndName[3]!, monthOf(dayAndName[2]!), dayAndName[1]!));
  const nameAndDay = NAME_AND_DAY.exec(text);
  return (
    nameAndDay && taken(text, nameAndDay, dayOf(nameAndDay[3]!, monthOf(nameAndDay[1]!), nameAndDay[2]!))
  );
}

/** The numeric date at the start of a text, if its meaning depends on an order. */
export function numericDate(text: string): NumericDate | null {
  const found = NUMBERS.exec(text);
  return found && toNumeric(found);
}

/** A numeric date read in one order, as its midnight in UTC (milliseconds); null when no such date exists. */
export function numericDay({ numbers, hasDots, endsWithYear }: NumericDate, order: DateOrder): number | null {
  const [first, second, third] = numbers;
  if (order === 'ymd') return endsWithYear || hasDots ? null : dayOf(first, second, third);
  if (order === 'mdy') return hasDots ? null : dayOf(third, first, second);
  return dayOf(third, second, first);
}

const toNumeric = ([, first, mark, second, third]: RegExpExecArray): NumericDate => ({
  numbers: [Number(first), Number(second), Number(third)],
  hasDots: mark === '.',
  endsWithYear: third!.length === 4,
});

const taken = (text: string, { 0: found }: RegExpExecArray, day: number | null): TakenDate | null =>
  day === null ? null : { day, rest: text.slice(found.length) };

const monthOf = (name: string): number => MONTHS.indexOf(name.toLowerCase()) + 1;

/** Two-digit years mean 1970 to 2069; four-digit years may be 1970 to 2199. */
function dayOf(year: string | number, month: string | number, date: string | number): number | null {
  const written = Number(year);
  const full = written >= 100 ? written : written + (written < 70 ? 2000 : 1900);
  const at = Date.UTC(full, Number(month) - 1, Number(date));
  const read = new Date(at);
  const exists = read.getUTCMonth() === Number(month) - 1 && read.getUTCDate() === Number(date);
  return exists && full >= 1970 && full <= 2199 ? at : null;
}

/** Spreadsheets count days from here; the fraction is the time of day. */
const SPREADSHEET_START = Date.UTC(1899, 11, 30);

/** The midnight of a spreadsheet's day number, in UTC milliseconds; null outside 1970 to 2199. */
export function spreadsheetDay(days: number): number | null {
  const at = SPREADSHEET_START + Math.floor(days) * DAY;
  return at >= 0 && at < Date.UTC(2200, 0, 1) ? at : null;
}
