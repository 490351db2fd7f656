import { randomFrom } from '../random.js';
import { differenceInDifferences, type DifferenceInDifferences } from './difference-in-differences.js';
import type { LocationWeek } from './difference-model.js';

/** Weeks of the locations `main` (the pilot's) and others, all with a common shock in each week. */
function weeksOf(
  locations: readonly string[],
  { baseline = 16, pilot = 12, step = 1, drift = 1, noise = 0 } = {},
): LocationWeek[] {
  const random = randomFrom(4);
  const shocks = Array.from({ length: baseline + pilot }, () => 0.5 + random());
  return locations.flatMap((location, i) =>
    shocks.map((shock, week) => {
      const treated = i === 0;
      const post = week >= baseline;
      const effect = (treated && post ? step : 1) * (treated ? drift ** week : 1);
      const openHours = 60 + 10 * i;
      return {
        location,
        treated,
        week,
        post,
        openHours,
        count: (i + 1) * shock * openHours * effect * (1 + noise * (random() - 0.5)),
      };
    }),
  );
}

const shown = (weeks: readonly LocationWeek[]): DifferenceInDifferences => {
  const difference = differenceInDifferences(weeks);
  if ('refused' in difference) throw new Error(difference.refused);
  return difference;
};

describe('a difference in differences', () => {
  it('finds the step of the pilot’s location whatever all locations have in common', () => {
    const { estimate, interval, preTrend } = shown(
      weeksOf(['main', 'annex', 'law'], { step: 0.7, noise: 0.2 }),
    );
    expect(estimate).toBeCloseTo(0.7, 1);
    expect(interval[0]).toBeLessThan(estimate);
    expect(interval[1]).toBeLessThan(1);
    expect(preTrend!.p).toBeGreaterThan(0.05);
    expect(shown(weeksOf(['main', 'annex', 'law'], { step: 0.7 })).estimate).toBeCloseTo(0.7, 6);
  });

  it('says that the locations diverged before the start', () => {
    const { preTrend, warnings } = shown(weeksOf(['main', 'annex', 'law'], { drift: 1.03, noise: 0.1 }));
    expect(preTrend!.perWeek).toBeCloseTo(1.03, 1);
    expect(preTrend!.p).toBeLessThan(0.01);
    expect(warnings).toContain('trend-before-start');
  });

  it('says that one comparison location is little, and how few placebos there were', () => {
    const one = shown(weeksOf(['main', 'annex'], { noise: 0.2 }));
    expect(one.warnings).toEqual(
      expect.arrayContaining(['one-comparison-location', 'one-pilot-location', 'few-placebos']),
    );
    expect(one.permutation!.placebos).toBeLessThan(19);
    const four = shown(weeksOf(['main', 'annex', 'law', 'music'], { noise: 0.2 }));
    expect(four.warnings).not.toContain('one-comparison-location');
    expect(four.warnings).not.toContain('few-placebos');
  });

  it('gives a large step the smallest permutation p there is', () => {
    const { permutation } = shown(weeksOf(['main', 'annex', 'law', 'music'], { step: 0.4, noise: 0.2 }));
    expect(permutation!.p).toBeCloseTo(1 / (1 + permutation!.placebos), 12);
  });

  it('is the same in any order, and leaves out weeks that only one side has', () => {
    const weeks = weeksOf(['main', 'annex', 'law'], { step: 0.7, noise: 0.2 });
    const alone = { location: 'main', treated: true, week: 90, post: true, openHours: 60, count: 500 };
    expect(shown([alone, ...weeks.toReversed()])).toEqual(shown(weeks));
  });

  it.each([
    ['no comparison location', weeksOf(['main']), 'no-comparison'],
    ['7 weeks of baseline', weeksOf(['main', 'annex'], { baseline: 7 }), 'few-baseline-weeks'],
    ['7 weeks of pilot', weeksOf(['main', 'annex'], { pilot: 7 }), 'few-pilot-weeks'],
    ['a pilot without an event', weeksOf(['main', 'annex'], { step: 0 }), 'no-events'],
  ])('refuses %s', (_name, weeks, refused) => expect(differenceInDifferences(weeks)).toEqual({ refused }));
});
