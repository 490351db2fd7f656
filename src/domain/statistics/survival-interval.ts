import { LEVEL, normalReach } from './confidence.js';
import { timeOfShare, type SurvivalCurve, type SurvivalStep } from './survival.js';

/** An interval of a quantile in seconds. An end is null where the curve's limit does not reach the share. */
export interface QuantileInterval {
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The interval of `survivalQuantile`, in seconds: where the log-log limits of the curve (Greenwood's error;
 * Kalbfleisch & Prentice 1980) come down to 1 − share, as `conf.type = "log-log"` of R's survival has it. Throws a
 * RangeError unless 0 < share < 1.
 */
export function survivalQuantileInterval(
  curve: SurvivalCurve,
  share: number,
  level = LEVEL,
): QuantileInterval {
  const z = normalReach(level);
  const limit =
    (side: 1 | -1) =>
    ({ survival, greenwood }: SurvivalStep): number => {
      if (survival === 1 || survival === 0) return survival === 1 ? 1 : NaN;
      const log = Math.log(survival);
      return Math.exp(log * Math.exp((side * z * Math.sqrt(greenwood)) / -log));
    };
  return { low: timeOfShare(curve, share, limit(1)), high: timeOfShare(curve, share, limit(-1)) };
}
