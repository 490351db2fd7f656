import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { LEVEL, requireLevel } from './confidence.js';
import { OVER_DISPERSED, SMALL_COUNT } from './rates.js';
import { effectOf, fitSeries, type SeriesModel } from './series-model.js';
import type {
  InterruptedSeries,
  RatioWithInterval,
  SeriesOptions,
  SeriesRefusal,
  SeriesWarning,
  SeriesWeek,
} from './series-types.js';

/** A pilot of fewer weeks has no trend of its own in the model. */
const OWN_TREND_WEEKS = 12;
/** Fewer weeks in all are exploratory. */
const CONFIRMATORY_WEEKS = 24;
/** A larger correlation of neighbouring weeks is told as a warning: few weeks then say little. */
const STRONG_DEPENDENCE = 0.5;

/**
 * What the pilot changed net of the baseline's trend: the ratio at its start, and in its middle where it has a trend
 * of its own (an interrupted time series; `fitSeries`). Errors allow for weeks that depend on each other
 * (`serialErrors`), and intervals use Student's t with their degrees of freedom. Refused under 8 weeks
 * a side, or where the model cannot be computed. Weeks without open hours do not count.
 */
export function interruptedSeries(
  weeks: readonly SeriesWeek[],
  { level = LEVEL, weeksASide = 8 }: SeriesOptions = {},
): InterruptedSeries | { readonly refused: SeriesRefusal } {
  requireLevel(level);
  const open = weeks.filter(({ openHours }) => openHours > 0).toSorted((a, b) => a.week - b.week);
  const [baseline, pilot] = [open.filter(({ post }) => !post), open.filter(({ post }) => post)];
  if (baseline.length < weeksASide) return { refused: 'few-baseline-weeks' };
  if (pilot.length < weeksASide) return { refused: 'few-pilot-weeks' };
  const events = [baseline, pilot].map((side) => side.reduce((sum, { count }) => sum + count, 0));
  if (Math.min(...events) === 0) return { refused: 'no-events' };

  const hasOwnTrend = pilot.length >= OWN_TREND_WEEKS;
  const model = fitSeries(open, hasOwnTrend);
  if ('refused' in model) return model;
  const middle = (pilot.at(-1)!.week - pilot[0]!.week) / 2;
  const trend = ratioOf(model, { week: 1 }, level);
  const warnings: SeriesWarning[] = [];
  if (open.length < CONFIRMATORY_WEEKS) warnings.push('exploratory');
  if (Math.min(...events) < SMALL_COUNT) warnings.push('few-events');
  if (model.fit.dispersion > OVER_DISPERSED) warnings.push('over-dispersed');
  if (model.neighbours > STRONG_DEPENDENCE) warnings.push('auto-correlated');
  if (!hasOwnTrend) warnings.push('no-own-trend');
  if (open.some(({ weekOfTerm }) => weekOfTerm != null) && !model.terms.some(isWeekOfTerm)) {
    warnings.push('no-week-of-term');
  }
  if (trend.interval[0] > 1 || trend.interval[1] < 1) warnings.push('trend-before-start');
  return {
    ...ratioOf(model, { post: 1 }, level),
    atMiddle: hasOwnTrend ? ratioOf(model, { post: 1, 'post·week': middle }, level) : null,
    method: 'interrupted-series',
    dispersion: model.fit.dispersion,
    terms: model.terms,
    trend: { perWeek: trend.estimate, interval: trend.interval },
    weeks: { baseline: baseline.length, pilot: pilot.length },
    warnings,
  };
}

const isWeekOfTerm = (term: string): boolean => term.startsWith('week of term');

/** exp of a sum of coefficients, each times its weight, with its interval. */
function ratioOf(
  model: SeriesModel,
  weights: Readonly<Record<string, number>>,
  level: number,
): RatioWithInterval {
  const { log, error } = effectOf(model, weights);
  const reach = tQuantile(1 - (1 - level) / 2, model.df) * error;
  return { estimate: Math.exp(log), interval: [Math.exp(log - reach), Math.exp(log + reach)] };
}
