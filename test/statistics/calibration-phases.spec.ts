import { anytimeRateRatio } from '../../src/domain/statistics/anytime-valid.js';
import { medianDifference } from '../../src/domain/statistics/bootstrap.js';
import { hodgesLehmann } from '../../src/domain/statistics/hodges-lehmann.js';
import { clopperPearson, newcombe, wilson } from '../../src/domain/statistics/proportions.js';
import { dispersionOfCounts, rateRatio } from '../../src/domain/statistics/rates.js';
import { serialDispersion } from '../../src/domain/statistics/series-model.js';
import { survivalQuantileInterval } from '../../src/domain/statistics/survival-interval.js';
import { survivalOf, type WaitBin } from '../../src/domain/statistics/survival.js';
import { calibrate, CONSERVATIVE, holds, type Trial } from './calibration.js';
import { simulatedWeeks, type Draws, type Regime } from './simulated.js';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** A pilot of 90 days against a baseline of 150, with this mean per day and phase. */
function ratioTrial(
  regime: string,
  [pilot, baseline]: readonly [number, number],
  dispersion = 1,
  band?: Trial['band'],
): Trial {
  const run = (draws: Draws): boolean | null => {
    const days = [
      times(90, () => draws.count(pilot, dispersion)),
      times(150, () => draws.count(baseline, dispersion)),
    ];
    const [x1, x2] = days.map((counts) => counts.reduce((sum, count) => sum + count, 0));
    const phi = [
      dispersionOfCounts(
        days[0]!,
        times(90, () => 1),
      ),
      dispersionOfCounts(
        days[1]!,
        times(150, () => 1),
      ),
    ];
    const shared = phi.includes(null) ? null : (89 * phi[0]! + 149 * phi[1]!) / 238;
    const { interval } = rateRatio({ x1: x1!, t1: 90, x2: x2!, t2: 150 }, { dispersion: shared });
    return holds(interval, pilot / baseline);
  };
  return { method: 'rate ratio', regime, run, band };
}

const binomial = (draws: Draws, n: number, p: number): number =>
  times(n, () => draws.uniform()).filter((each) => each < p).length;

/** Weeks of 25 requests whose median wanders from week to week; a tenth is last seen unanswered after a random time. */
const waitingWeeks = (draws: Draws, weeks: number, mean: number, spread: number, lost = 0.1): WaitBin[][] =>
  draws.wander(weeks, { spread }).map((latent) =>
    times(25, () => {
      const wait = Math.ceil(draws.exponential(mean * Math.exp(latent)));
      const followed = draws.uniform() < lost ? Math.ceil(draws.exponential(2 * mean)) : Infinity;
      const answered = Number(wait <= followed);
      return { seconds: Math.min(wait, followed), answered, censored: 1 - answered };
    }),
  );

const medianTrial = (
  regime: string,
  [pilot, baseline]: readonly [number, number],
  spread: number,
  band?: Trial['band'],
): Trial => ({
  method: 'difference of medians',
  regime,
  band,
  // The median of exponential waits in weeks that are alike is mean·ln 2; weeks that wander leave it there, nearly.
  run: (draws, seed) => {
    const [ours, others] = [
      waitingWeeks(draws, pilot, 600, spread),
      waitingWeeks(draws, baseline, 900, spread),
    ];
    const { interval } = medianDifference(ours, others, { seed, replicates: 500 });
    return holds(interval && [interval.low, interval.high], -300 * Math.LN2);
  },
});

/** Whether no look after any week of the pilot leaves the truth out. */
const looksTrial = (
  regime: string,
  simulated: Regime,
  dispersionOf: 'none' | 'serial',
  band: Trial['band'] = [95, 100],
): Trial => ({
  method: 'anytime-valid ratio, a look every week',
  regime,
  band,
  run: (draws) => {
    const weeks = simulatedWeeks(draws, simulated);
    const sum = (post: boolean, upTo: number, of: 'count' | 'openHours'): number =>
      weeks.reduce((total, each) => total + (each.post === post && each.week < upTo ? each[of] : 0), 0);
    return times(simulated.pilot, (week) => simulated.baseline + week + 1).every((upTo) => {
      const [x1, t1, x2, t2] = [true, false].flatMap((post) => [
        sum(post, upTo, 'count'),
        sum(post, upTo, 'openHours'),
      ]);
      const dispersion = dispersionOf === 'serial' ? serialDispersion(weeks.slice(0, upTo)) : null;
      return holds(
        anytimeRateRatio({ x1: x1!, t1: t1!, x2: x2!, t2: t2! }, { dispersion }).interval,
        simulated.step ?? 1,
      );
    });
  },
});

describe('intervals of 95 % hold the truth', () => {
  calibrate([
    ratioTrial('Poisson, 180 and 450 events', [2, 3]),
    ratioTrial('Poisson, 9 and 30 events', [0.1, 0.2], 1, CONSERVATIVE),
    ratioTrial('over-dispersed (4), 270 and 600 events', [3, 4], 4),
    ratioTrial('over-dispersed (4), 27 and 60 events', [0.3, 0.4], 4, CONSERVATIVE),
    {
      method: 'share, exact',
      regime: '40 cases of 15 %',
      band: CONSERVATIVE,
      run: (draws) => holds(clopperPearson(binomial(draws, 40, 0.15), 40), 0.15),
    },
    {
      method: 'share, Wilson',
      regime: '40 cases of any share',
      run: (draws) => {
        const p = draws.uniform();
        return holds(wilson(binomial(draws, 40, p), 40), p);
      },
    },
    {
      method: 'difference of shares',
      regime: '40 and 60 cases of any share',
      run: (draws) => {
        const [p1, p2] = [draws.uniform(), draws.uniform()];
        return holds(newcombe(binomial(draws, 40, p1), 40, binomial(draws, 60, p2), 60).interval, p1 - p2);
      },
    },
    ...(
      [
        ['12 and 15 waits without ties', 12, 15, 0],
        ['12 and 15 waits in steps of 5 minutes', 12, 15, 300],
        ['100 and 150 waits in seconds', 100, 150, 1],
      ] as const
    ).map(([regime, m, n, step]): Trial => ({
      method: 'shift of waits',
      regime,
      band: step > 1 ? CONSERVATIVE : undefined,
      run: (draws) => {
        const wait = (shift: number) => () => {
          const value = draws.exponential(900);
          return { value: shift + (step ? step * Math.round(value / step) : value), count: 1 };
        };
        return holds(hodgesLehmann(times(m, wait(-600)), times(n, wait(0)))!.interval, -600);
      },
    })),
    {
      method: 'median of waits',
      regime: '60 waits, a third censored',
      run: (draws) => {
        const curve = survivalOf(waitingWeeks(draws, 3, 900, 0, 0.6).flat().slice(0, 60));
        const { low, high } = survivalQuantileInterval(curve, 0.5);
        return holds([low, high], 900 * Math.LN2);
      },
    },
    medianTrial('16 and 30 weeks alike', [16, 30], 0),
    medianTrial('16 and 30 weeks that differ', [16, 30], 0.3),
    medianTrial('8 and 10 weeks that differ', [8, 10], 0.3),
    medianTrial('4 and 6 weeks that differ', [4, 6], 0.3, CONSERVATIVE),
    looksTrial('Poisson, 30 a week', { baseline: 20, pilot: 30, mean: 30 }, 'none'),
    looksTrial(
      'Poisson, 30 a week, a short baseline',
      { baseline: 4, pilot: 40, mean: 30, step: 0.7 },
      'none',
    ),
    looksTrial('Poisson, 1 a week', { baseline: 20, pilot: 30, mean: 1 }, 'none'),
    looksTrial('over-dispersed (4)', { baseline: 20, pilot: 30, mean: 40, dispersion: 4 }, 'serial'),
    looksTrial(
      'weeks that depend on each other',
      { baseline: 30, pilot: 30, mean: 60, carry: 0.5, spread: 0.2 },
      'serial',
    ),
  ]);
});
