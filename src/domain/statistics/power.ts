import { randomFrom } from '../random.js';
import { LEVEL, normalReach } from './confidence.js';
import { interruptedSeries } from './interrupted-series.js';
import { quasiPoisson } from './quasi-poisson.js';
import type { SeriesWeek } from './series-types.js';

/** What makes an interval wide, as variances (of the logarithm for ratios). */
export interface Precision {
  readonly pilotWeeks: number;
  /** Falls as 1/weeks while the pilot goes on. */
  readonly pilotVariance: number;
  readonly baselineVariance: number;
}

/**
 * How many further weeks at the present rate make the half width of an interval at most `distance`. 0 when it is already;
 * null when no number of weeks does it, because the baseline alone is too uncertain, or when the pilot has no week
 * or no variance yet.
 */
export function weeksNeeded(
  { pilotWeeks, pilotVariance, baselineVariance }: Precision,
  distance: number,
  level = LEVEL,
): number | null {
  const room = (distance / normalReach(level)) ** 2 - baselineVariance;
  if (!(room > 0) || pilotWeeks <= 0 || !Number.isFinite(pilotVariance)) return null;
  return Math.max(0, Math.ceil((pilotWeeks * pilotVariance) / room - 1e-9) - pilotWeeks);
}

/** The smallest changes that so many pilot weeks show; null where the model is refused, or a fall to nothing would not show. */
export interface Detectable {
  readonly pilotWeeks: number;
  /** A ratio below 1: 0.8 is a fall by a fifth. */
  readonly fall: number | null;
  /** A ratio above 1: 1.25 is a rise by a quarter. */
  readonly rise: number | null;
}

export interface DetectableOptions {
  readonly seed: number;
  readonly simulations?: number;
  /** The share of pilots in which the interval has to leave out 1. */
  readonly power?: number;
  readonly level?: number;
}

/** Noise is drawn in runs of this many weeks, so that neighbouring weeks stay alike. */
const RUN_WEEKS = 4;
const ROUNDS = 2;

/**
 * Which changes a pilot of each length shows with the wanted power, by `interruptedSeries`. Pilots are simulated on the
 * baseline: its mean rate, with its own Pearson residuals drawn in runs of four weeks (moving blocks; Künsch 1989). The
 * change that no effect at all would need is tried, and corrected once by what it lacks: 4 fits for each simulation and
 * length, each below 1 ms up to a year of weeks.
 */
export function detectableByWeeks(
  baseline: readonly Omit<SeriesWeek, 'post'>[],
  pilotWeeks: readonly number[],
  { seed, simulations = 200, power = 0.8, level = LEVEL }: DetectableOptions,
): readonly Detectable[] {
  const open = baseline.filter(({ openHours }) => openHours > 0).toSorted((a, b) => a.week - b.week);
  const fit = quasiPoisson({
    counts: open.map(({ count }) => count),
    design: open.map(() => [1]),
    offset: open.map(({ openHours }) => Math.log(openHours)),
  });
  if ('refused' in fit) return pilotWeeks.map((weeks) => ({ pilotWeeks: weeks, fall: null, rise: null }));
  const residuals = open.map(({ count }, i) => (count - fit.fitted[i]!) / Math.sqrt(fit.fitted[i]!));
  const rate = Math.exp(fit.coefficients[0]!);
  const hours = open.reduce((sum, { openHours }) => sum + openHours, 0) / open.length;

  /** How much farther from 1 the interval's end would have to be, so that the wanted share of pilots shows the change. */
  const missing = (weeks: number, effect: number, side: 1 | -1): number => {
    const random = randomFrom(seed);
    const short = Array.from({ length: simulations }, () => {
      const noise = runsOf(residuals, open.length + weeks, random);
      return shortfall(pilotOf(open, { weeks, hours, rate, effect, noise }), side, level);
    });
    return short.toSorted((a, b) => a - b)[Math.ceil(power * simulations) - 1]!;
  };
  const smallest = (weeks: number, side: 1 | -1): number | null => {
    let effect = 0;
    for (let round = 0; round < ROUNDS; round++) effect += side * missing(weeks, effect, side);
    return Number.isFinite(effect) ? Math.exp(effect) : null;
  };
  return pilotWeeks.map((weeks) => ({
    pilotWeeks: weeks,
    fall: smallest(weeks, -1),
    rise: smallest(weeks, 1),
  }));
}

/** By how much more the logarithm of the ratio would have to change for the interval to leave out 1. */
function shortfall(weeks: readonly SeriesWeek[], side: 1 | -1, level: number): number {
  const shown = interruptedSeries(weeks, { level });
  if ('refused' in shown) return Infinity;
  return side === 1 ? -Math.log(shown.interval[0]) : Math.log(shown.interval[1]);
}

interface SimulatedPilot {
  readonly weeks: number;
  readonly hours: number;
  readonly rate: number;
  readonly effect: number;
  /** Pearson residuals of the baseline's weeks, then of the pilot's. */
  readonly noise: readonly number[];
}

function pilotOf(
  baseline: readonly Omit<SeriesWeek, 'post'>[],
  { weeks, hours, rate, effect, noise }: SimulatedPilot,
): SeriesWeek[] {
  const counted = (mean: number, residual: number): number =>
    Math.max(0, Math.round(mean + residual * Math.sqrt(mean)));
  const next = baseline.at(-1)!.week + 1;
  return [
    ...baseline.map(({ week, openHours }, i) => ({
      week,
      openHours,
      post: false,
      count: counted(rate * openHours, noise[i]!),
    })),
    ...Array.from({ length: weeks }, (_, i) => ({
      week: next + i,
      openHours: hours,
      post: true,
      count: counted(rate * hours * Math.exp(effect), noise[baseline.length + i]!),
    })),
  ];
}

function runsOf(residuals: readonly number[], length: number, random: () => number): number[] {
  const run = Math.min(RUN_WEEKS, residuals.length);
  const drawn: number[] = [];
  while (drawn.length < length) {
    const from = Math.floor(random() * (residuals.length - run + 1));
    drawn.push(...residuals.slice(from, from + run));
  }
  return drawn.slice(0, length);
}
