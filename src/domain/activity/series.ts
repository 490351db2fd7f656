/** What is counted beside requests, each with a location, an area and an instant. */
export const ACTIVITY_SERIES = ['headcount', 'workstations-in-use', 'gate'] as const;
export type ActivitySeries = (typeof ACTIVITY_SERIES)[number];

/** The area of a count of the whole location. */
export const WHOLE_LOCATION = '';

export const LONGEST_AREA = 100;

/** The most that one count may say. */
export const MOST_COUNTED = 100_000;
/** The most that a counter may show: nine digits. */
export const MOST_ON_A_COUNTER = 999_999_999;

/** The most that a count of a series may say. */
export const mostOf = (series: ActivitySeries, cumulative: boolean): number =>
  series === 'gate' && cumulative ? MOST_ON_A_COUNTER : MOST_COUNTED;
