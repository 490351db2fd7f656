import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Count } from '../metrics/metric.js';
import { normalReach } from '../statistics/confidence.js';
import { dispersionOfCounts } from '../statistics/rates.js';
import { weeklyDependence, type WeeklyDependence } from '../statistics/weekly-dependence.js';
import type { MeasuredWeek } from './weeks.js';

/** What was counted in each week, out of how much: events in hours, or cases of a kind among all cases. */
export interface CountedWeeks {
  readonly week: readonly number[];
  readonly parts: readonly number[];
  readonly sizes: readonly number[];
}

export const countedWeeks = (weeks: readonly MeasuredWeek[], part: Count, size: Count): CountedWeeks => ({
  week: weeks.map(({ week }) => week),
  parts: weeks.map(({ gathered }) => part(gathered)),
  sizes: weeks.map(({ gathered }) => size(gathered)),
});

type CountedAs = 'rate' | 'share';

const FEWEST_WEEKS = 2;

/**
 * By what counts are divided because those of the same week, and of neighbouring weeks, may be alike (the design effect;
 * Kish 1965): their dispersion, times what dependence of weeks adds. Few weeks know these badly, which Student's t makes
 * up for. Null where they do not know them at all. It is never below 1.
 */
export function designEffect(counted: CountedWeeks, as: CountedAs, level: number): number | null {
  if (counted.sizes.filter((size) => size > 0).length < FEWEST_WEEKS) return null;
  const dispersion = dispersionOf(counted, as);
  if (dispersion === null) return 1;
  const { inflation, df } = dependenceOf([counted], as);
  const wider = tQuantile(1 - (1 - level) / 2, df) / normalReach(level);
  return Math.max(1, dispersion * inflation * wider ** 2);
}

/** How neighbouring weeks depend on each other, over phases that each have a ratio of their own. */
export function dependenceOf(phases: readonly CountedWeeks[], as: CountedAs): WeeklyDependence {
  const residuals = phases.flatMap(({ parts, sizes }) => {
    const ratio = sumOf(parts) / sumOf(sizes);
    return parts.map((part, index) => (sizes[index]! > 0 ? part - ratio * sizes[index]! : 0));
  });
  const week = phases.flatMap((phase) => phase.week);
  const known = phases.flatMap((phase) => {
    const dispersion = dispersionOf(phase, as);
    return dispersion === null ? [] : [{ dispersion, weeks: phase.week.length }];
  });
  const dispersion =
    sumOf(known.map((one) => one.dispersion * one.weeks)) / sumOf(known.map(({ weeks }) => weeks));
  return weeklyDependence(residuals, week, known.length === 0 ? 1 : dispersion);
}

/**
 * How much more the weeks differ than independent counts would: Pearson's χ²/df. Null with fewer than two weeks, or where all
 * or no cases are of the kind.
 */
function dispersionOf({ parts, sizes }: CountedWeeks, as: CountedAs): number | null {
  const poisson = dispersionOfCounts(parts, sizes);
  if (poisson === null || as === 'rate') return poisson;
  // Binomial counts vary less than Poisson counts, by one minus the share.
  const others = 1 - sumOf(parts) / sumOf(sizes);
  return others > 0 ? poisson / others : null;
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
