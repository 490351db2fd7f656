import { HOUR } from '../../src/domain/interval.js';
import { compare } from '../../src/domain/evaluation/comparison.js';
import { judge, type FigureTarget } from '../../src/domain/evaluation/target.js';
import type { MeasuredWeek, PhaseWeeks } from '../../src/domain/evaluation/weeks.js';
import type { MetricsAccumulator } from '../../src/domain/metrics/accumulator.js';
import { aWeek } from '../support/measured-weeks.js';
import { calibrate, CONSERVATIVE, holds, type Trial } from './calibration.js';
import type { Draws } from './simulated.js';

/** `latent` wanders from week to week; its logarithm has a spread of 0.2. */
type Fill = (gathered: MetricsAccumulator, draws: Draws, latent: number) => void;

/** A figure whose true value is known, and how a week of it comes about. */
interface Simulated {
  metric: FigureTarget['metric'];
  truth: number;
  fill: Fill;
}

const measuredWeeks = (draws: Draws, weeks: number, fill: Fill): MeasuredWeek[] =>
  draws
    .wander(weeks, { carry: 0.5, spread: 0.2 })
    .map((latent, week) => aWeek(week, (gathered) => fill(gathered, draws, latent)));

/** A share of 80 %, of about `cases` a week; from week to week it moves by up to `spread`. */
const share = (cases: number, spread: number): Simulated => ({
  metric: 'answeredWithin60Minutes',
  truth: 0.8,
  fill: ({ within }, draws) => {
    const p = 0.8 + spread * (2 * draws.uniform() - 1);
    const followed = draws.count(cases);
    const answered = Array.from({ length: followed }, () => draws.uniform()).filter((one) => one < p).length;
    within['60Minutes'] = { answered, followed };
  },
});

/** A share of 70 %, of about 60 cases a week, that is alike in neighbouring weeks. */
const wanderingShare: Simulated = {
  metric: 'answeredWithin60Minutes',
  truth: 0.7,
  fill: ({ within }, draws, latent) => {
    const followed = draws.count(60);
    const p = 0.7 + latent / 2;
    const answered = Array.from({ length: followed }, () => draws.uniform()).filter((one) => one < p).length;
    within['60Minutes'] = { answered, followed };
  },
};

/** A mean of 60 that is alike in neighbouring weeks. */
const wanderingRate: Simulated = {
  metric: 'requestsPerOpenHour',
  truth: 60 / 40,
  fill: ({ sums }, draws, latent) => {
    sums.requests = draws.count(60 * Math.exp(latent - 0.02));
    sums.openMillis = 40 * HOUR;
  },
};

/** A median of 15·ln 2 minutes that is alike in neighbouring weeks. */
const wanderingMedian: Simulated = {
  metric: 'firstResponseWallMinutesP50',
  truth: 15 * Math.LN2,
  fill: (gathered, draws, latent) => {
    const waits = gathered.histogram('firstResponse', 'Wall');
    for (let i = 0; i < 25; i++) waits.addAnswered(Math.ceil(draws.exponential(900 * Math.exp(latent))));
  },
};

const wanderingCoverage: Simulated = {
  metric: 'coverageRate',
  truth: 0.6,
  fill: ({ coverage: { approved: totals } }, _draws, latent) => {
    totals.required = 2_000;
    totals.staffed = 2_000 * (0.6 + latent / 2);
  },
};

const rate = (mean: number, dispersion: number): Simulated => ({
  metric: 'requestsPerOpenHour',
  truth: mean / 40,
  fill: ({ sums }, draws) => {
    sums.requests = draws.count(mean, dispersion);
    sums.openMillis = 40 * HOUR;
  },
});

/** The median of `requests` waits a week with a mean of 15 minutes, which wanders from week to week. */
const median = (requests: number, spread: number): Simulated => ({
  metric: 'firstResponseWallMinutesP50',
  truth: 15 * Math.LN2,
  fill: (gathered, draws) => {
    const mean = 900 * Math.exp(spread * draws.normal());
    const waits = gathered.histogram('firstResponse', 'Wall');
    for (let i = 0; i < requests; i++) waits.addAnswered(Math.ceil(draws.exponential(mean)));
  },
});

const coverage = (spread: number): Simulated => ({
  metric: 'coverageRate',
  truth: 0.8,
  fill: ({ coverage: { approved: totals } }, draws) => {
    const required = 2_000 + 400 * draws.uniform();
    totals.required = required;
    totals.staffed = required * (0.8 + spread * (draws.uniform() - 0.5));
  },
});

/** A pilot after twelve weeks of baseline, which only help to know how much weeks differ. */
const phasesOf = (draws: Draws, pilot: number, fill: Fill): PhaseWeeks => {
  const all = measuredWeeks(draws, 12 + pilot, fill);
  return { baseline: all.slice(0, 12), pilot: all.slice(12) };
};

const interval = (
  regime: string,
  weeks: number,
  { metric, truth, fill }: Simulated,
  band: Trial['band'] = CONSERVATIVE,
): Trial => ({
  method: 'figure of a target',
  short: 100,
  regime: `${regime}, ${weeks} weeks`,
  band,
  run: (draws) => {
    const target = { metric, comparison: 'at-least', value: truth } as const;
    return holds(
      judge(target, phasesOf(draws, weeks, fill), { level: 0.95, isInterim: false }).interval,
      truth,
    );
  },
});

/** Whether no look after any of 20 weeks says the wrong thing of a target that is exactly the truth. */
const looks = (regime: string, { metric, truth, fill }: Simulated): Trial => ({
  method: 'verdict of a target, a look every week',
  short: 50,
  regime,
  band: [95, 100],
  share: 0.25,
  run: (draws) => {
    const { pilot: weeks, baseline } = phasesOf(draws, 20, fill);
    const target = { metric, comparison: 'at-least', value: truth } as const;
    return weeks.every((_, last) => {
      const { interval: shown } = judge(
        target,
        { pilot: weeks.slice(0, last + 1), baseline },
        { level: 0.95, isInterim: true },
      );
      return shown === null || holds(shown, truth);
    });
  },
});

/** The difference of two phases that are alike, so that the truth is 0. */
const difference = (
  regime: string,
  [pilot, baseline]: readonly [number, number],
  { metric, fill }: Simulated,
  band: Trial['band'] = CONSERVATIVE,
): Trial => ({
  method: 'difference of phases',
  regime: `${regime}, ${pilot} and ${baseline} weeks`,
  band,
  share: metric === 'firstResponseWallMinutesP50' ? 0.25 : 1,
  run: (draws, seed) => {
    const all = measuredWeeks(draws, pilot + baseline, fill);
    const weeks = { baseline: all.slice(0, baseline), pilot: all.slice(baseline) };
    return holds(compare(metric, weeks, { level: 0.95, seed }).interval, 0);
  },
});

describe('phases are compared by intervals that hold the truth', () => {
  calibrate([
    difference('share of independent cases', [8, 12], share(30, 0)),
    difference('share that differs', [8, 12], share(30, 0.2)),
    difference('share, weeks that depend on each other', [8, 12], wanderingShare, [90, 97]),
    difference('share, weeks that depend on each other', [16, 30], wanderingShare),
    difference('coverage', [8, 12], coverage(0.3)),
    difference('coverage, weeks that depend on each other', [16, 30], wanderingCoverage),
    difference('median of waits, weeks that depend on each other', [16, 30], wanderingMedian, [90, 97]),
  ]);
});

/** Few weeks cannot show how much they depend on each other; below 16 the answer warns of it. */
const DEPENDENT = [
  [8, [88, 97]],
  [16, [91, 97]],
  [30, [91, 97]],
] as const;

describe('targets are judged by intervals that hold the truth', () => {
  calibrate([
    ...[4, 8, 16].flatMap((weeks) => [
      interval('share of independent cases', weeks, share(30, 0)),
      interval('share that differs a little', weeks, share(30, 0.1)),
      interval('share that differs', weeks, share(30, 0.2)),
      interval('rate, Poisson', weeks, rate(40, 1)),
      interval('rate, over-dispersed (1.4)', weeks, rate(40, 1.4)),
      interval('rate, over-dispersed (4)', weeks, rate(40, 4)),
      interval('median of waits, weeks alike', weeks, median(25, 0)),
      interval('median of waits that differ', weeks, median(25, 0.3)),
      interval('coverage', weeks, coverage(0.3), weeks < 8 ? [91, 97] : CONSERVATIVE),
    ]),
    ...DEPENDENT.flatMap(([weeks, band]) => [
      interval('share, weeks that depend on each other', weeks, wanderingShare, band),
      interval('rate, weeks that depend on each other', weeks, wanderingRate, band),
      interval('coverage, weeks that depend on each other', weeks, wanderingCoverage, band),
      interval('median of waits, weeks that depend on each other', weeks, wanderingMedian, band),
    ]),
    looks('rate, weeks that depend on each other', wanderingRate),
    looks('share of independent cases', share(30, 0)),
    looks('share that differs', share(30, 0.2)),
    looks('rate, Poisson', rate(40, 1)),
    looks('rate, over-dispersed (4)', rate(40, 4)),
    looks('median of waits that differ', median(25, 0.3)),
    looks('coverage', coverage(0.3)),
  ]);
});
