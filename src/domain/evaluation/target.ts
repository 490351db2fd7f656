import { metricOf, type FigureName } from '../metrics/metrics.js';
import type { Target } from '../metrics/targets.js';
import { normalReach, type Interval } from '../statistics/confidence.js';
import { weeksNeeded } from '../statistics/power.js';
import { clopperPearson } from '../statistics/proportions.js';
import { exactRate } from '../statistics/rates.js';
import { endedQuantileInterval } from '../statistics/survival-interval.js';
import { survivalOf, type WaitBin } from '../statistics/survival.js';
import { countedWithin, figureOf, waitsOf, type As } from './comparison.js';
import { countedWeeks, designEffect, sumOf } from './design-effect.js';
import { estimateOf, intervalOf } from './figure-interval.js';
import { levelOfLook, verdictOf, type TargetVerdict } from './verdict.js';
import type { MeasuredWeek, PhaseWeeks } from './weeks.js';

/** A target that names a figure. `smallestDifference`: the smallest one worth having, in the figure's unit. */
export interface FigureTarget extends Target {
  readonly metric: FigureName;
  readonly smallestDifference?: number | undefined;
}

/** The calibration of docs/statistics.md says how much is missing with fewer. */
const FEW_WEEKS = 16;

export const TARGET_METHODS = ['exact', 'log-log', 'week-jackknife', 'counted'] as const;
export type TargetMethod = (typeof TARGET_METHODS)[number];

/** What the pilot's weeks say about a target. */
export interface JudgedTarget {
  /** The pilot's figure; null where it cannot be computed. */
  readonly actual: number | null;
  /** Null where the weeks are too few for one. */
  readonly interval: Interval | null;
  /** The level of the interval: the one asked for, or that of a look before the planned end. */
  readonly level: number;
  readonly method: TargetMethod;
  readonly verdict: TargetVerdict;
  /** Further weeks like these until the interval decides: 0 when it does, null when nobody can say or it takes over 520. */
  readonly weeksNeeded: number | null;
  /** `few-weeks`: so few cannot show how much they depend on each other, and the interval may be too narrow. */
  readonly warnings: readonly 'few-weeks'[];
}

/**
 * Judges a target by the interval of the pilot's figure. Before the pilot's planned end it looks only at weeks that are
 * over, so that there is one look a week, and at the level of that look. Cases, events and waits of the same week may be
 * alike, which counts as fewer of them (`designEffect`).
 */
export function judge(
  target: FigureTarget,
  { pilot: weeks, baseline }: PhaseWeeks,
  { level: asked, isInterim }: { readonly level: number; readonly isInterim: boolean },
): JudgedTarget {
  const looked = isInterim ? weeks.filter(({ isOver }) => isOver) : weeks;
  const level = isInterim ? levelOfLook(asked, looked.length) : asked;
  const actual = figureOf(target.metric, weeks);
  const { interval, method } = intervalFor(target.metric, { own: looked, other: baseline }, level);
  // A total still grows while the pilot runs.
  const isOpen = method === 'counted' && isInterim;
  const verdict = isOpen ? 'cannot-tell' : verdictOf(target, interval);
  return {
    actual,
    warnings: method !== 'counted' && looked.length < FEW_WEEKS ? ['few-weeks'] : [],
    interval,
    level,
    method,
    verdict,
    weeksNeeded:
      verdict !== 'cannot-tell'
        ? 0
        : isOpen
          ? null
          : needed(target, figureOf(target.metric, looked), interval, looked.length, level),
  };
}

/** A phase, and the weeks of the other one, which help to know how much weeks differ. */
export interface OwnWeeks {
  readonly own: readonly MeasuredWeek[];
  readonly other: readonly MeasuredWeek[];
}

/** The interval of one phase's figure. Null where its weeks are too few for one. */
export function intervalFor(
  name: FigureName,
  weeks: OwnWeeks,
  level: number,
): Pick<JudgedTarget, 'interval' | 'method'> {
  const { compared, unit } = metricOf(name);
  if (weeks.own.length === 0) return { interval: null, method: 'counted' };
  switch (compared?.as) {
    case 'share':
      return { interval: shareInterval(compared, weeks, level), method: 'exact' };
    case 'rate':
      return { interval: rateInterval(compared, weeks, level), method: 'exact' };
    case 'wait':
      return { interval: waitInterval(compared, weeks, level), method: 'log-log' };
    default: {
      if (['count', 'minutes', 'hours'].includes(unit)) {
        const total = figureOf(name, weeks.own);
        return { interval: total === null ? null : [total, total], method: 'counted' };
      }
      const interval = intervalOf(estimateOf(name, weeks.own), level);
      const [least, most] = [0, unit === 'share' ? 1 : Infinity];
      return {
        interval: interval && [Math.max(least, interval[0]), Math.min(most, interval[1])],
        method: 'week-jackknife',
      };
    }
  }
}

function shareInterval({ part, whole }: As<'share'>, weeks: OwnWeeks, level: number): Interval | null {
  const counted = countedWeeks(weeks.own, part, whole);
  const divisor = designEffect(counted, countedWeeks(weeks.other, part, whole), 'share', level);
  if (divisor === null) return null;
  return clopperPearson(sumOf(counted.parts) / divisor, sumOf(counted.sizes) / divisor, level);
}

function rateInterval({ events, hours }: As<'rate'>, weeks: OwnWeeks, level: number): Interval | null {
  const counted = countedWeeks(weeks.own, events, hours);
  const divisor = designEffect(counted, countedWeeks(weeks.other, events, hours), 'rate', level);
  return divisor === null ? null : exactRate(sumOf(counted.parts), sumOf(counted.sizes), { level, divisor });
}

/** In minutes; an end is Infinity where the waits set no limit. */
function waitInterval(compared: As<'wait'>, { own, other }: OwnWeeks, level: number): Interval | null {
  const all = waitsOf(compared, own).flat();
  const divisor = designEffect(countedWithin(own, compared), countedWithin(other, compared), 'share', level);
  if (divisor === null) return null;
  const thinned = all.map(({ seconds, answered, censored }): WaitBin => ({
    seconds,
    answered: answered / divisor,
    censored: censored / divisor,
  }));
  const ends = endedQuantileInterval(survivalOf(thinned), compared.share, level);
  return ends && [ends.low / 60, ends.high === null ? Infinity : ends.high / 60];
}

/** Nobody waits for ten years; so many weeks say that the figure is too near to its value. */
const LONGEST_WEEKS = 520;

/** An interval narrows with the root of the weeks; it decides when it is narrower than the distance to the value. */
function needed(
  { comparison, value, smallestDifference = 0 }: FigureTarget,
  actual: number | null,
  interval: Interval | null,
  weeks: number,
  level: number,
): number | null {
  if (actual === null || interval === null) return null;
  const isRight = comparison === 'at-least' ? actual >= value : actual <= value;
  const isBelow = comparison === 'at-least' ? isRight : !isRight;
  const width = isBelow ? actual - interval[0] : interval[1] - actual;
  const distance = Math.max(Math.abs(actual - value), smallestDifference);
  const variance = (width / normalReach(level)) ** 2;
  const precision = { pilotWeeks: weeks, pilotVariance: variance, baselineVariance: 0 };
  const more = weeksNeeded(precision, distance, level);
  return more !== null && more <= LONGEST_WEEKS ? more : null;
}
