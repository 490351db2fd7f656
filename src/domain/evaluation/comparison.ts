import type { ByPhase } from '../pilots/phases.js';
import type { Compared } from '../metrics/metric.js';
import { metricOf, type FigureName } from '../metrics/metrics.js';
import { medianDifference } from '../statistics/bootstrap.js';
import type { Interval } from '../statistics/confidence.js';
import { hodgesLehmann } from '../statistics/hodges-lehmann.js';
import { newcombe } from '../statistics/proportions.js';
import { OVER_DISPERSED, rateRatio, SMALL_COUNT } from '../statistics/rates.js';
import { serialDispersion } from '../statistics/series-model.js';
import type { SeriesWeek } from '../statistics/series-types.js';
import { survivalOf, survivalQuantile, type WaitBin } from '../statistics/survival.js';
import { countedWeeks, dependenceOf, designEffect, sumOf, type CountedWeeks } from './design-effect.js';
import { figureDifference } from './figure-interval.js';
import type { ComparisonWarning } from './warnings.js';
import { totalOf, type MeasuredWeek, type PhaseWeeks } from './weeks.js';

/** The crude comparison of one figure: what was there in the pilot against what was there in the baseline. */
export interface CrudeComparison extends ByPhase<number | null> {
  /** Pilot ÷ baseline for rates, pilot − baseline for the rest, in the figure's unit. */
  readonly estimate: number | null;
  readonly interval: Interval | null;
  /** Events, cases or requests; weeks for figures that are none of these. */
  readonly n: ByPhase<number>;
  readonly method: string;
  readonly warnings: readonly ComparisonWarning[];
  /** The Hodges–Lehmann shift of waits, in minutes. Null for other figures. */
  readonly shift: { readonly estimate: number; readonly interval: Interval | null } | null;
}

type Measure = Pick<CrudeComparison, 'estimate' | 'interval' | 'n' | 'method'> & {
  warnings: ComparisonWarning[];
  shift?: CrudeComparison['shift'];
};

export interface CompareOptions {
  readonly level: number;
  /** For drawing weeks. */
  readonly seed: number;
  /** How often weeks are drawn. */
  readonly replicates?: number;
}

/** A figure of some weeks together; null without weeks, or where it cannot be computed. */
export const figureOf = (name: FigureName, weeks: readonly MeasuredWeek[]): number | null =>
  weeks.length === 0 ? null : (metricOf(name).of(totalOf(weeks)) as number | null);

/** Compares the phases in one figure. */
export function compare(name: FigureName, weeks: PhaseWeeks, options: CompareOptions): CrudeComparison {
  const [baseline, pilot] = [figureOf(name, weeks.baseline), figureOf(name, weeks.pilot)];
  const measure = measureOf(name, metricOf(name).compared, weeks, options);
  const warnings = weeks.baseline.length === 0 ? (['no-baseline'] as const) : measure.warnings;
  return { shift: null, ...measure, baseline, pilot, warnings };
}

function measureOf(
  name: FigureName,
  compared: Compared | undefined,
  weeks: PhaseWeeks,
  options: CompareOptions,
): Measure {
  switch (compared?.as) {
    case 'rate':
      return rateMeasure(compared, weeks, options);
    case 'share':
      return shareMeasure(compared, weeks, options);
    case 'wait':
      return waitMeasure(compared, weeks, options);
    default:
      return figureDifference(name, weeks, options);
  }
}

export type As<Kind extends Compared['as']> = Extract<Compared, { as: Kind }>;

/** The weeks of a rate, as the models of `domain/statistics` take them. */
export const seriesOf = ({ events, hours }: As<'rate'>, { baseline, pilot }: PhaseWeeks): SeriesWeek[] =>
  [...baseline, ...pilot].map(({ week, weekOfTerm, gathered }, index) => ({
    week,
    weekOfTerm,
    count: events(gathered),
    openHours: hours(gathered),
    post: index >= baseline.length,
  }));

/** Events and hours of both phases; index 1 is the pilot. */
export function ratesOf(series: readonly SeriesWeek[]): { x1: number; t1: number; x2: number; t2: number } {
  const sum = (post: boolean, field: 'count' | 'openHours'): number =>
    series.reduce((total, week) => total + (week.post === post ? week[field] : 0), 0);
  return {
    x1: sum(true, 'count'),
    t1: sum(true, 'openHours'),
    x2: sum(false, 'count'),
    t2: sum(false, 'openHours'),
  };
}

function rateMeasure(compared: As<'rate'>, weeks: PhaseWeeks, { level }: CompareOptions): Measure {
  const series = seriesOf(compared, weeks);
  const rates = ratesOf(series);
  const dispersion = serialDispersion(series);
  const { estimate, interval, method } = rateRatio(rates, { level, dispersion });
  const warnings: ComparisonWarning[] = [];
  if (Math.min(rates.x1, rates.x2) < SMALL_COUNT) warnings.push('small-counts');
  if (dispersion !== null && dispersion > OVER_DISPERSED) warnings.push('over-dispersed');
  return { estimate, interval, method, n: { baseline: rates.x2, pilot: rates.x1 }, warnings };
}

/** Variances that grow by more than this because of dependence are told. */
const STRONG_DEPENDENCE = 2;

/** A share of cases, which count as fewer where those of a week are alike. */
function shareMeasure({ part, whole }: As<'share'>, weeks: PhaseWeeks, { level }: CompareOptions): Measure {
  const phases = {
    pilot: countedWeeks(weeks.pilot, part, whole),
    baseline: countedWeeks(weeks.baseline, part, whole),
  };
  const divisorOf = (own: CountedWeeks, other: CountedWeeks): number | null =>
    designEffect(own, other, 'share', level);
  const divisors = [divisorOf(phases.pilot, phases.baseline), divisorOf(phases.baseline, phases.pilot)];
  const [x1, n1, x2, n2] = [phases.pilot, phases.baseline].flatMap(({ parts, sizes }, index) => {
    const divisor = divisors[index] ?? 1;
    return [sumOf(parts) / divisor, sumOf(sizes) / divisor];
  });
  const { estimate, interval, method } = newcombe(x1!, n1!, x2!, n2!, level);
  const n = { baseline: sumOf(phases.baseline.sizes), pilot: sumOf(phases.pilot.sizes) };
  const isKnown = !divisors.includes(null);
  const warnings: ComparisonWarning[] = [];
  if (Math.min(n.pilot, n.baseline) < SMALL_COUNT) warnings.push('small-counts');
  if (Math.max(...divisors.map((divisor) => divisor ?? 1)) > OVER_DISPERSED) warnings.push('over-dispersed');
  if (!isKnown) warnings.push('few-weeks');
  if (dependenceOf([phases.pilot, phases.baseline], 'share').inflation > STRONG_DEPENDENCE)
    warnings.push('dependent-weeks');
  return { estimate, interval: isKnown ? interval : null, method, n, warnings };
}

/** The measured waits of each week. */
export const waitsOf = (
  { duration, clock }: As<'wait'>,
  phase: readonly MeasuredWeek[],
): (readonly WaitBin[])[] => phase.map(({ gathered }) => gathered.histogram(duration, clock).bins());

/** Of the waits of each week, how many were answered by the quantile of all weeks. */
export function countedWithin(phase: readonly MeasuredWeek[], compared: As<'wait'>): CountedWeeks {
  const waits = waitsOf(compared, phase);
  const quantile = survivalQuantile(survivalOf(waits.flat()), compared.share) ?? Infinity;
  return {
    week: phase.map(({ week }) => week),
    parts: waits.map((bins) =>
      sumOf(bins.filter(({ seconds }) => seconds <= quantile).map(({ answered }) => answered)),
    ),
    sizes: waits.map((bins) => sumOf(bins.map(({ answered, censored }) => answered + censored))),
  };
}

function waitMeasure(
  compared: As<'wait'>,
  { pilot, baseline }: PhaseWeeks,
  { level, seed, replicates }: CompareOptions,
): Measure {
  const phases = { pilot: waitsOf(compared, pilot), baseline: waitsOf(compared, baseline) };
  const quantile = compared.share;
  const within = { pilot: countedWithin(pilot, compared), baseline: countedWithin(baseline, compared) };
  const { inflation } = dependenceOf([within.pilot, within.baseline], 'share');
  const options = { quantile, level, seed, inflation, replicates };
  const { estimate, interval, method } = medianDifference(phases.pilot, phases.baseline, options);
  const shift = hodgesLehmann(answeredIn(phases.pilot), answeredIn(phases.baseline), level);
  const n = { baseline: sumOf(within.baseline.sizes), pilot: sumOf(within.pilot.sizes) };
  const warnings: ComparisonWarning[] = [];
  if (estimate === null && n.baseline > 0 && n.pilot > 0) warnings.push('not-reached');
  if (interval === null) warnings.push('few-weeks');
  if (inflation > STRONG_DEPENDENCE) warnings.push('dependent-weeks');
  return {
    estimate: estimate === null ? null : estimate / 60,
    interval: interval && [(interval.low ?? -Infinity) / 60, (interval.high ?? Infinity) / 60],
    method,
    n,
    warnings,
    shift: shift && {
      estimate: shift.estimate / 60,
      interval: shift.interval && [shift.interval[0] / 60, shift.interval[1] / 60],
    },
  };
}

const answeredIn = (weeks: readonly (readonly WaitBin[])[]): { value: number; count: number }[] =>
  weeks
    .flat()
    .flatMap(({ seconds, answered }) => (answered > 0 ? [{ value: seconds, count: answered }] : []));
