import { weeklyDependence } from './weekly-dependence.js';

const weeks = (count: number): number[] => Array.from({ length: count }, (_, week) => week);

describe('the dependence of weeks', () => {
  it('is none where neighbours differ', () =>
    expect(weeklyDependence([1, -1, 1, -1, 1, -1, 1, -1], weeks(8))).toEqual({ inflation: 1, df: 7 }));

  it('makes weeks that are alike count as fewer', () => {
    const { inflation, df } = weeklyDependence([1, 1, 1, 1, -1, -1, -1, -1], weeks(8));
    // r = 5/7, corrected to (8·5/7 + 1)/5 and limited to 0.8.
    expect(inflation).toBeCloseTo(1 + 1.6 / 0.2, 12);
    expect(df).toBe(2);
  });

  it('sees more carry through noise of counting', () => {
    const residuals = [2, 1, 1, 2, 0, 1, -1, -2, -1, 0, -2, -1, 1, 0, 1, -1];
    const seen = weeklyDependence(residuals, weeks(16));
    const noisy = weeklyDependence(residuals, weeks(16), { dispersion: 1 });
    expect(seen.inflation).toBeGreaterThan(1);
    expect(noisy.inflation).toBeGreaterThan(seen.inflation);
  });

  it('takes only weeks that follow each other', () => {
    const residuals = [1, 1, 1, -1, -1, -1, 0, 0];
    expect(weeklyDependence(residuals, [0, 2, 4, 6, 8, 10, 12, 14])).toEqual({ inflation: 1, df: 7 });
    expect(weeklyDependence(residuals, weeks(8)).inflation).toBeGreaterThan(1);
  });

  it('is none without residuals', () =>
    expect(weeklyDependence([0, 0, 0, 0], weeks(4))).toEqual({ inflation: 1, df: 3 }));
});
