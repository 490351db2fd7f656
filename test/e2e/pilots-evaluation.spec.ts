import { startApp, type TestApp } from '../support/app.js';
import { aLocation, coverageHours, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { requestsByWeek, type WeekOfRequests } from '../support/weekly-requests.js';

type Figures = Answer['body'];

// 30 weeks of baseline from Monday, 5 January 2026, and 20 weeks of pilot from Monday, 3 August 2026.
const BASELINE = { from: '2026-01-05', to: '2026-08-03' };
const PILOT = { from: '2026-08-03', to: '2026-12-21' };
const AFTER = '2027-01-11T12:00:00Z';

/** What a week has by chance, always the same. */
const chance = (week: number): number => ((week * 7919) % 11) - 5;

describe('the evaluation of a pilot', () => {
  let app: TestApp;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: AFTER });
  });
  beforeEach(() => app.clock.set(AFTER));
  afterAll(() => app.close());

  /** A lab that is open on weekdays 09:00–17:00, with nobody required before the pilot. */
  const aLab = async (overrides: object = {}): Promise<string> => {
    const { id } = await aLocation(app, overrides);
    const hours = { weekdays: [1, 2, 3, 4, 5], startsAt: '09:00', endsAt: '17:00' };
    await coverageHours(app, id, { ...hours, required: 0, effectiveFrom: BASELINE.from });
    return id;
  };
  const aPilot = async (locationIds: string[], overrides: object = {}): Promise<string> =>
    succeeded(
      await app.admin.post('/pilots', {
        name: `Evaluated ${++count}`,
        locationIds,
        baseline: BASELINE,
        pilot: PILOT,
        ...overrides,
      }),
    ).id as string;
  const evaluationOf = async (id: string): Promise<Figures> =>
    succeeded(await app.admin.get(`/pilots/${id}/evaluation`));
  const compared = (evaluation: Figures, metric: string, hours = 'all'): Figures =>
    evaluation.comparisons.find((one: Figures) => one.metric === metric && one.hours === hours);

  describe('of a series with a rising trend and a step down', () => {
    let evaluation: Figures;
    beforeAll(async () => {
      const lab = await aLab();
      const trend = (week: number): number => 60 * 1.03 ** week;
      const weeks = Array.from({ length: 50 }, (_, week) => ({
        count: Math.round(trend(week) * (week < 30 ? 1 : 0.5) + chance(week)),
      }));
      await requestsByWeek(app, lab, BASELINE.from, weeks);
      evaluation = await evaluationOf(
        await aPilot([lab], {
          targets: [{ metric: 'requestsPerOpenHour', comparison: 'at-least', value: 1 }],
        }),
      );
    });

    it('has a crude ratio that says no change, and an adjusted one that says the step', () => {
      const { estimate, adjusted } = compared(evaluation, 'requestsPerOpenHour');
      expect(estimate).toBeGreaterThan(0.85);
      expect(estimate).toBeLessThan(1.2);
      expect(adjusted.estimate).toBeGreaterThan(0.45);
      expect(adjusted.estimate).toBeLessThan(0.55);
      expect(adjusted.interval95[1]).toBeLessThan(0.65);
      expect(adjusted.trendPerWeek).toBeCloseTo(1.03, 2);
      expect(adjusted.disagrees).toBe(true);
    });

    it('warns of the crude ratio, in a code and in words', () => {
      const { warnings } = compared(evaluation, 'requestsPerOpenHour');
      expect(warnings).toEqual(expect.arrayContaining(['trend-before-start', 'disagreement']));
      expect(evaluation.sentence).toMatch(
        /net of the trend before the pilot.*by the factor 0\.49.*plain ratio of 1\.03 misleads/,
      );
    });

    it('finds as much on no other date', () => {
      const { placebo, negativeControl } = compared(evaluation, 'requestsPerOpenHour');
      expect(placebo.dates).toBeGreaterThan(15);
      expect(placebo.beyond).toBe(0);
      // Nobody is required at any hour, so that all hours are what the pilot cannot change.
      expect(negativeControl.n).toEqual(compared(evaluation, 'requestsPerOpenHour').n);
    });
  });

  describe('of response times', () => {
    const slow: WeekOfRequests = { count: 20, waits: Array.from({ length: 20 }, (_, i) => 20 + 4 * i) };
    const fast: WeekOfRequests = {
      count: 20,
      waits: Array.from({ length: 20 }, (_, i) => (i < 19 ? 1 + i / 2 : null)),
    };
    let lab: string;
    beforeAll(async () => {
      lab = await aLab();
      await requestsByWeek(app, lab, BASELINE.from, [
        ...Array.from({ length: 30 }, () => slow),
        ...Array.from({ length: 20 }, () => fast),
      ]);
    });
    const target = (value: number, more: object = {}) => ({
      metric: 'firstResponseWallMinutesP50',
      comparison: 'at-most',
      value,
      ...more,
    });

    it('goes on when all of the interval of the primary target is on the right side', async () => {
      const evaluation = await evaluationOf(await aPilot([lab], { targets: [target(15)] }));
      expect(evaluation).toMatchObject({
        interim: false,
        verdict: 'go-on',
        detectable: null,
        unjudgedTargets: [],
      });
      expect(evaluation.targets).toEqual([
        expect.objectContaining({
          actual: 5.75,
          verdict: 'met',
          primary: true,
          method: 'log-log',
          level: 0.95,
          weeksNeeded: 0,
          beforehand: null,
        }),
      ]);
      expect(evaluation.sentence).toBe(
        'First response, median minutes by the clock: 5.8 min (58 min before). The target of at most 15 min is met.',
      );
      const { role, estimate, interval95, shift, n, adjusted } = compared(
        evaluation,
        'firstResponseWallMinutesP50',
      );
      expect({ role, estimate, n, adjusted }).toEqual({
        role: 'primary',
        estimate: 5.75 - 58,
        n: { baseline: 600, pilot: 400 },
        adjusted: null,
      });
      expect(interval95[0]).toBeLessThanOrEqual(5.75 - 58);
      expect(interval95[1]).toBeGreaterThanOrEqual(5.75 - 58);
      expect(shift.interval95[1]).toBeLessThan(-40);
    });

    it('stops when all of it is on the wrong side, and cannot tell in between', async () => {
      const missed = await evaluationOf(await aPilot([lab], { targets: [target(3)] }));
      expect([missed.verdict, missed.targets[0].verdict]).toEqual(['stop', 'not-met']);
      // 19 of 20 are answered.
      const share = { metric: 'answeredWithin15Minutes', comparison: 'at-least', value: 0.94 };
      const near = await evaluationOf(await aPilot([lab], { targets: [share] }));
      expect([near.verdict, near.targets[0].verdict]).toEqual(['cannot-tell', 'cannot-tell']);
      expect(near.targets[0].weeksNeeded).toBeGreaterThan(10);
      expect(near.sentence).toMatch(/nobody can tell yet\. It lies between .* At this rate \d+ more weeks/);
    });

    it('goes by the primary target alone, and shares the errors of the others among them', async () => {
      const share = { metric: 'answeredWithin15Minutes', comparison: 'at-least', value: 0.99 };
      const { verdict, targets } = await evaluationOf(
        await aPilot([lab], { targets: [target(3), share, target(15, { primary: true })] }),
      );
      expect(verdict).toBe('go-on');
      expect(targets.map(({ primary, level }: Figures) => [primary, level])).toEqual([
        [false, 0.975],
        [false, 0.975],
        [true, 0.95],
      ]);
    });

    it('has no verdict without a target', async () => {
      const { verdict, targets, sentence } = await evaluationOf(await aPilot([lab]));
      expect({ verdict, targets }).toEqual({ verdict: 'cannot-tell', targets: [] });
      expect(sentence).toMatch(/^The pilot has no target/);
    });

    it('looks before the end at whole weeks only, by a stricter interval', async () => {
      const id = await aPilot([lab], { targets: [target(15)] });
      // Wednesday of the eleventh week.
      app.clock.set('2026-10-14T12:00:00Z');
      const { interim, targets, comparisons, sentence } = await evaluationOf(id);
      expect(interim).toBe(true);
      expect(targets[0].level).toBeCloseTo(1 - (0.05 * 6) / (Math.PI * 10) ** 2, 12);
      expect(targets[0].verdict).toBe('met');
      expect(sentence).toMatch(/is met, before the planned end\.$/);
      const rate = comparisons.find(
        (one: Figures) => one.metric === 'requestsPerOpenHour' && one.hours === 'all',
      );
      expect(rate.interim.method).toBe('anytime-valid');
      expect(rate.interim.interval95[0]).toBeLessThan(rate.interval95[0]);
      // The tenth week ends at midnight in Chicago.
      app.clock.set('2026-10-12T04:59:00Z');
      const [earlier] = (await evaluationOf(id)).targets;
      expect(earlier.level).toBeCloseTo(1 - (0.05 * 6) / (Math.PI * 9) ** 2, 12);
    });

    it('counts nothing after an early end, and still allows for the looks', async () => {
      const id = await aPilot([lab], { targets: [target(15)] });
      app.clock.set('2026-09-14T05:00:00Z');
      succeeded(await app.admin.post(`/pilots/${id}/end`, { finding: 'stopped-early' }));
      app.clock.set(AFTER);
      const evaluation = await evaluationOf(id);
      expect(evaluation.interim).toBe(true);
      // Six weeks of five days of eight hours.
      expect(compared(evaluation, 'requestsPerOpenHour').n.pilot).toBe(6 * 20);
      const metrics = succeeded(await app.admin.get(`/pilots/${id}/metrics?bucket=week&phase=pilot`));
      expect(metrics.totals.pilot).toMatchObject({ openHours: 6 * 40, requests: 6 * 20 });
      expect(metrics.items).toHaveLength(6);
      expect(evaluation.targets[0].level).toBeCloseTo(1 - (0.05 * 6) / (Math.PI * 6) ** 2, 12);
    });

    it('says before the start what its targets ask for, and which of them nobody could meet', async () => {
      const id = await aPilot([lab], { targets: [target(15), target(1)] });
      app.clock.set('2026-08-02T12:00:00Z');
      const { verdict, interim, targets, detectable, comparisons } = await evaluationOf(id);
      expect({ verdict, interim }).toEqual({ verdict: 'cannot-tell', interim: false });
      expect(targets[0].beforehand.map(({ weeks }: Figures) => weeks)).toEqual([10, 20, 40]);
      const margins = targets[0].beforehand.map(({ margin }: Figures) => margin);
      expect(margins[0]).toBeGreaterThan(margins[2]);
      expect(targets[0].beforehand[1].isReachable).toBe(true);
      expect(targets[1].beforehand[1].isReachable).toBe(false);
      expect(detectable.map(({ pilotWeeks }: Figures) => pilotWeeks)).toEqual([10, 20, 40]);
      expect(comparisons[0]).toMatchObject({ pilot: null, estimate: null, interval95: null });
    });

    it('shows late changes with the verdict', async () => {
      app.clock.set('2026-08-03T12:00:00Z');
      const id = await aPilot([lab], { targets: [target(3)] });
      const pilot = succeeded(await app.admin.get(`/pilots/${id}`));
      const change = { targets: [target(15)] };
      succeeded(await app.admin.patch(`/pilots/${id}`, change, { 'if-match': `"${pilot.version}"` }));
      app.clock.set(AFTER);
      const { verdict, lateChanges } = await evaluationOf(id);
      expect(verdict).toBe('go-on');
      expect(lateChanges).toEqual([
        expect.objectContaining({ field: 'targets', before: [expect.objectContaining({ value: 3 })] }),
      ]);
    });
  });
});
