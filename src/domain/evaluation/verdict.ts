import type { Interval } from '../statistics/confidence.js';
import type { Target } from '../metrics/targets.js';

export const TARGET_VERDICTS = ['met', 'not-met', 'cannot-tell'] as const;
export type TargetVerdict = (typeof TARGET_VERDICTS)[number];

/**
 * What an interval of the pilot's figure says about a target: met when all of it is on the right side of the
 * value (the value itself is), not met when all of it is on the wrong side, else nobody can tell.
 */
export function verdictOf(
  { comparison, value }: Pick<Target, 'comparison' | 'value'>,
  interval: Interval | null,
): TargetVerdict {
  if (interval === null) return 'cannot-tell';
  const [low, high] = interval;
  const isMet = comparison === 'at-least' ? low >= value : high <= value;
  const isMissed = comparison === 'at-least' ? high < value : low > value;
  return isMet ? 'met' : isMissed ? 'not-met' : 'cannot-tell';
}

/**
 * The level of the interval that a target is judged by: 95 % for the primary one, 1 − 0.05/k for each of the k
 * others, so that all of them together are wrong in at most 5 of 100 pilots (Bonferroni).
 */
export const levelOf = (isPrimary: boolean, others: number): number => 1 - 0.05 / (isPrimary ? 1 : others);

/**
 * The level of the look in a week of the pilot, counted from 1, so that all looks together miss the truth in at
 * most 1 − level: the k-th look spends 6/(π²k²) of it, and these shares add up to 1 (a union bound; Howard et
 * al. 2021 call it stitching).
 */
export const levelOfLook = (level: number, week: number): number =>
  1 - (1 - level) * (6 / (Math.PI * Math.max(1, week)) ** 2);
