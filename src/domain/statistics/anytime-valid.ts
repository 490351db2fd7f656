import betaln from '@stdlib/math-base-special-betaln';
import { LEVEL, requireLevel, type Interval } from './confidence.js';
import { OVER_DISPERSED, ratioOf, type RateRatioOptions, type TwoRates } from './rates.js';

/** A rate ratio whose interval may be looked at every week: over the whole pilot it misses the truth in at most 1 − level. */
export interface AnytimeRateRatio {
  readonly estimate: number | null;
  /** Null where a phase has no exposure. The low end is 0 or the high end Infinity where the data set no limit. */
  readonly interval: Interval | null;
  readonly method: 'anytime-valid';
  /** What both counts were divided by: the dispersion where it is above 1.5, else 1. */
  readonly divisor: number;
}

/**
 * All ratios ρ at which the Beta(½, ½) mixture of x1 | n ~ Binomial(p), p = ρt1/(ρt1 + t2), is less than 1/(1 − level) times as
 * likely as the binomial at p (Robbins 1970). Were baseline and pilot open side by side, Ville's inequality would make it
 * exactly anytime-valid. Here the whole baseline comes first, so p moves as the pilot grows, and the
 * mixture is no martingale; docs/statistics.md says why it still holds. Counts are divided by a dispersion above 1.5
 * first. Throws a RangeError for a negative count or exposure.
 */
export function anytimeRateRatio(
  rates: TwoRates,
  { level = LEVEL, dispersion }: RateRatioOptions = {},
): AnytimeRateRatio {
  requireLevel(level);
  const divisor = dispersion != null && dispersion > OVER_DISPERSED ? dispersion : 1;
  const estimate = ratioOf(rates);
  const method = 'anytime-valid';
  const { t1, t2 } = rates;
  if (t1 === 0 || t2 === 0) return { estimate, interval: null, method, divisor };
  const odds = oddsInterval(rates.x1 / divisor, rates.x2 / divisor, -Math.log(1 - level));
  return { estimate, interval: [(odds[0] * t2) / t1, (odds[1] * t2) / t1], method, divisor };
}

/** The odds p/(1 − p) at which the mixture beats the binomial by no more than `limit`, a logarithm. */
function oddsInterval(x1: number, x2: number, limit: number): Interval {
  const mixture = betaln(x1 + 0.5, x2 + 0.5) - betaln(0.5, 0.5);
  const isWithin = (logit: number): boolean => mixture + x1 * softplus(-logit) + x2 * softplus(logit) < limit;
  const best = Math.log((x1 + 0.5) / (x2 + 0.5));
  const edge = (side: 1 | -1): number => {
    let [inside, outside] = [best, best + side];
    while (isWithin(outside)) outside = best + 2 * (outside - best);
    for (let round = 0; round < 60; round++) {
      const middle = (inside + outside) / 2;
      if (isWithin(middle)) inside = middle;
      else outside = middle;
    }
    return Math.exp(inside);
  };
  return [x1 === 0 ? 0 : edge(-1), x2 === 0 ? Infinity : edge(1)];
}

/** ln(1 + eˣ), which is −ln(1 − p) at a logit x. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
