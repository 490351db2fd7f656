import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { randomFrom } from '../random.js';
import { LEVEL, requireLevel } from './confidence.js';
import type { QuantileInterval } from './survival-interval.js';
import { survivalOf, survivalQuantile, type WaitBin } from './survival.js';
import { WeeklyWaits } from './weekly-waits.js';

/** A difference of two Kaplan–Meier quantiles, in seconds. */
export interface MedianDifference {
  /** Pilot − baseline. Null where a curve does not reach the share. */
  readonly estimate: number | null;
  /** Null where a phase has fewer than two weeks. An end is null where the waits set no limit to that side. */
  readonly interval: QuantileInterval | null;
  readonly method: 'week-bootstrap';
  readonly replicates: number;
}

export interface MedianDifferenceOptions {
  /** The share that has been answered, 0.5 for the median. */
  readonly quantile?: number;
  readonly replicates?: number;
  /** How much larger the variance is than with independent weeks (`weeklyDependence`); 1 unless told. */
  readonly inflation?: number;
  readonly seed: number;
  readonly level?: number;
}

/**
 * The difference of the phases' Kaplan–Meier quantiles. Its interval comes from drawing whole weeks with
 * replacement, so that waits of the same week stay together (Davison & Hinkley 1997, 3.8), and is the expanded
 * percentile interval (Hesterberg 2015): percentiles farther out, by √(n/(n − 1)) with n the weeks of the
 * shorter phase and by Student's t with all weeks less two, because few weeks vary too little among themselves, and by √inflation. The
 * same seed gives the same interval.
 */
export function medianDifference(
  pilotWeeks: readonly (readonly WaitBin[])[],
  baselineWeeks: readonly (readonly WaitBin[])[],
  { quantile = 0.5, replicates = 2_000, inflation = 1, seed, level = LEVEL }: MedianDifferenceOptions,
): MedianDifference {
  requireLevel(level);
  const [pilot, baseline] = [pilotWeeks, baselineWeeks].map((weeks) =>
    survivalQuantile(survivalOf(weeks.flat()), quantile),
  );
  const estimate = pilot == null || baseline == null ? null : pilot - baseline;
  const phases = [pilotWeeks, baselineWeeks].map((phase) => phase.filter(hasWaits));
  const fewest = Math.min(...phases.map(({ length }) => length));
  const weeks = phases.flat().length;
  if (fewest < 2) return { estimate, interval: null, method: 'week-bootstrap', replicates: 0 };

  const random = randomFrom(seed);
  const waits = phases.map((phase) => new WeeklyWaits(phase));
  const lows = new Float64Array(replicates);
  const highs = new Float64Array(replicates);
  for (let i = 0; i < replicates; i++) {
    const [drawnPilot, drawnBaseline] = waits.map((each) => each.quantileOf(each.draw(random), quantile));
    const isOpen = drawnPilot === Infinity && drawnBaseline === Infinity;
    lows[i] = isOpen ? -Infinity : drawnPilot! - drawnBaseline!;
    highs[i] = isOpen ? Infinity : drawnPilot! - drawnBaseline!;
  }
  const reach = tQuantile(1 - (1 - level) / 2, weeks - 2) * Math.sqrt((inflation * fewest) / (fewest - 1));
  const outside = Math.max(0, Math.floor(normalCdf(-reach, 0, 1) * (replicates + 1)) - 1);
  const low = lows.sort()[outside]!;
  const high = highs.sort()[replicates - 1 - outside]!;
  const interval = { low: low === -Infinity ? null : low, high: high === Infinity ? null : high };
  return { estimate, interval, method: 'week-bootstrap', replicates };
}

const hasWaits = (bins: readonly WaitBin[]): boolean =>
  bins.some(({ answered, censored }) => answered + censored > 0);
