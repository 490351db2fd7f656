import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { LEVEL, requireLevel } from './confidence.js';
import { differenceEffect, ordered, startedAt, type LocationWeek } from './difference-model.js';
import type { ModelRefusal } from './quasi-poisson.js';
import type { RatioWithInterval } from './series-types.js';

export type DifferenceRefusal = ModelRefusal | 'few-baseline-weeks' | 'few-pilot-weeks' | 'no-comparison';
export type DifferenceWarning =
  'one-comparison-location' | 'one-pilot-location' | 'trend-before-start' | 'few-placebos';

/** The ratio of pilot to baseline at the pilot's locations, divided by that of the comparison locations. */
export interface DifferenceInDifferences extends RatioWithInterval {
  readonly method: 'difference-in-differences';
  readonly dispersion: number;
  /** Whether the locations diverged already in the baseline: the ratio of their trends per week, with its p-value. */
  readonly preTrend: { readonly perWeek: number; readonly p: number } | null;
  /** The share of starts, placebos and the pilot's own, that show at least as much as the pilot's. */
  readonly permutation: { readonly p: number; readonly placebos: number } | null;
  readonly warnings: readonly DifferenceWarning[];
}

const WEEKS_A_SIDE = 8;
/** A placebo start leaves at least this many weeks on either side. */
const PLACEBO_WEEKS_A_SIDE = 4;
/** Each location has at most so many starts; with many locations fewer, and about so many in all. */
const PLACEBO_STARTS = { of: 12, all: 40, least: 3 };
/** With fewer placebos no p-value can be below 0.05. */
const FEWEST_PLACEBOS = 19;

/**
 * The coefficient of pilot location × pilot phase in a quasi-Poisson model of the counts by location and week, with an
 * effect of each location and of each week (Angrist & Pischke 2009, 5.2), so that what all locations have in common
 * is out. Errors allow for weeks of a location that depend on each other (`serialErrors`); locations count as
 * independent. Refused under 8 weeks a side that pilot and comparison locations have in common.
 */
export function differenceInDifferences(
  weeks: readonly LocationWeek[],
  { level = LEVEL }: { readonly level?: number } = {},
): DifferenceInDifferences | { readonly refused: DifferenceRefusal } {
  requireLevel(level);
  const rows = ordered(weeks);
  const [pilots, comparisons] = [true, false].map(
    (isTreated) =>
      new Set(rows.filter(({ treated }) => treated === isTreated).map(({ location }) => location)).size,
  );
  if (!pilots || !comparisons) return { refused: 'no-comparison' };
  const weeksOf = (isPost: boolean): number =>
    new Set(rows.filter(({ post }) => post === isPost).map(({ week }) => week)).size;
  if (weeksOf(false) < WEEKS_A_SIDE) return { refused: 'few-baseline-weeks' };
  if (weeksOf(true) < WEEKS_A_SIDE) return { refused: 'few-pilot-weeks' };
  const isEmpty = (isTreated: boolean, isPost: boolean): boolean =>
    rows.every(({ treated, post, count }) => treated !== isTreated || post !== isPost || count === 0);
  if ([true, false].some((treated) => isEmpty(treated, true) || isEmpty(treated, false))) {
    return { refused: 'no-events' };
  }

  const effect = differenceEffect(rows, ({ treated, post }) => Number(treated && post));
  if ('refused' in effect) return effect;
  const { log, error, dispersion, df } = effect;
  const reach = tQuantile(1 - (1 - level) / 2, df) * error;
  const preTrend = preTrendOf(rows.filter(({ post }) => !post));
  const permutation = permutationOf(rows);
  const warnings: DifferenceWarning[] = [];
  if (comparisons === 1) warnings.push('one-comparison-location');
  if (pilots === 1) warnings.push('one-pilot-location');
  if (preTrend && preTrend.p < 1 - level) warnings.push('trend-before-start');
  if (!permutation || permutation.placebos < FEWEST_PLACEBOS) warnings.push('few-placebos');
  return {
    estimate: Math.exp(log),
    interval: [Math.exp(log - reach), Math.exp(log + reach)],
    method: 'difference-in-differences',
    dispersion,
    preTrend,
    permutation,
    warnings,
  };
}

function preTrendOf(baseline: readonly LocationWeek[]): DifferenceInDifferences['preTrend'] {
  const first = Math.min(...baseline.map(({ week }) => week));
  const effect = differenceEffect(baseline, ({ treated, week }) => (treated ? week - first : 0));
  if ('refused' in effect) return null;
  const { log, error, df } = effect;
  return { perWeek: Math.exp(log), p: 2 * tCdf(-Math.abs(log / error), df) };
}

/**
 * Placebos are the pilot locations with starts inside the baseline, and each comparison location against the
 * others with starts in the whole time (Bertrand, Duflo & Mullainathan 2004; Abadie, Diamond & Hainmueller 2010). What a
 * start shows is the size of its coefficient in errors.
 */
function permutationOf(rows: readonly LocationWeek[]): DifferenceInDifferences['permutation'] {
  const comparisons = [...new Set(rows.filter(({ treated }) => !treated).map(({ location }) => location))];
  const others = rows.filter(({ treated }) => !treated);
  const groups = comparisons.length < 2 ? 1 : 1 + comparisons.length;
  const { of, all, least } = PLACEBO_STARTS;
  const starts = Math.max(least, Math.min(of, Math.floor(all / groups)));
  const placebos = [
    ...placebosOf(
      rows.filter(({ post }) => !post),
      starts,
    ),
    ...comparisons.flatMap((name) =>
      groups === 1
        ? []
        : placebosOf(
            others.map((row) => ({ ...row, treated: row.location === name })),
            starts,
          ),
    ),
  ];
  const actual = strengthOf(rows);
  if (placebos.length === 0 || actual === null) return null;
  const beyond = placebos.filter((strength) => strength >= actual).length;
  return { p: (1 + beyond) / (1 + placebos.length), placebos: placebos.length };
}

function placebosOf(rows: readonly LocationWeek[], most: number): number[] {
  const weeks = [...new Set(rows.map(({ week }) => week))].toSorted((a, b) => a - b);
  const starts = weeks.slice(PLACEBO_WEEKS_A_SIDE, weeks.length - PLACEBO_WEEKS_A_SIDE + 1);
  const step = Math.max(1, starts.length / most);
  const tried = Array.from(
    { length: Math.min(starts.length, most) },
    (_, i) => starts[Math.floor(i * step)]!,
  );
  return tried.flatMap((start) => strengthOf(startedAt(rows, start)) ?? []);
}

/** The size of the coefficient in its own errors. */
function strengthOf(rows: readonly LocationWeek[]): number | null {
  const effect = differenceEffect(rows, ({ treated, post }) => Number(treated && post));
  return 'refused' in effect ? null : Math.abs(effect.log / effect.error);
}
