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
 * up for; weeks of the other phase help to know them. The dispersion is the larger one of the own weeks and of all. Null where the
 * own weeks are fewer than two. It is never below 1.
 */
export function designEffect(
  own: CountedWeeks,
  other: CountedWeeks | null,
  as: CountedAs,
  level: number,
): number | null {
  if (own.sizes.filter((size) => size > 0).length < FEWEST_WEEKS) return null;
  const phases = other && sumOf(other.sizes) > 0 ? [own, other] : [own];
  const dispersion = Math.max(dispersionOf(own, as) ?? 0, sharedDispersion(phases, as) ?? 0);
  if (dispersion === 0) return 1;
  const { inflation, df } = dependenceOf(phases, as);
  const wider = tQuantile(1 - (1 - level) / 2, df) / normalReach(level);
  return Math.max(1, dispersion * inflation * wider ** 2);
}

/** How neighbouring weeks depend on each other, over phases that each have a ratio of their own. */
export function dependenceOf(phases: readonly CountedWeeks[], as: CountedAs): WeeklyDependence {
  const known = phases.map(({ week, parts, sizes }) => {
    const ratio = sumOf(parts) / sumOf(sizes);
    return week.flatMap((number, index) =>
      sizes[index]! > 0 ? [{ number, residual: parts[index]! - ratio * sizes[index]! }] : [],
    );
  });
  return weeklyDependence(
    known.flat().map(({ residual }) => residual),
    known.flat().map(({ number }) => number),
    { dispersion: sharedDispersion(phases, as) ?? 1, means: phases.length },
  );
}

/** The dispersion of several phases, each by its degrees of freedom. */
function sharedDispersion(phases: readonly CountedWeeks[], as: CountedAs): number | null {
  const known = phases.flatMap((phase) => {
    const dispersion = dispersionOf(phase, as);
    return dispersion === null ? [] : [{ dispersion, df: phase.sizes.filter((size) => size > 0).length - 1 }];
  });
  const df = sumOf(known.map((one) => one.df));
  return df === 0 ? null : sumOf(known.map((one) => one.dispersion * one.df)) / df;
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
