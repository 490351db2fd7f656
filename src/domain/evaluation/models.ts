import { metricOf, type FigureName } from '../metrics/metrics.js';
import { anytimeRateRatio } from '../statistics/anytime-valid.js';
import { LEVEL, type Interval } from '../statistics/confidence.js';
import {
  differenceInDifferences,
  type DifferenceInDifferences,
  type DifferenceRefusal,
} from '../statistics/difference-in-differences.js';
import { interruptedSeries } from '../statistics/interrupted-series.js';
import { placeboDates, type Placebo } from '../statistics/placebo.js';
import { serialDispersion } from '../statistics/series-model.js';
import type { InterruptedSeries, SeriesRefusal, SeriesWeek } from '../statistics/series-types.js';
import { compare, ratesOf, seriesOf, type CrudeComparison } from './comparison.js';
import type { ComparisonWarning } from './warnings.js';
import type { PhaseWeeks } from './weeks.js';

export interface MeasuredLocation {
  readonly id: string;
  /** Has no operators, and shows what would have happened without the pilot. */
  readonly isComparison: boolean;
  readonly weeks: PhaseWeeks;
}

/** What the model says net of the baseline's trend, and whether the crude ratio says something else. */
export type Adjusted =
  (InterruptedSeries & { readonly disagrees: boolean }) | { readonly refused: SeriesRefusal };

export interface NegativeControl extends CrudeComparison {
  /** Null for other figures than rates. */
  readonly adjusted: Adjusted | null;
}

/** What models of weekly counts say; only rates have them. */
export interface Modelled {
  readonly adjusted: Adjusted | null;
  /** Null without comparison locations. */
  readonly differenceInDifferences: DifferenceInDifferences | { readonly refused: DifferenceRefusal } | null;
  readonly placebo: Placebo | null;
  /** The interval that holds at every look before the planned end; null afterwards. */
  readonly interim: { readonly interval: Interval | null; readonly divisor: number } | null;
}

const NONE: Modelled = {
  adjusted: null,
  differenceInDifferences: null,
  placebo: null,
  interim: null,
};

export interface ModelledFrom {
  readonly weeks: PhaseWeeks;
  readonly isInterim: boolean;
  readonly locations: readonly MeasuredLocation[];
}

/** The models of a rate, and what they say against its crude ratio. */
export function modelled(
  metric: FigureName,
  crude: CrudeComparison,
  { weeks, isInterim, locations }: ModelledFrom,
): { of: Modelled; warnings: ComparisonWarning[] } {
  const { compared } = metricOf(metric);
  if (compared?.as !== 'rate' || weeks.baseline.length === 0) return { of: NONE, warnings: [] };
  const series = seriesOf(compared, weeks);
  const adjusted = adjustedOf(series, crude);
  const rows = locations.flatMap(({ id, isComparison, weeks: own }) =>
    seriesOf(compared, own).map((week) => ({ ...week, location: id, treated: !isComparison })),
  );
  const isCompared = locations.some(({ isComparison }) => isComparison);
  return {
    of: {
      adjusted,
      differenceInDifferences: isCompared ? differenceInDifferences(rows) : null,
      placebo: placeboDates(series),
      interim: isInterim ? anytimeRateRatio(ratesOf(series), { dispersion: serialDispersion(series) }) : null,
    },
    warnings: 'refused' in adjusted ? [] : warningsOf(adjusted),
  };
}

function adjustedOf(series: readonly SeriesWeek[], crude: CrudeComparison): Adjusted {
  const fitted = interruptedSeries(series);
  return 'refused' in fitted ? fitted : { ...fitted, disagrees: disagree(crude, fitted) };
}

/** The same comparisons of the hours in which nobody was required; null where there are none. */
export function negativeControlOf(
  metric: FigureName,
  weeks: PhaseWeeks,
  seed: number,
): NegativeControl | null {
  if (weeks.baseline.length === 0 || weeks.pilot.length === 0) return null;
  const { compared } = metricOf(metric);
  const crude = compare(metric, weeks, { level: LEVEL, seed });
  return {
    ...crude,
    adjusted: compared?.as === 'rate' ? adjustedOf(seriesOf(compared, weeks), crude) : null,
  };
}

function warningsOf({
  warnings,
  disagrees,
}: InterruptedSeries & { disagrees: boolean }): ComparisonWarning[] {
  const told = (['trend-before-start', 'exploratory'] as const).filter((one) => warnings.includes(one));
  return disagrees ? [...told, 'disagreement'] : told;
}

/**
 * Whether one interval leaves out the other's estimate, or the estimates lie on different sides of 1 and one of them says that
 * there is a change.
 */
export function disagree(
  one: { readonly estimate: number | null; readonly interval: Interval | null },
  other: { readonly estimate: number; readonly interval: Interval },
): boolean {
  if (one.estimate === null) return false;
  const leavesOut = (interval: Interval | null, value: number): boolean =>
    interval !== null && (value < interval[0] || value > interval[1]);
  const isAcross =
    (one.estimate - 1) * (other.estimate - 1) < 0 &&
    (leavesOut(one.interval, 1) || leavesOut(other.interval, 1));
  return isAcross || leavesOut(one.interval, other.estimate) || leavesOut(other.interval, one.estimate);
}
