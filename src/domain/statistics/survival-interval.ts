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

/**
 * The same with an end where R has none. Where the lower limit of the curve never comes down to the share, the quantile lies
 * beyond the last time seen, or is that time when everybody was answered by it: `low` is the last time. Where everybody was
 * answered by the last time, the log-log limit has no value there; the upper limit is then that of the time before, times the
 * exact one of nobody left of those still waiting (1 − (α/2)^(1/n); Clopper & Pearson 1934). Null for an empty curve.
 */
export function endedQuantileInterval(
  curve: SurvivalCurve,
  share: number,
  level = LEVEL,
): { readonly low: number; readonly high: number | null } | null {
  const last = curve.at(-1);
  if (!last) return null;
  const { low, high } = survivalQuantileInterval(curve, share, level);
  if (high !== null || last.survival > 0) return { low: low ?? last.seconds, high };
  const before = curve.at(-2);
  const limit = before ? upperLimit(before, normalReach(level)) : 1;
  const none = 1 - ((1 - level) / 2) ** (1 / last.atRisk);
  return { low: low ?? last.seconds, high: limit * none <= 1 - share ? last.seconds : null };
}

/** The upper log-log limit of the curve at a step before its end. */
function upperLimit({ survival, greenwood }: SurvivalStep, z: number): number {
  if (survival === 1) return 1;
  const log = Math.log(survival);
  return Math.exp(log * Math.exp((-z * Math.sqrt(greenwood)) / -log));
}
