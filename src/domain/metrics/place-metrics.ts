import { HOUR } from '../interval.js';
import { ratio } from '../staffing.js';
import { people, type Metric } from './metric.js';

/** What is counted at a place beside requests: people, workstations in use, and who came in. */
export const PLACE_METRICS = {
  occupancy: {
    ...people,
    unit: 'counts',
    splits: ['location'],
    parts: ['mean', 'peak', 'hours'],
    nullableParts: ['mean', 'peak'],
    doc: 'people counted at a location in a clock hour (headcounts: the mean of the whole location, or else of each area, summed): mean and most over the clock hours with a count, and how many hours those are',
    of: ({ sums, occupancyPeak }) => ({
      mean: ratio(sums.occupiedMillis, sums.countedMillis),
      peak: occupancyPeak,
      hours: sums.countedMillis / HOUR,
    }),
  },
  workstationUse: {
    ...people,
    unit: 'counts',
    splits: ['location'],
    parts: ['mean', 'peak', 'hours'],
    nullableParts: ['mean', 'peak'],
    doc: 'workstations in use at a location in a clock hour, counted like people: mean and most over the clock hours with a count, and how many hours those are',
    of: ({ sums, inUsePeak }) => ({
      mean: ratio(sums.inUseMillis, sums.inUseCountedMillis),
      peak: inUsePeak,
      hours: sums.inUseCountedMillis / HOUR,
    }),
  },
  visits: {
    ...people,
    unit: 'counts',
    splits: ['location'],
    parts: ['entries', 'hours', 'resets'],
    nullableParts: ['entries'],
    doc: 'who came in through a location’s gates in open hours (the entries between two readings, shared out evenly over the open time between them; those of longer than 25 hours are unknown): how many, null without readings; how many open hours that is; and how often a counter was set back, when at least so many came',
    of: ({ sums }) => ({
      entries: sums.gateReadMillis === 0 ? null : sums.entries,
      hours: sums.gateReadMillis / HOUR,
      resets: sums.gateResets,
    }),
  },
} as const satisfies Record<string, Metric>;
