/** Requests with the same wait: how many were answered after it, and how many were last seen unanswered then. */
export interface WaitBin {
  readonly seconds: number;
  readonly answered: number;
  readonly censored: number;
}

/** One time at which requests were answered or last seen. Those last seen at a time were still waiting when others were answered. */
export interface SurvivalStep {
  readonly seconds: number;
  readonly atRisk: number;
  readonly answered: number;
  /** The share still waiting just after this time. */
  readonly survival: number;
  /** Greenwood's sum Σ d/(n(n − d)) up to this time: the variance of ln S. */
  readonly greenwood: number;
}

/** A Kaplan–Meier curve: its steps by time. Empty without a request. */
export type SurvivalCurve = readonly SurvivalStep[];

/** R's survival compares shares with this tolerance. */
export const SHARE_TOLERANCE = Math.sqrt(Number.EPSILON);

/** How many requests are still waiting after which time, of those followed that long (Kaplan & Meier 1958). */
export function survivalOf(bins: readonly WaitBin[]): SurvivalCurve {
  let atRisk = bins.reduce((sum, { answered, censored }) => sum + answered + censored, 0);
  let [survival, greenwood] = [1, 0];
  return mergedBins(bins).map(({ seconds, answered, censored }) => {
    const step = atRisk;
    survival *= 1 - answered / step;
    greenwood += answered / (step * (step - answered));
    atRisk -= answered + censored;
    return { seconds, atRisk: step, answered, survival, greenwood };
  });
}

/**
 * When this share was answered, in seconds: the first time with S ≤ 1 − share. Where the curve is flat at exactly
 * 1 − share, the middle of the flat stretch, as R's survival has it (Therneau, `quantile.survfit`); a flat end
 * reaches to the last time seen. Null where the curve does not come down to it, or is empty. Throws a RangeError
 * unless 0 < share < 1.
 */
export function survivalQuantile(curve: SurvivalCurve, share: number): number | null {
  return timeOfShare(curve, share, ({ survival }) => survival);
}

/** How many requests were answered within a time. */
export interface ShareBy {
  /** Requests answered by then, and those still waiting then: all that were followed that long. */
  readonly followed: number;
  readonly answered: number;
  /** answered ÷ followed. Null without one. */
  readonly share: number | null;
  /** 1 − S at that time: it also counts those followed for a part of the time. Null where nobody was followed so long. */
  readonly survivalShare: number | null;
}

/** The share answered within a time in seconds, both among those followed that long and by Kaplan–Meier. */
export function shareBy(bins: readonly WaitBin[], seconds: number): ShareBy {
  let [answered, later] = [0, 0];
  for (const bin of bins) {
    if (bin.seconds <= seconds) answered += bin.answered;
    else later += bin.answered + bin.censored;
    if (bin.seconds === seconds) later += bin.censored;
  }
  const followed = answered + later;
  const step = survivalOf(bins).findLast((each) => each.seconds <= seconds);
  const isKnown = later > 0 || step?.survival === 0;
  return {
    followed,
    answered,
    share: followed === 0 ? null : answered / followed,
    survivalShare: isKnown ? 1 - (step?.survival ?? 1) : null,
  };
}

/**
 * The first time at which a height of the curve, such as its upper limit, has come down to 1 − share, with the middle of a
 * flat stretch as `survivalQuantile` has it. Throws a RangeError unless 0 < share < 1.
 */
export function timeOfShare(
  curve: SurvivalCurve,
  share: number,
  heightOf: (step: SurvivalStep) => number,
): number | null {
  if (!(share > 0 && share < 1)) throw new RangeError(`a share lies between 0 and 1, not ${share}`);
  const target = 1 - share;
  const at = curve.findIndex((step) => heightOf(step) <= target + SHARE_TOLERANCE);
  if (at === -1) return null;
  const first = curve[at]!.seconds;
  if (heightOf(curve[at]!) < target - SHARE_TOLERANCE) return first;
  const below = curve.slice(at).find((step) => !(heightOf(step) >= target - SHARE_TOLERANCE));
  return (first + (below ?? curve.at(-1)!).seconds) / 2;
}

/** The bins by time, each time once; those without a request are left out. */
export function mergedBins(bins: readonly WaitBin[]): readonly WaitBin[] {
  const isMerged = bins.every(
    ({ seconds, answered, censored }, index) =>
      answered + censored > 0 && (index === 0 || bins[index - 1]!.seconds < seconds),
  );
  if (isMerged) return bins;
  const merged: { seconds: number; answered: number; censored: number }[] = [];
  for (const { seconds, answered, censored } of bins.toSorted((a, b) => a.seconds - b.seconds)) {
    if (answered + censored === 0) continue;
    const last = merged.at(-1);
    if (last?.seconds === seconds) {
      last.answered += answered;
      last.censored += censored;
    } else merged.push({ seconds, answered, censored });
  }
  return merged;
}
