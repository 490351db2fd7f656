import { interruptedSeries } from './interrupted-series.js';
import { rateRatio } from './rates.js';
import type { InterruptedSeries, SeriesWeek } from './series-types.js';

/** Weeks whose counts are exactly their expectations, of `baseline` weeks and `pilot` weeks. */
function seriesOf(
  baseline: number,
  pilot: number,
  rate: (week: number, post: boolean) => number,
  more: (week: number) => Partial<SeriesWeek> = () => ({}),
): SeriesWeek[] {
  return Array.from({ length: baseline + pilot }, (_, week) => {
    const post = week >= baseline;
    const openHours = 60 + (week % 3);
    return { week, post, openHours, count: rate(week, post) * openHours, ...more(week) };
  });
}

const shown = (weeks: readonly SeriesWeek[]): InterruptedSeries => {
  const series = interruptedSeries(weeks);
  if ('refused' in series) throw new Error(series.refused);
  return series;
};

describe('an interrupted time series', () => {
  it('finds the step, the trend, and the ratio in the middle of a pilot with a trend of its own', () => {
    const rate = (week: number, post: boolean): number =>
      2 * 1.01 ** (week - 20) * (post ? 0.8 * 0.99 ** (week - 20) : 1);
    const series = shown(seriesOf(20, 13, rate));
    expect(series.estimate).toBeCloseTo(0.8, 6);
    expect(series.trend.perWeek).toBeCloseTo(1.01, 6);
    expect(series.atMiddle!.estimate).toBeCloseTo(0.8 * 0.99 ** 6, 6);
    expect(series.terms).toEqual(['intercept', 'week', 'post', 'post·week']);
    expect(series.weeks).toEqual({ baseline: 20, pilot: 13 });
  });

  it('says a step down that the crude ratio of a rising series hides', () => {
    const rising = (week: number, post: boolean): number => 0.5 * 1.022 ** week * (post ? 0.7 : 1);
    const weeks = seriesOf(26, 10, rising).map((week) => ({
      ...week,
      count: Math.round(week.count + 3 * Math.sin(5 * week.week)),
    }));
    const total = (post: boolean, of: 'count' | 'openHours'): number =>
      weeks.reduce((sum, week) => sum + (week.post === post ? week[of] : 0), 0);
    const crude = rateRatio({
      x1: total(true, 'count'),
      t1: total(true, 'openHours'),
      x2: total(false, 'count'),
      t2: total(false, 'openHours'),
    });
    expect(crude.estimate).toBeCloseTo(1, 1);
    expect(crude.interval![0] < 1 && crude.interval![1] > 1).toBe(true);
    const { estimate, interval, warnings } = shown(weeks);
    expect(estimate).toBeCloseTo(0.7, 1);
    expect(interval[0]).toBeLessThan(0.7);
    expect(interval[1]).toBeLessThan(0.9);
    expect(warnings).toContain('trend-before-start');
  });

  it('gives pilots under 12 weeks no trend of their own, and says so', () => {
    const series = shown(seriesOf(20, 11, () => 2));
    expect(series.terms).toEqual(['intercept', 'week', 'post']);
    expect(series.atMiddle).toBeNull();
    expect(series.warnings).toContain('no-own-trend');
    expect(shown(seriesOf(20, 12, () => 2)).warnings).not.toContain('no-own-trend');
  });

  it('counts real weeks: a gap is no step in the trend', () => {
    const weeks = seriesOf(20, 10, (week) => 2 * 1.03 ** week).filter(({ week }) => week < 12 || week > 16);
    expect(shown(weeks).estimate).toBeCloseTo(1, 6);
    expect(shown(weeks).trend.perWeek).toBeCloseTo(1.03, 6);
  });

  it('takes weeks in any order and leaves out those without open hours', () => {
    const weeks = seriesOf(20, 14, (week, post) => (post ? 3 : 2) + (week % 4) / 10);
    const closed = { week: 40, post: true, openHours: 0, count: 0 };
    expect(shown([closed, ...weeks.toReversed()])).toEqual(shown(weeks));
  });

  it('has harmonics of the year from 52 weeks of baseline on', () => {
    const rate = (week: number, post: boolean): number =>
      (post ? 0.7 : 1) * 2 * Math.exp(0.4 * Math.sin((2 * Math.PI * week) / (365.25 / 7)));
    const series = shown(seriesOf(52, 14, rate));
    expect(series.terms).toEqual(expect.arrayContaining(['sine 1', 'cosine 1', 'sine 2', 'cosine 2']));
    expect(series.estimate).toBeCloseTo(0.7, 6);
    expect(shown(seriesOf(51, 14, rate)).terms).not.toContain('sine 1');
  });

  it('has the weeks of the term that both phases have, where weeks are enough', () => {
    const ofTerm = (week: number): Partial<SeriesWeek> => ({ weekOfTerm: String((week % 5) + 1) });
    const rate = (week: number, post: boolean): number => (post ? 0.7 : 1) * (1 + (week % 5));
    const series = shown(seriesOf(20, 15, rate, ofTerm));
    expect(series.terms.filter((term) => term.startsWith('week of term'))).toHaveLength(4);
    expect(series.estimate).toBeCloseTo(0.7, 6);
    const tooFew = shown(seriesOf(8, 9, rate, ofTerm));
    expect(tooFew.terms).toEqual(['intercept', 'week', 'post']);
    expect(tooFew.warnings).toContain('no-week-of-term');
  });

  it('says which weeks are few, which events are few, and that the baseline had a trend', () => {
    expect(shown(seriesOf(12, 11, () => 2)).warnings).toContain('exploratory');
    expect(shown(seriesOf(12, 12, () => 2)).warnings).not.toContain('exploratory');
    expect(shown(seriesOf(12, 12, (week) => (week % 3 === 0 ? 1 / 60 : 0))).warnings).toContain('few-events');
    const rising = (week: number): number => 2 * 1.05 ** week * (week % 2 === 0 ? 1.01 : 0.99);
    expect(shown(seriesOf(14, 10, rising)).warnings).toContain('trend-before-start');
  });

  it.each([
    ['7 weeks of baseline', seriesOf(7, 9, () => 2), 'few-baseline-weeks'],
    ['7 weeks of pilot', seriesOf(9, 7, () => 2), 'few-pilot-weeks'],
    [
      'weeks that were closed',
      seriesOf(
        9,
        9,
        () => 2,
        (week) => (week > 3 ? {} : { openHours: 0 }),
      ),
      'few-baseline-weeks',
    ],
    ['a phase without an event', seriesOf(9, 9, (_, post) => (post ? 0 : 2)), 'no-events'],
  ])('refuses %s', (_name, weeks, refused) => {
    expect(interruptedSeries(weeks)).toEqual({ refused });
  });

  it('refuses levels outside 0 to 1', () => {
    expect(() => interruptedSeries([], { level: 1 })).toThrow(RangeError);
  });
});
