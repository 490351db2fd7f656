import { HOURS_KINDS } from '../../src/domain/metrics/counted-hours.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, aSupportRequest, coverageHours, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { requestsByWeek, type WeekOfRequests } from '../support/weekly-requests.js';

type Figures = Answer['body'];

// Twelve weeks of baseline and twelve of pilot, which hold both clock changes: 8 March and 1 November 2026.
const BASELINE = { from: '2026-02-02', to: '2026-04-27' };
const PILOT = { from: '2026-09-14', to: '2026-12-07' };
const weekly = (of: (week: number) => WeekOfRequests): WeekOfRequests[] =>
  Array.from({ length: 12 }, (_, week) => of(week));
const chance = (week: number): number => ((week * 7919) % 7) - 3;

describe('what an evaluation compares', () => {
  let app: TestApp;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: '2027-01-11T12:00:00Z' });
  });
  afterAll(() => app.close());

  const aLab = async (): Promise<string> => {
    const { id } = await aLocation(app);
    const hours = { weekdays: [1, 2, 3, 4, 5], startsAt: '09:00', endsAt: '17:00' };
    await coverageHours(app, id, { ...hours, required: 0, effectiveFrom: BASELINE.from });
    return id;
  };
  const evaluated = async (locationIds: string[], overrides: object = {}): Promise<Figures> => {
    const body = { name: `Compared ${++count}`, locationIds, baseline: BASELINE, pilot: PILOT, ...overrides };
    const { id } = succeeded(await app.admin.post('/pilots', body));
    return { id, ...succeeded(await app.admin.get(`/pilots/${id}/evaluation`)) };
  };
  const find = (evaluation: Figures, metric: string, hours = 'all'): Figures =>
    evaluation.comparisons.find((one: Figures) => one.metric === metric && one.hours === hours);
  const rateOf = (evaluation: Figures, hours?: string): Figures =>
    find(evaluation, 'requestsPerOpenHour', hours);

  describe('with locations without operators', () => {
    it('takes out what changed there as well', async () => {
      const [own, other] = [await aLab(), await aLab()];
      const labs = [
        { lab: own, effect: 1.5, step: 1 },
        { lab: other, effect: 1, step: 5 },
      ];
      for (const { lab, effect, step } of labs) {
        const noise = (week: number): number => chance(week * step + step);
        await requestsByWeek(
          app,
          lab,
          BASELINE.from,
          weekly((week) => ({ count: 40 + noise(week) })),
        );
        const fewer = weekly((week) => ({ count: Math.round(30 * effect) + noise(week + 2) }));
        await requestsByWeek(app, lab, PILOT.from, fewer);
      }
      const rate = rateOf(await evaluated([own], { comparisonLocationIds: [other] }));
      expect(rate.estimate).toBeCloseTo((45 * 12) / (40 * 12), 1);
      const { estimate, interval95, preTrend, permutationP, warnings } = rate.differenceInDifferences;
      expect(estimate).toBeGreaterThan(1.4);
      expect(estimate).toBeLessThan(1.6);
      expect(interval95[0]).toBeGreaterThan(1.2);
      expect(preTrend.p).toBeGreaterThan(0.05);
      expect(permutationP).toBeGreaterThan(0);
      expect(warnings).toContain('one-comparison-location');
    });

    it('has no such comparison without them, nor for some hours only', async () => {
      const lab = await aLab();
      expect(rateOf(await evaluated([lab])).differenceInDifferences).toBeNull();
      const withOther = await evaluated([lab], { comparisonLocationIds: [await aLab()] });
      expect(rateOf(withOther).differenceInDifferences).toEqual({ refused: 'no-comparison' });
      expect(rateOf(withOther, 'common').differenceInDifferences).toBeNull();
    });
  });

  it('stands beside its value with the baseline’s mix where the mix moved', async () => {
    const lab = await aLab();
    // Of 40 requests at the desk 10 are escalated, of 40 chats 20, in both phases. The pilot has more chats.
    const desk = (share: number) => ({ count: 40 * share, escalated: 10 * share, channel: 'desk' });
    const chat = (share: number) => ({ count: 40 * share, escalated: 20 * share, channel: 'chat' });
    await requestsByWeek(
      app,
      lab,
      BASELINE.from,
      weekly(() => desk(1)),
    );
    await requestsByWeek(
      app,
      lab,
      BASELINE.from,
      weekly(() => chat(1)),
    );
    await requestsByWeek(
      app,
      lab,
      PILOT.from,
      weekly(() => desk(1)),
    );
    await requestsByWeek(
      app,
      lab,
      PILOT.from,
      weekly(() => chat(3)),
    );
    const share = find(await evaluated([lab]), 'escalationShare');
    expect(share.pilot).toBeCloseTo(70 / 160, 12);
    expect(share.estimate).toBeCloseTo(70 / 160 - 30 / 80, 12);
    expect(share.standardised).toEqual({
      baseline: 30 / 80,
      pilot: expect.closeTo(30 / 80, 12),
      estimate: expect.closeTo(0, 12),
      covered: 1,
      moved: [
        { dimension: 'channel', value: 'chat', baseline: 0.5, pilot: 0.75 },
        { dimension: 'channel', value: 'desk', baseline: 0.5, pilot: 0.25 },
      ],
    });
    expect(share.warnings).toContain('changed-mix');
  });

  it('is standardised by location where the labs have other shares of the open hours', async () => {
    const [small, large] = [await aLab(), await aLab()];
    await coverageHours(app, large, {
      weekdays: [1, 2, 3, 4, 5],
      startsAt: '17:00',
      endsAt: '01:00',
      required: 1,
      effectiveFrom: PILOT.from,
    });
    for (const from of [BASELINE.from, PILOT.from]) {
      await requestsByWeek(
        app,
        small,
        from,
        weekly(() => ({ count: 20 })),
      );
      await requestsByWeek(
        app,
        large,
        from,
        weekly(() => ({ count: 80 })),
      );
    }
    const { standardised, pilot, negativeControl } = rateOf(await evaluated([small, large]));
    expect(pilot).toBeCloseTo(100 / 120, 12);
    // Half of the baseline's hours each: 20 in 40 hours, and 80 in 80 hours.
    expect(standardised).toMatchObject({ baseline: 100 / 80, pilot: expect.closeTo(0.75, 12), covered: 1 });
    // By day nobody is required: nothing changed there.
    expect(negativeControl).toMatchObject({ baseline: 100 / 80, pilot: 100 / 80, estimate: 1 });
  });

  describe('and its warnings', () => {
    it('names waits that nobody measured', async () => {
      const lab = await aLab();
      const unmeasured = weekly(() => ({ count: 20, waits: [0, 0, 0, 5, 5, 5] }));
      await requestsByWeek(
        app,
        lab,
        BASELINE.from,
        weekly(() => ({ count: 20 })),
      );
      await requestsByWeek(app, lab, PILOT.from, unmeasured);
      const evaluation = await evaluated([lab]);
      expect(find(evaluation, 'firstResponseWallMinutesP50').warnings).toContain('unmeasured-waits');
      expect(find(evaluation, 'answeredWithin15Minutes').warnings).toContain('unmeasured-waits');
      expect(rateOf(evaluation).warnings).not.toContain('unmeasured-waits');
    });

    it('names weeks that nobody may have collected, and other weeks of term', async () => {
      const lab = await aLab();
      await requestsByWeek(
        app,
        lab,
        BASELINE.from,
        weekly((week) => ({ count: week === 4 ? 0 : 20 })),
      );
      await requestsByWeek(
        app,
        lab,
        PILOT.from,
        weekly(() => ({ count: 20 })),
      );
      expect(rateOf(await evaluated([lab])).warnings).toContain('missing-data');
      expect(rateOf(await evaluated([lab])).warnings).not.toContain('different-term-weeks');
      // Classes in the whole baseline and the first half of the pilot, and exams in the second.
      const term = (name: string, startsOn: string, endsOn: string, periods: object[]) =>
        app.admin.post('/terms', { name, startsOn, endsOn, periods });
      const spring = succeeded(await term('Spring', '2026-02-02', '2026-04-26', []));
      const exams = [{ kind: 'exams', startsOn: '2026-10-26', endsOn: '2026-12-06' }];
      const autumn = succeeded(await term('Autumn', '2026-09-14', '2026-12-06', exams));
      expect(rateOf(await evaluated([lab])).warnings).toContain('different-term-weeks');
      for (const { id, version } of [spring, autumn])
        await app.admin.delete(`/terms/${id}`, { 'if-match': `"${version}"` });
    });

    it('names the service clock, which the pilot’s own hours change', async () => {
      const target = { metric: 'firstResponseServiceMinutesP50', comparison: 'at-most', value: 15 };
      const evaluation = await evaluated([await aLab()], { targets: [target] });
      expect(find(evaluation, 'firstResponseServiceMinutesP50').warnings).toContain('service-clock');
      expect(find(evaluation, 'firstResponseWallMinutesP50').warnings).not.toContain('service-clock');
    });
  });

  describe('is computed again from the raw rows', () => {
    let lab: string;
    let evaluation: Figures;
    beforeAll(async () => {
      lab = await aLab();
      // Nights over midnight, Saturdays too: both clock changes lie in them.
      await coverageHours(app, lab, {
        weekdays: [6],
        startsAt: '22:00',
        endsAt: '04:00',
        required: 1,
        effectiveFrom: BASELINE.from,
      });
      await coverageHours(app, lab, {
        weekdays: [1, 2, 3, 4, 5],
        startsAt: '17:00',
        endsAt: '23:00',
        required: 1,
        effectiveFrom: PILOT.from,
      });
      const mixed = (first: number) => (week: number) => ({
        count: 30 + chance(week + first) * 2,
        waits: Array.from({ length: 12 }, (_, i) => (i % 5 === first ? null : (i + 1) * (7 + first) + week)),
        escalated: 4,
      });
      await requestsByWeek(app, lab, BASELINE.from, weekly(mixed(0)));
      await requestsByWeek(app, lab, PILOT.from, weekly(mixed(1)));
      // One in the repeated hour, one in the night of 23 hours, one in the evening, one while closed.
      for (const openedAt of [
        '2026-11-01T01:30:00-06:00',
        '2026-03-08T03:30:00-05:00',
        '2026-10-07T22:15:00-05:00',
        '2026-10-07T23:15:00-05:00',
      ])
        await aSupportRequest(app, lab, {
          openedAt,
          firstResponseAt: openedAt.replace(/:\d\d:00/, ':59:00'),
        });
      evaluation = await evaluated([lab]);
    });

    it.each(HOURS_KINDS)('as the metrics of %s hours have it, figure by figure', async (hours) => {
      const { totals } = succeeded(await app.admin.get(`/pilots/${evaluation.id}/metrics?hours=${hours}`));
      const of = evaluation.comparisons.filter((one: Figures) => one.hours === hours);
      expect(of.length).toBeGreaterThan(9);
      for (const { metric, baseline, pilot } of of) {
        const isEmpty = totals.baseline.openHours === 0 && hours === 'extended';
        expect([metric, pilot]).toEqual([metric, totals.pilot[metric]]);
        expect([metric, baseline]).toEqual([metric, isEmpty ? null : totals.baseline[metric]]);
      }
    });

    it('by plain SQL and hand: counts, hours, the ratio with its interval', async () => {
      const [row] = await app.database.query<Record<string, number>>(
        `WITH local AS (
           SELECT opened_at AT TIME ZONE 'America/Chicago' AS opened, escalated_at, resolved_at
           FROM support_requests WHERE location_id = $1),
         open AS (
           SELECT opened < '2026-05-01' AS is_baseline, escalated_at, resolved_at FROM local
           WHERE (extract(isodow FROM opened) < 6 AND opened::time >= '09:00'
                  AND opened::time < CASE WHEN opened < '2026-05-01' THEN '17:00' ELSE '23:00' END::time)
              OR (extract(isodow FROM opened) = 6 AND opened::time >= '22:00')
              OR (extract(isodow FROM opened) = 7 AND opened::time < '04:00'))
         SELECT count(*) FILTER (WHERE is_baseline)::int AS before,
                count(*) FILTER (WHERE NOT is_baseline)::int AS during
         FROM open`,
        [lab],
      );
      const { before, during } = row!;
      // Twelve nights of six hours in each phase: one has five, one has seven.
      const [hoursBefore, hoursDuring] = [12 * 40 + 12 * 6 - 1, 12 * (40 + 30) + 12 * 6 + 1];
      const { baseline, pilot, estimate, n, interval95, method } = rateOf(evaluation);
      expect(n).toEqual({ baseline: before, pilot: during });
      expect([baseline, pilot]).toEqual([before! / hoursBefore, during! / hoursDuring]);
      const ratio = during! / hoursDuring / (before! / hoursBefore);
      expect(estimate).toBeCloseTo(ratio, 12);
      expect(method).toBe('wald-log');
      const reach = 1.959963984540054 * Math.sqrt(1 / during! + 1 / before!);
      expect(interval95).toEqual([
        expect.closeTo(ratio * Math.exp(-reach), 9),
        expect.closeTo(ratio * Math.exp(reach), 9),
      ]);
    });
  });
});
