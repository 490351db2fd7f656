import type { Weekday } from '../domain/local-date.js';

/** A local hour of the week. */
export interface HourOfWeek {
  weekday: Weekday;
  /** 0 to 23. */
  hour: number;
}

/** The rows and columns of a week, in which a night stands in the row of the evening on which it starts. */
export interface NightGrid {
  /** The hours of the columns, from the first one of a day on. */
  hours: readonly number[];
  rowOf: (at: HourOfWeek) => Weekday;
}

const ALL_HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * The grid of a week with these hours open. A day begins between 3:00 and noon, after the longest run of hours that are closed on
 * every day, so that no night is cut and no morning stands in the row of the day before; at 6:00 when no hour is closed then.
 */
export function nightGrid(open: readonly HourOfWeek[]): NightGrid {
  const used = new Set(open.map(({ hour }) => hour));
  const start = firstHour(used);
  const inOrder = ALL_HOURS.map((_, index) => (start + index) % 24);
  const [first, last] = [
    inOrder.findIndex((hour) => used.has(hour)),
    inOrder.findLastIndex((hour) => used.has(hour)),
  ];
  return {
    hours: first < 0 ? [] : inOrder.slice(first, last + 1),
    rowOf: ({ weekday, hour }) => (hour < start ? ((((weekday + 5) % 7) + 1) as Weekday) : weekday),
  };
}

const EARLIEST = 3;
const LATEST = 12;
const USUAL = 6;

/** The hour that ends the longest run of unused ones, of those that may begin a day. */
function firstHour(used: ReadonlySet<number>): number {
  let best = { start: USUAL, length: 0 };
  for (let start = EARLIEST; start <= LATEST; start += 1) {
    if (!used.has(start)) continue;
    let length = 0;
    while (length < 24 && !used.has((start - length - 1 + 24) % 24)) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best.start;
}
