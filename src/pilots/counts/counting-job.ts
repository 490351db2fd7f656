import type { LocalDate } from '../../domain/local-date.js';
import type { FactsLocation } from '../metrics-facts.js';

/** Days of a location to count. Plain values, because they are sent to a worker thread. */
export interface CountingJob {
  location: FactsLocation;
  /** In order, at most `MOST_DAYS` from the first to the last. */
  dates: readonly LocalDate[];
  now: number;
  /** Only compares what is stored with what is counted now, and mends what differs. */
  verifies: boolean;
}

/** Which days were stored with other counts than their rows have, while they counted as right. */
export interface CountingResult {
  mended: LocalDate[];
}

export const MOST_DAYS = 31;
