import gammaQuantile from '@stdlib/stats-base-dists-gamma-quantile';
import { LEVEL, normalReach, type Interval } from './confidence.js';
import { clopperPearson } from './proportions.js';

/** Events and their exposure in two phases: index 1 is the pilot, 2 the baseline. Exposure in any one unit, such as open hours. */
export interface TwoRates {
  readonly x1: number;
  readonly t1: number;
  readonly x2: number;
  readonly t2: number;
}

/** Counts below this have no normal logarithm: the exact method is used. */
export const SMALL_COUNT = 15;
/** A dispersion above this is over-dispersion, and widens the interval. */
export const OVER_DISPERSED = 1.5;

export type RateRatioMethod = 'wald-log' | 'exact' | 'quasi-poisson' | 'quasi-exact';

/**
 * The rate of the pilot divided by that of the baseline. The estimate is null where the baseline has no event
 * or a phase no exposure; the interval is null only where a phase has no exposure. The interval's low end is 0 where the
 * pilot has no event, its high end Infinity where the baseline has none.
 */
export interface RateRatio {
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly method: RateRatioMethod;
}

export interface RateRatioOptions {
  readonly level?: number;
  /** Pearson's χ²/df of the daily counts (`dispersionOfCounts`); 1 for Poisson counts. */
  readonly dispersion?: number | null;
}

/**
 * The ratio of two rates with its interval.
 * - `wald-log`: exp(ln RR ± z·√(1/x1 + 1/x2)) (Rothman, Greenland & Lash 2008).
 * - `exact`, when a count is under 15: Clopper–Pearson limits of x1 of x1 + x2 (Przyborowski & Wilenski 1940).
 * - `quasi-poisson`, when the dispersion φ is above 1.5: the log error of `wald-log` times √φ (McCullagh &
 *   Nelder 1989).
 * - `quasi-exact`, when φ is above 1.5 and a count divided by φ is under 15: `exact` on the counts divided by φ.
 * Throws a RangeError for a negative count or exposure.
 */
export function rateRatio(rates: TwoRates, { level = LEVEL, dispersion }: RateRatioOptions = {}): RateRatio {
  const phi = dispersion != null && dispersion > OVER_DISPERSED ? dispersion : 1;
  const isSmall = Math.min(rates.x1, rates.x2) / phi < SMALL_COUNT;
  if (isSmall) {
    const { estimate, interval } = exactRateRatio(rates, { level, divisor: phi });
    return { estimate, interval, method: phi > 1 ? 'quasi-exact' : 'exact' };
  }
  const estimate = ratioOf(rates);
  const method = phi > 1 ? 'quasi-poisson' : 'wald-log';
  if (estimate === null) return { estimate, interval: null, method };
  const reach = normalReach(level) * Math.sqrt(phi * (1 / rates.x1 + 1 / rates.x2));
  return { estimate, interval: [estimate * Math.exp(-reach), estimate * Math.exp(reach)], method };
}

/**
 * The exact interval of a ratio of two Poisson rates: given n = x1 + x2, x1 is binomial with
 * p = ρt1/(ρt1 + t2), so that Clopper–Pearson limits p become p/(1 − p)·t2/t1 (Przyborowski & Wilenski 1940).
 * Both counts are divided by `divisor` first. Throws a RangeError for a negative count or exposure.
 */
export function exactRateRatio(
  rates: TwoRates,
  { level = LEVEL, divisor = 1 }: { readonly level?: number; readonly divisor?: number } = {},
): Pick<RateRatio, 'estimate' | 'interval'> {
  const { x1, t1, x2, t2 } = rates;
  const estimate = ratioOf(rates);
  if (t1 === 0 || t2 === 0) return { estimate, interval: null };
  const [low, high] = clopperPearson(x1 / divisor, (x1 + x2) / divisor, level);
  const ratioAt = (p: number): number => (p === 1 ? Infinity : ((p / (1 - p)) * t2) / t1);
  return { estimate, interval: [ratioAt(low), x2 === 0 ? Infinity : ratioAt(high)] };
}

/**
 * The exact interval of a rate x/t: of Poisson means from the quantiles of the gamma distribution (Garwood 1936). The
 * count is divided by `divisor` first. Throws a RangeError unless x ≥ 0 and t > 0.
 */
export function exactRate(
  x: number,
  t: number,
  { level = LEVEL, divisor = 1 }: { readonly level?: number; readonly divisor?: number } = {},
): Interval {
  if (!(x >= 0 && t > 0)) throw new RangeError(`${x} in ${t} is no rate`);
  const tail = (1 - level) / 2;
  const low = x === 0 ? 0 : gammaQuantile(tail, x / divisor, 1);
  const high = gammaQuantile(1 - tail, x / divisor + 1, 1);
  return [(low * divisor) / t, (high * divisor) / t];
}

/**
 * How much more the counts vary than Poisson counts with one common rate: Pearson's χ²/df (McCullagh & Nelder
 * 1989). Null with fewer than two exposed counts or no event. Throws a RangeError where the lengths differ.
 */
export function dispersionOfCounts(counts: readonly number[], exposures: readonly number[]): number | null {
  if (counts.length !== exposures.length) throw new RangeError('each count needs its exposure');
  let [events, exposure, exposed] = [0, 0, 0];
  counts.forEach((count, index) => {
    if (exposures[index]! <= 0) return;
    events += count;
    exposure += exposures[index]!;
    exposed++;
  });
  if (exposed < 2 || events === 0) return null;
  const chiSquared = counts.reduce((sum, count, index) => {
    const expected = (events / exposure) * exposures[index]!;
    return expected > 0 ? sum + (count - expected) ** 2 / expected : sum;
  }, 0);
  return chiSquared / (exposed - 1);
}

/** The ratio of the two rates; null where the baseline has no event or a phase no exposure. */
export function ratioOf({ x1, t1, x2, t2 }: TwoRates): number | null {
  if (!(x1 >= 0 && t1 >= 0 && x2 >= 0 && t2 >= 0)) {
    throw new RangeError('counts and exposures are never negative');
  }
  return t1 === 0 || t2 === 0 || x2 === 0 ? null : x1 / t1 / (x2 / t2);
}
