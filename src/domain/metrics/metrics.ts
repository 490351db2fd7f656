import { HOUR } from '../interval.js';
import { ratio } from '../staffing.js';
import type { MetricsAccumulator } from './accumulator.js';
import { COVERAGE_METRICS } from './coverage-metrics.js';
import { costPerRequest, fairnessIn } from './formulas.js';
import { PLACE_METRICS } from './place-metrics.js';
import {
  ANSWERS,
  answeredWithin,
  byAnswer,
  coverage,
  DIMENSIONS,
  people,
  rateOf,
  requests,
  shareOf,
  timed,
  times,
  type Dimension,
  type Metric,
} from './metric.js';

/** Increased when a formula changes, so that readers know whether two reports can be compared. */
export const DEFINITION_VERSION = 6;

const LEVELS = ['1', '2', '3', '4', '5', '6'] as const;

/**
 * All metrics, in the order of the response. Values are summed over locations and positions first, and
 * divided once.
 */
export const METRICS = {
  ...COVERAGE_METRICS,
  openHours: {
    ...requests,
    unit: 'hours',
    splits: DIMENSIONS,
    onPage: true,
    doc: 'hours in which any position has coverage hours (`required: 0` included) after exceptions, summed over locations',
    of: ({ sums }) => sums.openMillis / HOUR,
  },
  staffedHours: {
    ...coverage,
    unit: 'hours',
    splits: DIMENSIONS,
    onPage: true,
    doc: '∫ s without trainees, not limited by demand; attended time where it is known (none after a no-show), otherwise approved time; one person’s time counts once, because a shift ends where their next one begins',
    of: ({ sums }) => sums.staffedMillis / HOUR,
  },
  requests: {
    ...requests,
    unit: 'count',
    onPage: true,
    doc: 'support requests and tallies opened in open hours, without directional ones (ANSI/NISO Z39.7)',
    of: ({ sums }) => sums.requests,
  },
  requestsOutsideHours: {
    ...requests,
    unit: 'count',
    onPage: true,
    doc: 'support requests and tallies opened while closed, without directional ones',
    of: ({ sums }) => sums.requestsOutsideHours,
  },
  requestsAll: {
    ...requests,
    unit: 'count',
    doc: 'requests + requestsOutsideHours',
    of: ({ sums }) => sums.requests + sums.requestsOutsideHours,
  },
  directionalRequests: {
    ...requests,
    unit: 'count',
    doc: 'directional requests and tallies, at any time',
    of: ({ sums }) => sums.directionalRequests,
  },
  requestsPerOpenHour: {
    ...requests,
    ...rateOf(
      ({ sums }) => sums.requests,
      ({ sums }) => sums.openMillis / HOUR,
    ),
    onPage: true,
    doc: 'requests ÷ openHours',
  },
  requestsPerStaffedHour: {
    ...requests,
    ...rateOf(
      ({ sums }) => sums.requests,
      ({ sums }) => sums.staffedMillis / HOUR,
    ),
    doc: 'requests ÷ staffedHours',
  },
  requestsPerOccupiedSeatHour: {
    ...requests,
    ...rateOf(
      ({ sums }) => sums.requestsWhileCounted,
      ({ sums }) => sums.occupiedMillis / HOUR,
    ),
    splits: ['location'],
    doc: 'requests and tallies without directional ones ÷ hours of occupied seats, both in the clock hours in which people were counted',
  },
  demandDuringGaps: {
    ...requests,
    unit: 'count',
    better: 'less',
    doc: 'requests and tallies, without directional ones, opened while any position of the location had a gap',
    of: ({ unmetInBasis }) => unmetInBasis?.duringGaps ?? null,
  },
  demandWhileShort: {
    ...requests,
    unit: 'count',
    better: 'less',
    onPage: true,
    doc: 'the same, opened while 0 < s < d for a position of the location, in the answer’s basis',
    of: ({ unmetInBasis }) => unmetInBasis?.whileShort ?? null,
  },
  demandWhileEmpty: {
    ...requests,
    unit: 'count',
    better: 'less',
    onPage: true,
    doc: 'the same, opened while s = 0 < d for a position of the location, in the answer’s basis',
    of: ({ unmetInBasis }) => unmetInBasis?.whileEmpty ?? null,
  },
  ...timed('firstResponse', 'opened → first human response', true),
  ...answeredWithin(),
  ...timed('firstResolution', 'opened → first resolution', false),
  ...timed('resolution', 'opened → last resolution (`resolvedAt`)', true),
  resolved: {
    ...requests,
    unit: 'count',
    onPage: true,
    doc: 'requests with a resolution',
    of: ({ sums }) => sums.resolved,
  },
  escalated: {
    ...requests,
    unit: 'count',
    onPage: true,
    doc: 'requests with an escalation',
    of: ({ sums }) => sums.escalated,
  },
  firstLevelResolutionRate: {
    ...requests,
    ...shareOf(
      ({ sums }) => sums.firstLevelResolved,
      ({ sums }) => sums.resolved,
    ),
    better: 'more',
    onPage: true,
    doc: 'resolved by the library tier without escalation ÷ resolved (MetricNet’s first level resolution rate)',
  },
  escalationShare: {
    ...requests,
    ...shareOf(
      ({ sums }) => sums.escalated,
      ({ sums }) => sums.resolvedOrEscalated,
    ),
    better: 'less',
    onPage: true,
    doc: 'escalated ÷ requests resolved or escalated',
  },
  readLevels: {
    ...requests,
    unit: 'counts',
    parts: LEVELS,
    doc: 'requests by READ level',
    of: ({ readLevels }) => ({ ...readLevels }),
  },
  readEffort: {
    ...requests,
    unit: 'level',
    doc: 'the mean READ level of requests that have one (Reference Effort Assessment Data, 1 to 6)',
    of: ({ readLevels }) =>
      ratio(
        LEVELS.reduce((sum, level) => sum + Number(level) * readLevels[level]!, 0),
        LEVELS.reduce((sum, level) => sum + readLevels[level]!, 0),
      ),
  },
  readEffortN: {
    ...requests,
    unit: 'count',
    doc: 'the number of requests with a READ level',
    of: ({ readLevels }) => LEVELS.reduce((sum, level) => sum + readLevels[level]!, 0),
  },
  costPerRequest: {
    ...people,
    unit: 'cost',
    better: 'less',
    onPage: true,
    doc: '(paid hours × hourlyCost of their position + fixed costs + escalated × escalationCost) ÷ requestsAll. Paid hours are staffedHours and the time of trainees; fixed costs are spread evenly over the counted time of the pilot phase; an escalated request carries Campus IT’s cost, too. Null when a position with paid hours has no hourly cost, or escalationCost is not set and a request was escalated',
    of: (gathered) => costPerRequest(gathered),
  },
  ...PLACE_METRICS,
  fairness: {
    ...people,
    unit: 'counts',
    parts: ['hours', 'undesirableHours', 'operators'],
    nullableParts: ['hours', 'undesirableHours'],
    doc: '1 − Gini coefficient of approved hours, and of undesirable ones (22:00–06:00 and weekends), each relative to the operator’s own weekly cap, over the active operators of the locations and all who had hours; 1 is even; null under two operators or without hours',
    of: (gathered) => fairnessIn(gathered),
  },
  firstResponseStatedN: {
    ...times,
    unit: 'count',
    onPage: true,
    doc: 'the number of timed first responses whose wait was stated at the desk',
    of: ({ sums }) => sums.statedResponses,
  },
  stoppedRequests: {
    ...times,
    unit: 'count',
    doc: 'the number of requests in resolutionServiceMinutesN that waited for the person who asked, or were resolved and opened again, before their last resolution',
    of: ({ sums }) => sums.stoppedRequests,
  },
  missing: {
    ...times,
    unit: 'counts',
    parts: ['firstResponseAt', 'resolvedAt'],
    doc: 'requests without a first response, and requests without a resolution',
    of: ({ sums }) => ({ firstResponseAt: sums.withoutResponse, resolvedAt: sums.withoutResolution }),
  },
  censored: {
    ...times,
    unit: 'counts',
    parts: ANSWERS,
    doc: 'requests without that answer within the pilot’s follow-up, or up to now: in the percentiles of elapsed time as open until then',
    of: (gathered) => ({
      firstResponseAt: gathered.histogram('firstResponse', 'Wall').n.censored,
      firstResolvedAt: gathered.histogram('firstResolution', 'Wall').n.censored,
      resolvedAt: gathered.histogram('resolution', 'Wall').n.censored,
    }),
  },
  waitUnknown: {
    ...times,
    unit: 'counts',
    parts: ANSWERS,
    doc: 'requests that were logged at the moment of that answer without a stated wait, or resolved without a time of that answer: in no time',
    of: (gathered) => byAnswer(gathered.waitUnknown),
  },
  outOfOrder: {
    ...times,
    unit: 'counts',
    parts: ANSWERS,
    doc: 'requests in which that answer is earlier than the opening',
    of: (gathered) => byAnswer(gathered.outOfOrder),
  },
} as const satisfies Record<string, Metric>;

type Metrics = typeof METRICS;
/** The metrics of one bucket. */
export type PilotMetrics = { [Name in keyof Metrics]: ReturnType<Metrics[Name]['of']> };
export type MetricName = keyof Metrics;
/** The metrics that are one number. */
export type FigureName = {
  [Name in MetricName]: PilotMetrics[Name] extends number | null ? Name : never;
}[MetricName];

const ENTRIES = Object.entries(METRICS) as [MetricName, Metric][];
export const METRIC_NAMES = ENTRIES.map(([name]) => name);
export const FIGURE_NAMES = METRIC_NAMES.filter(
  (name): name is FigureName => METRICS[name].unit !== 'counts',
);

export const isFigure = (name: string): name is FigureName =>
  (FIGURE_NAMES as readonly string[]).includes(name);
/** A descriptor without the type of its name. */
export const metricOf = (name: MetricName): Metric => METRICS[name];

export function metricsOf(gathered: MetricsAccumulator): PilotMetrics {
  const metrics = Object.fromEntries(ENTRIES.map(([name, { of }]) => [name, of(gathered)])) as PilotMetrics;
  gathered.forgetOrder();
  return metrics;
}

/** The same, with null where nothing of a bucket counts or the metric has no meaning in a split. */
export type VisibleMetrics = { [Name in MetricName]: PilotMetrics[Name] | null };

/** The metrics that have a meaning in a split; the others are null. */
export const visibleIn = (metrics: PilotMetrics, by: Dimension | undefined): VisibleMetrics =>
  Object.fromEntries(
    ENTRIES.map(([name, { splits }]) => [name, by && !splits.includes(by) ? null : metrics[name]]),
  ) as VisibleMetrics;

export const noMetrics = (): VisibleMetrics =>
  Object.fromEntries(METRIC_NAMES.map((name) => [name, null])) as VisibleMetrics;
