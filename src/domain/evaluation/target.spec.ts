import { asked, aWeek } from '../../../test/support/measured-weeks.js';
import type { MetricsAccumulator } from '../metrics/accumulator.js';
import { clopperPearson } from '../statistics/proportions.js';
import { exactRate } from '../statistics/rates.js';
import { beforehandOf } from './beforehand.js';
import { judge as judgePhases, type FigureTarget } from './target.js';
import type { MeasuredWeek } from './weeks.js';

const FINAL = { level: 0.95, isInterim: false };
const LOOK = { level: 0.95, isInterim: true };
const weeks = (
  count: number,
  fill: (week: number) => (gathered: MetricsAccumulator) => void,
): MeasuredWeek[] => Array.from({ length: count }, (_, week) => aWeek(week, fill(week)));
const target = (
  metric: FigureTarget['metric'],
  comparison: FigureTarget['comparison'],
  value: number,
): FigureTarget => ({ metric, comparison, value });

/** By the pilot's weeks alone. */
const judge = (wanted: FigureTarget, pilot: readonly MeasuredWeek[], options: typeof FINAL) =>
  judgePhases(wanted, { pilot, baseline: [] }, options);

/** More than half of the pairs of neighbours differ, so that they are no more alike than by chance. */
const wave = (week: number, by: number): number => (week % 2 === 0 ? by : -by);

describe('a target', () => {
  it('of a rate is judged by its exact interval', () => {
    const { interval, method, actual } = judge(
      target('requestsPerOpenHour', 'at-least', 1),
      weeks(20, (week) => asked(60 + wave(week, 3))),
      FINAL,
    );
    expect({ method, actual }).toEqual({ method: 'exact', actual: 60 / 40 });
    expect(interval).toEqual(exactRate(1_200, 800));
  });

  it('of a share of cases is judged by Clopper and Pearson’s', () => {
    const within = (week: number) => (gathered: MetricsAccumulator) => {
      gathered.within['15Minutes'] = { answered: 15 + wave(week, 1), followed: 20 };
    };
    const { interval } = judge(target('answeredWithin15Minutes', 'at-least', 0.5), weeks(20, within), FINAL);
    expect(interval).toEqual(clopperPearson(300, 400));
  });

  it.each([
    ['all waits are the same', 0, [[540, 10]], [9, 9], 'met'],
    ['everybody was answered at once', 0, [[0, 10]], [0, 0], 'met'],
    [
      'most waits are the longest one',
      0,
      [
        [300, 3],
        [900, 7],
      ],
      [15, 15],
      'met',
    ],
    ['few were seen, and none answered, for five minutes', 1, [[300, 1]], [5, Infinity], 'cannot-tell'],
  ] as const)('of waits has ends where %s', (_, censored, bins, interval, verdict) => {
    const waits = (gathered: MetricsAccumulator): void => {
      const histogram = gathered.histogram('firstResponse', 'Wall');
      for (const [seconds, count] of bins)
        if (censored) histogram.addCensored(seconds, count);
        else histogram.addAnswered(seconds, count);
    };
    const judged = judge(
      target('firstResponseWallMinutesP50', 'at-most', 15),
      weeks(20, () => waits),
      FINAL,
    );
    expect(judged).toMatchObject({ interval, verdict });
  });

  it('of waits has no upper end where too few were answered', () => {
    const waits = (week: number) => (gathered: MetricsAccumulator) => {
      const histogram = gathered.histogram('firstResponse', 'Wall');
      histogram.addAnswered(600, 5 + wave(week, 1));
      histogram.addCensored(72 * 3_600, 5 - wave(week, 1));
    };
    const judged = judge(target('firstResponseWallMinutesP90', 'at-most', 15), weeks(20, waits), FINAL);
    expect(judged).toMatchObject({
      actual: null,
      // Nobody saw the end: it is above the follow-up of 72 hours.
      interval: [4_320, Infinity],
      verdict: 'not-met',
      method: 'log-log',
    });
    const median = judge(target('firstResponseWallMinutesP50', 'at-most', 15), weeks(20, waits), FINAL);
    expect(median.interval).toEqual([10, Infinity]);
    expect(median.verdict).toBe('cannot-tell');
  });

  it('of time goes by leaving out one week at a time', () => {
    const covered =
      (week: number) =>
      ({ coverage }: MetricsAccumulator) => {
        coverage.approved.required = 600;
        coverage.approved.staffed = 540 + wave(week, 30);
      };
    const { interval, method } = judge(target('coverageRate', 'at-least', 0.85), weeks(20, covered), FINAL);
    expect(method).toBe('week-jackknife');
    // The standard error of a mean of 20 weeks, and Student's t with 19 degrees of freedom.
    const reach = 2.093024054408263 * (0.05 / Math.sqrt(19));
    expect(interval).toEqual([expect.closeTo(0.9 - reach, 9), expect.closeTo(0.9 + reach, 9)]);
  });

  it('of a sum is met or not by counting, and open while the pilot runs', () => {
    const gaps = weeks(3, () => ({ unmet }) => {
      unmet.approved.whileEmpty = 2;
    });
    const few = target('demandWhileEmpty', 'at-most', 6);
    expect(judge(few, gaps, FINAL)).toMatchObject({
      actual: 6,
      interval: [6, 6],
      verdict: 'met',
      method: 'counted',
    });
    expect(judge({ ...few, value: 5 }, gaps, FINAL).verdict).toBe('not-met');
    expect(judge(few, gaps, LOOK)).toMatchObject({ verdict: 'cannot-tell', weeksNeeded: null });
  });

  it('counts cases of weeks that differ, or are alike, as fewer', () => {
    const widthOf = (by: (week: number) => number): number => {
      const rates = weeks(20, (week) => asked(60 + by(week)));
      const [low, high] = judge(target('requestsPerOpenHour', 'at-least', 1), rates, FINAL).interval!;
      return high - low;
    };
    const [alike, apart] = [widthOf((week) => wave(week, 3)), widthOf((week) => wave(week, 30))];
    expect(apart).toBeGreaterThan(3 * alike);
    // The same weeks in another order: one half of the pilot was busy.
    expect(widthOf((week) => (week < 10 ? 30 : -30))).toBeGreaterThan(2 * apart);
  });

  it.each([0, 1])('has no interval after %d weeks', (count) => {
    const judged = judge(
      target('requestsPerOpenHour', 'at-least', 1),
      weeks(count, () => asked(60)),
      FINAL,
    );
    expect(judged).toMatchObject({ interval: null, verdict: 'cannot-tell' });
  });

  it('is looked at in whole weeks before the end', () => {
    const rates = weeks(10, (week) => asked(60 + wave(week, 3)));
    const running = [...rates, aWeek(10, asked(5_000), { isOver: false })];
    const wanted = target('requestsPerOpenHour', 'at-least', 1);
    const look = judge(wanted, running, LOOK);
    expect(look.interval).toEqual(judge(wanted, rates, LOOK).interval);
    expect(look.actual).toBe(5_600 / 440);
    expect(look.level).toBeCloseTo(1 - 0.05 * (6 / (Math.PI * 10) ** 2), 12);
  });

  it('needs more weeks the nearer it is', () => {
    const rates = weeks(20, (week) => asked(60 + wave(week, 3)));
    const neededFor = (value: number): number | null =>
      judge(target('requestsPerOpenHour', 'at-least', value), rates, FINAL).weeksNeeded;
    expect(neededFor(1.3)).toBe(0);
    expect(neededFor(1.45)).toBeGreaterThan(10);
    expect(neededFor(1.47)).toBeGreaterThan(2 * neededFor(1.45)!);
    // More than ten years.
    expect(neededFor(1.499)).toBeNull();
    expect(neededFor(1.5)).toBeNull();
    // A difference that is not worth having needs not be told from the value.
    const near = { ...target('requestsPerOpenHour', 'at-least', 1.47), smallestDifference: 0.05 };
    expect(judge(near, rates, FINAL).weeksNeeded).toBeLessThan(neededFor(1.47)!);
  });

  it('has its weeks counted where they are few', () => {
    const wanted = target('requestsPerOpenHour', 'at-least', 1);
    const warningsOf = (count: number) =>
      judge(
        wanted,
        weeks(count, () => asked(60)),
        FINAL,
      ).warnings;
    expect([warningsOf(15), warningsOf(16)]).toEqual([['few-weeks'], []]);
  });
});

describe('before a pilot starts, a target', () => {
  const OPTIONS = { level: 0.95, plannedWeeks: 8, seed: 1 };

  it('asks for a margin that falls with the weeks', () => {
    const baseline = weeks(20, (week) => asked(60 + wave(week, 8)));
    const asks = beforehandOf(target('requestsPerOpenHour', 'at-least', 1), baseline, OPTIONS);
    expect(asks.map(({ weeks: length }) => length)).toEqual([4, 8, 16]);
    const margins = asks.map(({ margin }) => margin!);
    expect(margins[0]).toBeGreaterThan(margins[1]!);
    expect(margins[1]).toBeGreaterThan(margins[2]!);
    expect(asks.every(({ isReachable }) => isReachable)).toBe(true);
  });

  it('that nobody can meet is seen', () => {
    const within = (week: number) => (gathered: MetricsAccumulator) => {
      gathered.within['15Minutes'] = { answered: 15 + wave(week, 2), followed: 20 };
    };
    const asksFor = (value: number) =>
      beforehandOf(target('answeredWithin15Minutes', 'at-least', value), weeks(20, within), OPTIONS)[1]!;
    expect(asksFor(0.99).isReachable).toBe(false);
    expect(asksFor(0.8).isReachable).toBe(true);
  });

  it('is not known without a baseline', () =>
    expect(beforehandOf(target('requestsPerOpenHour', 'at-least', 1), [], OPTIONS)[0]).toEqual({
      weeks: 4,
      margin: null,
      isReachable: null,
    }));
});
