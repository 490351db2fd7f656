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
 * The grid of a week with these hours open. A day begins after the longest run of hours that are closed on every day, so that
 * no night is cut; at midnight when no hour is.
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

/** The hour after the longest run of unused ones. */
function firstHour(used: ReadonlySet<number>): number {
  if (used.size === 24 || used.size === 0) return 0;
  let best = { start: 0, length: -1 };
  for (const hour of used) {
    let length = 0;
    while (!used.has((hour + length + 1) % 24)) length += 1;
    const start = (hour + length + 1) % 24;
    // The earlier start wins a tie, whatever the order of the hours.
    if (length > best.length || (length === best.length && start < best.start)) best = { start, length };
  }
  return best.length === 0 ? 0 : best.start;
}
