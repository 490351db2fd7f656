import { survivalQuantile } from '../statistics/survival.js';
import { ratio } from '../staffing.js';
import { HORIZONS, type Clock, type Duration, type Horizon, type MetricsAccumulator } from './accumulator.js';
import { quantileOfBins } from './percentile.js';

export const DIMENSIONS = ['location', 'position', 'tier', 'channel', 'category'] as const;
/** The dimensions by which figures may be split. */
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * A request has no position, and a shift has no channel, so these splits have no meaning for the other kind
 * of figure.
 */
const OF_COVERAGE: readonly Dimension[] = ['location', 'position'];
const OF_SUPPORT: readonly Dimension[] = ['location', 'tier', 'channel', 'category'];

export type Unit = 'share' | 'minutes' | 'hours' | 'count' | 'per hour' | 'cost' | 'level' | 'counts';

export type Count = (gathered: MetricsAccumulator) => number;

/** What a metric is to a statistician: events in hours, cases of a kind among all cases, or a quantile of waits. */
export type Compared =
  | { readonly as: 'rate'; readonly events: Count; readonly hours: Count }
  | { readonly as: 'share'; readonly part: Count; readonly whole: Count }
  | { readonly as: 'wait'; readonly duration: Duration; readonly clock: Clock; readonly share: number };

/** The full description of a metric. Everything that shows, checks or documents metrics reads it. */
export interface Metric {
  /** `share` is 0 to 1; `cost` is in the currency of the costs entered; `counts` is one number for each of several names. */
  unit: Unit;
  /** The dimensions it may be split by; split by any other it is null. */
  splits: readonly Dimension[];
  /** Whether more or less is better; null when it depends. */
  better: 'more' | 'less' | null;
  /** The heading under which it is documented. */
  about: 'coverage' | 'requests' | 'times' | 'people';
  /** The formula in words, for docs/metrics.md and the OpenAPI document. */
  doc: string;
  /** Whether a pilot's page shows it by default. */
  onPage?: true;
  /** The names of `counts`. */
  parts?: readonly string[];
  /** Those of `parts` that are null when the denominator is zero. */
  nullableParts?: readonly string[];
  /** How two phases are compared in it; without this, by drawing weeks. */
  compared?: Compared;
  /** Computed from the sums of one bucket; null when the denominator is zero. */
  of: (gathered: MetricsAccumulator) => number | null | Readonly<Record<string, number | null>>;
}

export const coverage = { about: 'coverage', splits: OF_COVERAGE, better: null } as const;
export const requests = { about: 'requests', splits: OF_SUPPORT, better: null } as const;
/** Whole pilots and buckets only. */
export const people = { about: 'people', splits: [], better: null } as const;
export const times = { about: 'times', splits: OF_SUPPORT, better: null } as const;

export const ANSWERS = ['firstResponseAt', 'firstResolvedAt', 'resolvedAt'] as const;

export const byAnswer = (counts: Record<Duration, number>): Record<(typeof ANSWERS)[number], number> => ({
  firstResponseAt: counts.firstResponse,
  firstResolvedAt: counts.firstResolution,
  resolvedAt: counts.resolution,
});

type Quotient = Pick<Metric, 'unit'> & { compared: Compared; of: Of<number | null> };

/** Events ÷ hours. */
export const rateOf = (events: Count, hours: Count): Quotient => ({
  unit: 'per hour',
  compared: { as: 'rate', events, hours },
  of: (gathered) => ratio(events(gathered), hours(gathered)),
});

/** Cases of a kind ÷ all cases, each of them yes or no. */
export const shareOf = (part: Count, whole: Count): Quotient => ({
  unit: 'share',
  compared: { as: 'share', part, whole },
  of: (gathered) => ratio(part(gathered), whole(gathered)),
});

type Of<Value> = (gathered: MetricsAccumulator) => Value;
type TimedMetrics<D extends Duration> = Record<
  `${D}${Clock}Minutes${'P50' | 'P90'}`,
  Metric & { of: Of<number | null> }
> &
  Record<`${D}${Clock}MinutesN`, Metric & { of: Of<number> }>;

const CLOCKS: Record<Clock, { by: string; percentile: string; n: string }> = {
  Wall: {
    by: 'in elapsed time',
    percentile:
      'Kaplan–Meier: an unanswered request counts as open until now, at most for the pilot’s follow-up; null when not reached',
    n: 'the number of requests in these, answered within the follow-up or not',
  },
  Service: {
    by: 'in service time',
    percentile: 'type 7, of answered requests only',
    n: 'the number of answered requests in these',
  },
};

/** The metrics of one duration, by each clock: median, 90th percentile, and the number of requests in them. */
export function timed<D extends Duration>(duration: D, what: string, onPage: boolean): TimedMetrics<D> {
  const metrics = (['Wall', 'Service'] as const).flatMap((clock): [string, Metric][] => {
    const name = `${duration}${clock}Minutes`;
    const { by, percentile: how, n } = CLOCKS[clock];
    const shown = onPage && clock === 'Wall' ? { onPage: true as const } : {};
    const percentile = (share: number): Pick<Metric, 'compared'> & { of: Of<number | null> } => ({
      compared: { as: 'wait', duration, clock, share },
      of: (gathered) => {
        const waits = gathered.histogram(duration, clock);
        const seconds =
          clock === 'Wall' ? survivalQuantile(waits.curve(), share) : quantileOfBins(waits.bins(), share);
        return seconds === null ? null : seconds / 60;
      },
    });
    const minutes = { ...times, ...shown, unit: 'minutes', better: 'less' } as const;
    return [
      [`${name}P50`, { ...minutes, doc: `${what}, ${by}: the median (${how})`, ...percentile(0.5) }],
      [`${name}P90`, { ...minutes, doc: `${what}, ${by}: the 90th percentile (${how})`, ...percentile(0.9) }],
      [
        `${name}N`,
        {
          ...times,
          ...shown,
          unit: 'count',
          doc: n,
          of: (gathered) => {
            const counts = gathered.histogram(duration, clock).n;
            return counts.answered + counts.censored;
          },
        },
      ],
    ];
  });
  return Object.fromEntries(metrics) as TimedMetrics<D>;
}

type WithinMetrics = Record<`answeredWithin${Horizon}`, Metric & { of: Of<number | null> }>;

/** The shares of requests with a first response in time. */
export const answeredWithin = (): WithinMetrics =>
  Object.fromEntries(
    (Object.keys(HORIZONS) as Horizon[]).map((horizon): [string, Metric] => [
      `answeredWithin${horizon}`,
      {
        ...times,
        ...shareOf(
          ({ within }) => within[horizon].answered,
          ({ within }) => within[horizon].followed,
        ),
        better: 'more',
        onPage: true,
        doc: `requests with a first response within ${HORIZONS[horizon]} minutes of elapsed time ÷ requests opened at least so long ago; null when the pilot’s follow-up is shorter`,
      },
    ]),
  ) as WithinMetrics;
