import type { Clock, Duration, MetricsAccumulator } from './accumulator.js';
import { quantile } from './percentile.js';

export const DIMENSIONS = ['location', 'position', 'tier', 'channel', 'category'] as const;
/** The dimensions by which figures may be split. */
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * A request has no position, and a shift has no channel, so these splits have no meaning for the other kind
 * of figure.
 */
const OF_COVERAGE: readonly Dimension[] = ['location', 'position'];
const OF_SUPPORT: readonly Dimension[] = ['location', 'tier', 'channel', 'category'];

type Unit = 'share' | 'minutes' | 'hours' | 'count' | 'per hour' | 'counts';

/** The full description of a metric. Everything that shows, checks or documents metrics reads it. */
export interface Metric {
  /** `share` is 0 to 1; `counts` is one count for each of several names. */
  unit: Unit;
  /** The dimensions it may be split by; split by any other it is null. */
  splits: readonly Dimension[];
  /** Whether more or less is better; null when it depends. */
  better: 'more' | 'less' | null;
  /** The heading under which it is documented. */
  about: 'coverage' | 'requests' | 'times';
  /** The formula in words, for docs/metrics.md and the OpenAPI document. */
  doc: string;
  /** Whether a pilot's page shows it by default. */
  onPage?: true;
  /** The names of `counts`. */
  parts?: readonly string[];
  /** Computed from the sums of one bucket; null when the denominator is zero. */
  of: (gathered: MetricsAccumulator) => number | null | Readonly<Record<string, number>>;
}

export const coverage = { about: 'coverage', splits: OF_COVERAGE, better: null } as const;
export const requests = { about: 'requests', splits: OF_SUPPORT, better: null } as const;
export const times = { about: 'times', splits: OF_SUPPORT, better: null } as const;

export const ANSWERS = ['firstResponseAt', 'firstResolvedAt', 'resolvedAt'] as const;

export const byAnswer = (counts: Record<Duration, number>): Record<(typeof ANSWERS)[number], number> => ({
  firstResponseAt: counts.firstResponse,
  firstResolvedAt: counts.firstResolution,
  resolvedAt: counts.resolution,
});

type Of<Value> = (gathered: MetricsAccumulator) => Value;
type TimedMetrics<D extends Duration> = Record<
  `${D}${Clock}Minutes${'P50' | 'P90'}`,
  Metric & { of: Of<number | null> }
> &
  Record<`${D}${Clock}MinutesN`, Metric & { of: Of<number> }>;

/** The metrics of one duration, by each clock: median, 90th percentile, and the number of values. */
export function timed<D extends Duration>(duration: D, what: string, onPage: boolean): TimedMetrics<D> {
  const metrics = (['Service', 'Wall'] as const).flatMap((clock): [string, Metric][] => {
    const name = `${duration}${clock}Minutes`;
    const by = `${what}, ${clock === 'Service' ? 'in service time' : 'in elapsed time'}`;
    const shown = onPage && clock === 'Service' ? { onPage: true as const } : {};
    const percentile = (share: number): Of<number | null> => {
      return (gathered) => quantile(gathered.sortedMinutes(duration, clock), share);
    };
    const minutes = { ...times, ...shown, unit: 'minutes', better: 'less' } as const;
    return [
      [`${name}P50`, { ...minutes, doc: `${by}: the median`, of: percentile(0.5) }],
      [`${name}P90`, { ...minutes, doc: `${by}: the 90th percentile`, of: percentile(0.9) }],
      [
        `${name}N`,
        {
          ...times,
          ...shown,
          unit: 'count',
          doc: `the number of durations in ${name}P50 and P90`,
          of: (gathered) => gathered.sortedMinutes(duration, clock).length,
        },
      ],
    ];
  });
  return Object.fromEntries(metrics) as TimedMetrics<D>;
}
