import { differenceInDifferences } from '../../src/domain/statistics/difference-in-differences.js';
import { interruptedSeries } from '../../src/domain/statistics/interrupted-series.js';
import { placeboDates } from '../../src/domain/statistics/placebo.js';
import { detectableByWeeks } from '../../src/domain/statistics/power.js';
import { calibrate, CONSERVATIVE, HELD, holds, type Trial } from './calibration.js';
import { neweyWestInterval } from './newey-west.js';
import { simulatedWeeks, type Regime } from './simulated.js';

const REGIMES: readonly (readonly [string, Regime])[] = [
  ['Poisson, 26 and 16 weeks', { baseline: 26, pilot: 16, mean: 40 }],
  ['over-dispersed (4)', { baseline: 26, pilot: 16, mean: 40, dispersion: 4 }],
  ['weeks that depend on each other (0.3)', { baseline: 26, pilot: 16, mean: 60, carry: 0.3, spread: 0.2 }],
  ['weeks that depend on each other (0.6)', { baseline: 26, pilot: 16, mean: 60, carry: 0.6, spread: 0.2 }],
  ['the same, 52 and 30 weeks', { baseline: 52, pilot: 30, mean: 60, carry: 0.6, spread: 0.2 }],
  [
    'weeks that depend strongly (0.8), 40 and 16 weeks',
    { baseline: 40, pilot: 16, mean: 60, carry: 0.8, spread: 0.2 },
  ],
  ['seasonal, 60 and 16 weeks', { baseline: 60, pilot: 16, mean: 50, season: 0.3 }],
  ['weeks of the term differ, 34 and 16 weeks', { baseline: 34, pilot: 16, mean: 50, term: 0.3 }],
  ['trend of 2 % a week and a step', { baseline: 26, pilot: 16, mean: 40, trend: 0.02, step: 0.8 }],
  ['few weeks, 8 and 8', { baseline: 8, pilot: 8, mean: 20 }],
  ['few weeks that depend (0.5), 12 and 10', { baseline: 12, pilot: 10, mean: 40, carry: 0.5, spread: 0.2 }],
  ['one event a week, 20 and 12 weeks', { baseline: 20, pilot: 12, mean: 1 }],
];

/** No carry is below 0, so intervals of weeks that do not depend on each other are a little wide. */
const bandOf = ({ carry = 0 }: Regime): Trial['band'] => (carry === 0 ? [93, 98] : HELD);

const seriesTrial = ([regime, simulated]: (typeof REGIMES)[number]): Trial => ({
  method: 'interrupted series',
  regime,
  band: bandOf(simulated),
  run: (draws) => {
    const series = interruptedSeries(simulatedWeeks(draws, simulated));
    return 'refused' in series ? null : holds(series.interval, simulated.step ?? 1);
  },
});

/** What the usual errors would do: the reason why the product has others. */
const neweyWestTrial = ([regime, simulated]: (typeof REGIMES)[number]): Trial => ({
  method: 'the same with Newey–West errors',
  regime,
  band: [60, 95],
  run: (draws) => holds(neweyWestInterval(simulatedWeeks(draws, simulated)), simulated.step ?? 1),
});

const differenceTrial = (
  regime: string,
  locations: number,
  simulated: Regime,
  band?: Trial['band'],
): Trial => ({
  method: 'difference in differences',
  regime,
  band,
  share: 0.5,
  run: (draws) => {
    const rows = Array.from({ length: locations }, (_, i) =>
      simulatedWeeks(draws, simulated).map((week) => ({ ...week, location: String(i), treated: i === 0 })),
    );
    const shown = differenceInDifferences(rows.flat());
    return 'refused' in shown ? null : holds(shown.interval, 1);
  },
});

describe('intervals of 95 % hold the truth', () => {
  calibrate([
    ...REGIMES.map(seriesTrial),
    ...[REGIMES[0]!, REGIMES[3]!, REGIMES[9]!].map(neweyWestTrial),
    differenceTrial('Poisson, two locations to compare', 3, { baseline: 12, pilot: 8, mean: 30 }),
    differenceTrial('weeks that depend (0.5), two locations', 3, {
      baseline: 12,
      pilot: 8,
      mean: 40,
      carry: 0.5,
      spread: 0.2,
    }),
    differenceTrial('over-dispersed (4), one location', 2, {
      baseline: 12,
      pilot: 8,
      mean: 30,
      dispersion: 4,
    }),
  ]);
});

describe('where nothing happened', () => {
  calibrate([
    {
      method: 'placebo dates do not stand behind the start',
      regime: 'Poisson, 40 and 12 weeks, none of 33 dates beyond',
      band: CONSERVATIVE,
      share: 0.5,
      run: (draws) => {
        const placebo = placeboDates(simulatedWeeks(draws, { baseline: 40, pilot: 12, mean: 30 }));
        return placebo && placebo.beyond > 0;
      },
    },
    {
      method: 'permutation p is above 0.05',
      regime: 'weeks that depend (0.5), three locations to compare',
      band: [93, 100],
      share: 0.5,
      run: (draws) => {
        const rows = Array.from({ length: 4 }, (_, i) =>
          simulatedWeeks(draws, { baseline: 12, pilot: 8, mean: 40, carry: 0.5, spread: 0.2 }).map(
            (week) => ({
              ...week,
              location: String(i),
              treated: i === 0,
            }),
          ),
        );
        const shown = differenceInDifferences(rows.flat());
        return 'refused' in shown || !shown.permutation ? null : shown.permutation.p > 0.05;
      },
    },
  ]);
});

describe('the change that 80 of 100 pilots with the baseline’s noise show', () => {
  calibrate(
    (['fall', 'rise'] as const).map((side): Trial => {
      const simulated: Regime = { baseline: 30, pilot: 10, mean: 40, dispersion: 2 };
      return {
        method: `${side} that is detectable`,
        regime: 'over-dispersed (2), 30 and 10 weeks',
        // One baseline tells how much weeks vary only roughly: on average fewer than 80 show it.
        band: [65, 85],
        share: 0.25,
        run: (draws) => {
          const baseline = simulatedWeeks(draws, { ...simulated, pilot: 0 });
          const step = detectableByWeeks(baseline, [simulated.pilot], { seed: 1, simulations: 50 })[0]![side];
          if (step === null) return null;
          const shown = interruptedSeries(simulatedWeeks(draws, { ...simulated, step }));
          return 'refused' in shown ? null : side === 'fall' ? shown.interval[1] < 1 : shown.interval[0] > 1;
        },
      };
    }),
  );
});
