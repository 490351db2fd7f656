import { startApp, type TestApp } from '../support/app.js';
import { withoutCounts } from '../support/counts.js';
import { CountsService } from '../../src/pilots/counts/counts.service.js';
import { aLocation, aUser, coverageHours, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { requestsByWeek } from '../support/weekly-requests.js';

type Figures = Answer['body'];

// 30 weeks of baseline from Monday, 5 January 2026, and 20 weeks of pilot from Monday, 3 August 2026.
const BASELINE = { from: '2026-01-05', to: '2026-08-03' };
const PILOT = { from: '2026-08-03', to: '2026-12-21' };
const AFTER = '2027-01-11T12:00:00Z';
/** Saturday and Sunday, 3 and 4 October 2026: 9 weeks after the start of the pilot. */
const CABLES = {
  startsAt: '2026-10-03T22:00:00-05:00',
  endsAt: '2026-10-04T02:00:00-05:00',
  reason: 'New cables',
};

describe('before and after maintenance', () => {
  let app: TestApp;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: AFTER });
  });
  beforeEach(() => app.clock.set(AFTER));
  afterAll(() => app.close());

  /** Open on weekdays 09:00–17:00: 40 hours a week, with 40 requests before 5 October 2026 and 20 after it. */
  const aLab = async (weekOf = (week: number): number => (week < 39 ? 40 : 20)): Promise<string> => {
    const { id } = await aLocation(app);
    const hours = { weekdays: [1, 2, 3, 4, 5], startsAt: '09:00', endsAt: '17:00' };
    await coverageHours(app, id, { ...hours, required: 0, effectiveFrom: BASELINE.from });
    const weeks = Array.from({ length: 50 }, (_, week) => ({ count: weekOf(week), escalated: 10 }));
    await requestsByWeek(app, id, BASELINE.from, weeks);
    return id;
  };
  const aPilot = async (locationIds: string[], overrides: object = {}): Promise<string> =>
    succeeded(
      await app.admin.post('/pilots', {
        name: `Upgraded ${++count}`,
        locationIds,
        baseline: BASELINE,
        pilot: PILOT,
        ...overrides,
      }),
    ).id as string;
  const announce = async (locationId: string, body: object): Promise<Figures> =>
    succeeded(await app.admin.post('/maintenance-windows', { locationId, ...body }));
  const evaluationOf = async (id: string): Promise<Figures> =>
    succeeded(await app.admin.get(`/pilots/${id}/evaluation`));

  it('compares eight weeks with eight, by figures that can be computed by hand', async () => {
    const lab = await aLab();
    const id = await aPilot([lab]);
    await announce(lab, CABLES);
    const { beforeAfter, beforeAfterLeftOut } = await evaluationOf(id);
    expect(beforeAfterLeftOut).toBe(0);
    const [only] = beforeAfter;
    expect(beforeAfter).toHaveLength(1);
    expect(only).toMatchObject({
      locationId: lab,
      at: { from: '2026-10-03', to: '2026-10-05' },
      reason: 'New cables',
      before: { from: '2026-08-08', to: '2026-10-03', weeks: 8 },
      after: { from: '2026-10-05', to: '2026-11-30', weeks: 8 },
      warnings: ['many-looks'],
    });
    // 8 · 40 requests and 8 · 20 in 8 · 40 hours each: 0.5, and exp(ln 0.5 ± 1.96 · √(1/320 + 1/160)).
    const [requests] = only.comparisons;
    expect(requests).toMatchObject({
      metric: 'requestsPerOpenHour',
      role: 'exploratory',
      before: 1,
      after: 0.5,
      estimate: 0.5,
      n: { before: 320, after: 160 },
      method: 'wald-log',
    });
    const reach = 1.959964 * Math.sqrt(1 / 320 + 1 / 160);
    expect(requests.interval95[0]).toBeCloseTo(0.5 * Math.exp(-reach), 6);
    expect(requests.interval95[1]).toBeCloseTo(0.5 * Math.exp(reach), 6);
    // Ten of 40, and ten of 20, are escalated.
    const escalated = only.comparisons.find(({ metric }: Figures) => metric === 'escalationShare');
    expect([escalated.before, escalated.after, escalated.estimate]).toEqual([0.25, 0.5, 0.25]);
    const waits = only.comparisons.find(({ metric }: Figures) => metric === 'firstResponseWallMinutesP50');
    expect([waits.before, waits.after, waits.estimate]).toEqual([10, 10, 0]);
    for (const side of ['before', 'after'] as const) {
      const { from, to } = only[side];
      const { totals } = succeeded(
        await app.admin.get(`/pilots/${id}/metrics?phase=pilot&from=${from}&to=${to}`),
      );
      for (const { metric, [side]: figure } of only.comparisons)
        expect([metric, figure]).toEqual([metric, totals.pilot[metric]]);
    }
  });

  it('changes nothing else of the evaluation', async () => {
    const lab = await aLab();
    const targets = [{ metric: 'requestsPerOpenHour', comparison: 'at-least', value: 0.5 }];
    const id = await aPilot([lab], { targets });
    const before = await evaluationOf(id);
    await announce(lab, CABLES);
    const { beforeAfter, marks, ...after } = await evaluationOf(id);
    expect([beforeAfter.length, marks.length]).toEqual([1, 1]);
    expect({ ...after, beforeAfter: [], marks: [] }).toEqual(before);
  });

  it('has the same figures by counts and by rows, with exclusions and a running pilot', async () => {
    const lab = await aLab();
    const exclusions = [{ from: '2026-10-12', to: '2026-10-21', reason: 'flood' }];
    const id = await aPilot([lab], { exclusions });
    app.clock.set('2026-11-20T12:00:00Z');
    await announce(lab, CABLES);
    await announce(lab, { ...CABLES, startsAt: '2026-11-30T12:00:00Z', endsAt: '2026-11-30T13:00:00Z' });
    await app.app.get(CountsService).count();
    const { asOf: _now, ...ofCounts } = await evaluationOf(id);
    const { asOf: _then, ...ofRows } = await withoutCounts(app.database, () => evaluationOf(id));
    expect(ofCounts).toEqual(ofRows);
    const [cables, ahead] = ofCounts.beforeAfter;
    // 5 October to 20 November has six whole weeks, of which the second has no day, and the third is short.
    expect(cables).toMatchObject({ before: { weeks: 5 }, after: { from: '2026-10-05', weeks: 6 } });
    expect(cables.after.to).toBe('2026-11-16');
    expect(ahead.refused).toEqual({
      code: 'NOT_COMPARED',
      message: 'Two whole weeks after it are over on 15 December 2026 at the earliest.',
    });
    expect(ahead.comparisons).toBeUndefined();
  });

  it('takes upgrades within a week for one, with maintenance on their dates, and leaves out what was withdrawn', async () => {
    const lab = await aLab();
    const id = await aPilot([lab]);
    for (const [name, upgradedOn] of [
      ['PC 1', '2026-03-02'],
      ['PC 2', '2026-03-05'],
      ['PC 3', '2026-06-01'],
      ['PC 4', '2025-06-01'],
    ])
      succeeded(await app.admin.post('/workstations', { locationId: lab, name, upgradedOn }));
    await announce(lab, { ...CABLES, startsAt: '2026-06-01T12:00:00Z', endsAt: '2026-06-01T13:00:00Z' });
    const { id: wrong } = await announce(lab, { ...CABLES, closesCoverage: true });
    expect((await app.admin.delete(`/maintenance-windows/${wrong}?reason=Not%20done`)).status).toBe(204);
    const { beforeAfter } = await evaluationOf(id);
    expect(beforeAfter.map(({ at, reason }: Figures) => [at.from, at.to, reason])).toEqual([
      ['2026-03-02', '2026-03-06', '2 workstations upgraded'],
      ['2026-06-01', '2026-06-02', 'New cables; 1 workstation upgraded'],
    ]);
  });

  it('compares the latest twenty, and says how many more there are', async () => {
    const lab = await aLab();
    const other = await aLab();
    const id = await aPilot([lab]);
    await announce(other, CABLES);
    for (let night = 0; night < 22; night++) {
      const startsAt = new Date(Date.parse('2026-02-01T12:00:00Z') + night * 9 * 24 * 3_600_000);
      const endsAt = new Date(+startsAt + 3_600_000);
      await announce(lab, {
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        reason: 'Patches',
      });
    }
    const { beforeAfter, beforeAfterLeftOut } = await evaluationOf(id);
    expect([beforeAfter.length, beforeAfterLeftOut]).toEqual([20, 2]);
    expect(beforeAfter[0].at.from).toBe('2026-02-19');
    const [, one] = beforeAfter;
    expect(one.refused.message).toBe(
      'Under two whole weeks lie between it and other work at the location, so the two cannot be told apart.',
    );
  });

  it('warns of few requests and of another time of the year', async () => {
    const lab = await aLab(() => 3);
    const id = await aPilot([lab]);
    succeeded(
      await app.admin.post('/terms', {
        name: `Fall ${count}`,
        startsOn: '2026-08-03',
        endsOn: '2026-11-29',
        periods: [{ kind: 'exams', startsOn: '2026-11-16', endsOn: '2026-11-29' }],
        weeklyHourCap: { classes: 20, exams: 20, break: 40 },
      }),
    );
    await announce(lab, CABLES);
    const [only] = (await evaluationOf(id)).beforeAfter;
    expect(only.warnings).toEqual(['many-looks', 'few-requests', 'different-periods']);
    const analyst = (await aUser(app, 'analyst', [lab])).client;
    expect(succeeded(await analyst.get(`/pilots/${id}/evaluation`)).beforeAfter).toEqual([only]);
  });
});
