import { DAY } from '../../domain/interval.js';

/** A day's position in its month and year. Months and ISO weekdays count from 1. */
export interface CalendarDay {
  year: number;
  month: number;
  date: number;
  weekday: number;
  monthLength: number;
  yearDay: number;
  yearLength: number;
}

// The days of a year are needed again for each class.
const MOST_REMEMBERED = 50_000;
const known = new Map<number, CalendarDay>();

/** The day that is so many days after 1970-01-01. */
export function calendarDay(day: number): CalendarDay {
  let found = known.get(day);
  if (!found) {
    if (known.size === MOST_REMEMBERED) known.clear();
    known.set(day, (found = reckon(day)));
  }
  return found;
}

function reckon(day: number): CalendarDay {
  const at = new Date(day * DAY);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const firstOfYear = Date.UTC(year, 0, 1) / DAY;
  return {
    year,
    month: month + 1,
    date: at.getUTCDate(),
    weekday: weekdayOfDay(day),
    monthLength: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
    yearDay: day - firstOfYear + 1,
    yearLength: Date.UTC(year + 1, 0, 1) / DAY - firstOfYear,
  };
}

/** ISO weekday. 1 January 1970 was a Thursday. */
export const weekdayOfDay = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
export const dayOfWall = (wall: number): number => Math.floor(wall / DAY);
export const timeOfWall = (wall: number): number => wall - dayOfWall(wall) * DAY;
/** The number of a day's week; weeks are counted from 1970. */
export const weekOf = (day: number, weekStart: number): number => Math.floor((day + 4 - weekStart) / 7);
export const firstOfWeek = (week: number, weekStart: number): number => week * 7 - 4 + weekStart;
