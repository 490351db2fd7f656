import type { MetricsAccumulator } from '../metrics/accumulator.js';
import { metricOf, type FigureName } from '../metrics/metrics.js';
import type { ByPhase } from '../pilots/phases.js';
import { standardise, type MixCell, type MovedShare } from '../statistics/standardise.js';

/** What was measured of requests that agree in location, tier, channel and category, or of one location. */
export interface MeasuredCell {
  readonly of: Readonly<Record<string, string>>;
  readonly gathered: MetricsAccumulator;
}

/** The pilot's rate or share with the baseline's mix. */
export interface StandardisedFigure {
  /** Both over what both phases have in common. */
  readonly baseline: number | null;
  readonly pilot: number | null;
  /** Pilot ÷ baseline for rates, pilot − baseline for shares. */
  readonly estimate: number | null;
  /** How much of the baseline is in common, from 0 to 1. */
  readonly covered: number;
  readonly moved: readonly MovedShare[];
}

/** Where the phases' requests, and their open time, came from. */
export interface Mix {
  readonly requests: ByPhase<readonly MeasuredCell[]>;
  readonly locations: ByPhase<readonly MeasuredCell[]>;
}

/** Null where the mix did not move by more than five points, and for figures that are no rate or share of cases. */
export function standardisedOf(name: FigureName, mix: Mix): StandardisedFigure | null {
  const { compared, about } = metricOf(name);
  if (compared?.as !== 'rate' && compared?.as !== 'share') return null;
  const isOfRequests = compared.as === 'share' && about !== 'coverage';
  const [numerator, denominator] =
    compared.as === 'rate' ? [compared.events, compared.hours] : [compared.part, compared.whole];
  const cellsOf = (cells: readonly MeasuredCell[]): MixCell[] =>
    cells.map(({ of, gathered }) => ({
      of,
      numerator: numerator(gathered),
      denominator: denominator(gathered),
    }));
  const { baseline, pilot } = isOfRequests ? mix.requests : mix.locations;
  const { moved, covered, ...both } = standardise(cellsOf(pilot), cellsOf(baseline));
  if (moved.length === 0 || covered === 0) return null;
  const [of, before] = [both.standardised, both.baseline];
  const estimate =
    of === null || before === null
      ? null
      : compared.as === 'share'
        ? of - before
        : before === 0
          ? null
          : of / before;
  return { baseline: before, pilot: of, estimate, covered, moved };
}
