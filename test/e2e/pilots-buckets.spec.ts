import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aShift,
  aSupportRequest,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { pilotMetrics } from '../support/pilots.js';
import { assign, recordAttendance } from '../support/assignments.js';

type Metrics = Answer['body'];

/** Metrics that add up: buckets to the total, locations to the pilot. */
const ADDITIVE = [
  'requiredMinutes',
  'staffedMinutes',
  'missingMinutes',
  'uncoveredMinutes',
  'seats',
  'filledSeats',
  'openHours',
  'staffedHours',
  'requests',
  'requestsOutsideHours',
  'directionalRequests',
  'demandDuringGaps',
  'resolved',
  'escalated',
] as const;

describe('the buckets of a pilot’s metrics', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ now: '2027-01-01T18:00:00Z' });
  });
  afterAll(() => app.close());

  const { aPilot, ask, items, alwaysOpen } = pilotMetrics('Buckets', () => app);

  describe('when the clocks change', () => {
    let autumn: string;
    let spring: string;
    beforeAll(async () => {
      const { id } = await aLocation(app);
      await alwaysOpen(id);
      autumn = await aPilot([id], '2026-10-31', '2026-11-03');
      spring = await aPilot([id], '2026-03-07', '2026-03-10');
      for (const openedAt of [
        '2026-11-01T01:30:00-05:00',
        '2026-11-01T01:30:00-06:00',
        '2026-11-01T01:59:59-06:00',
      ])
        await aSupportRequest(app, id, { openedAt });
    });

    it('have 25 hours in autumn and 23 in spring', async () => {
      const days = async (pilotId: string) =>
        (await items(pilotId, 'bucket=day')).map((item) => [item.from, item.openHours, item.requiredMinutes]);
      expect(await days(autumn)).toEqual([
        ['2026-10-31T00:00:00-05:00', 24, 1440],
        ['2026-11-01T00:00:00-05:00', 25, 1500],
        ['2026-11-02T00:00:00-06:00', 24, 1440],
      ]);
      expect(await days(spring)).toEqual([
        ['2026-03-07T00:00:00-06:00', 24, 1440],
        ['2026-03-08T00:00:00-06:00', 23, 1380],
        ['2026-03-09T00:00:00-05:00', 24, 1440],
      ]);
    });

    it('contain the repeated hour twice and the missing one not at all', async () => {
      const hours = async (pilotId: string, day: string) =>
        (await items(pilotId, 'bucket=hour')).filter((item) => (item.from as string).startsWith(day));
      const repeated = await hours(autumn, '2026-11-01');
      expect(repeated).toHaveLength(25);
      expect(repeated.slice(1, 4).map((item) => [item.from, item.requests, item.openHours])).toEqual([
        ['2026-11-01T01:00:00-05:00', 1, 1],
        ['2026-11-01T01:00:00-06:00', 2, 1],
        ['2026-11-01T02:00:00-06:00', 0, 1],
      ]);
      const missing = await hours(spring, '2026-03-08');
      expect(missing).toHaveLength(23);
      expect(missing.slice(1, 3).map((item) => item.from as string)).toEqual([
        '2026-03-08T01:00:00-06:00',
        '2026-03-08T03:00:00-05:00',
      ]);
    });

    it('collect both repeated hours in their hour of the week', async () => {
      const sunday = async (pilotId: string) =>
        (await items(pilotId, 'bucket=hour-of-week'))
          .filter((item) => item.weekday === 7)
          .map((item) => item.openHours as number);
      expect(await sunday(autumn)).toEqual([1, 2, ...Array<number>(22).fill(1)]);
      expect(await sunday(spring)).toEqual([1, 1, 0, ...Array<number>(21).fill(1)]);
      const week = await items(autumn, 'bucket=hour-of-week');
      expect(week.map((item) => [item.weekday, item.hour])).toEqual(
        Array.from({ length: 168 }, (_, index) => [Math.floor(index / 24) + 1, index % 24]),
      );
      expect(week.find((item) => item.weekday === 7 && item.hour === 1)).toMatchObject({
        requests: 3,
        partial: false,
      });
    });
  });

  describe('of the calendar', () => {
    it('are whole weeks and months, partial where the phase or the present cuts them', async () => {
      const { id } = await aLocation(app);
      await alwaysOpen(id);
      const pilotId = await aPilot([id], '2026-11-04', '2027-02-01', {
        exclusions: [{ from: '2026-12-25', to: '2026-12-26', reason: 'Closed' }],
      });
      const monthsOf = async (query: string) =>
        (await items(pilotId, `bucket=month${query}`)).map((item) => [
          item.from,
          item.to,
          item.partial,
          item.openHours,
        ]);
      expect((await monthsOf(''))[2]).toEqual([
        '2027-01-01T00:00:00-06:00',
        '2027-02-01T00:00:00-06:00',
        true,
        12,
      ]);
      expect(await monthsOf('&planned=true')).toEqual([
        ['2026-11-01T00:00:00-05:00', '2026-12-01T00:00:00-06:00', true, 27 * 24],
        ['2026-12-01T00:00:00-06:00', '2027-01-01T00:00:00-06:00', true, 30 * 24],
        ['2027-01-01T00:00:00-06:00', '2027-02-01T00:00:00-06:00', true, 31 * 24],
      ]);
      const weeks = await items(pilotId, 'bucket=week');
      expect(weeks[0]).toMatchObject({ from: '2026-11-02T00:00:00-06:00', partial: true, openHours: 5 * 24 });
      expect(weeks[1]).toMatchObject({
        from: '2026-11-09T00:00:00-06:00',
        partial: false,
        openHours: 7 * 24,
      });
    });

    it('begin their weeks on the institution’s first day', async () => {
      const { id } = await aLocation(app);
      const pilotId = await aPilot([id], '2026-11-04', '2026-11-20');
      succeeded(await app.admin.patch('/settings', { weekStartsOn: 7 }));
      try {
        expect(
          (await items(pilotId, 'bucket=week')).map((item) => (item.from as string).slice(0, 10)),
        ).toEqual(['2026-11-01', '2026-11-08', '2026-11-15']);
        expect((await items(pilotId, 'bucket=hour-of-week'))[0]).toMatchObject({ weekday: 7, hour: 0 });
      } finally {
        succeeded(await app.admin.patch('/settings', { weekStartsOn: 1 }));
      }
    });

    it('give hours for at most 400 days, of either phase', async () => {
      const { id } = await aLocation(app);
      const pilotId = await aPilot([id], '2025-01-01', '2026-02-06', {
        baseline: { from: '2020-01-01', to: '2024-01-01' },
      });
      const metrics = (query: string) => app.admin.get(`/pilots/${pilotId}/metrics?bucket=hour&${query}`);
      expect((await metrics('phase=pilot')).status).toBe(400);
      expect(succeeded(await metrics('phase=pilot&from=2025-01-03')).items).toHaveLength(399 * 24);
      expect((await metrics('phase=baseline')).status).toBe(400);
      expect(succeeded(await metrics('from=2026-02-01')).items).toHaveLength(5 * 24);
      expect((await metrics('phase=pilot&from=2025-01-03&by=tier&to=2026-02-01')).status).toBe(200);
    });

    it('give no more items than an answer can hold', async () => {
      const { id } = await aLocation(app);
      await app.database.query(
        `INSERT INTO support_requests (id, location_id, opened_at, category)
         SELECT gen_random_uuid(), $1, '2026-06-01T12:00Z', 'c' || n FROM generate_series(1, 30) AS n`,
        [id],
      );
      const pilotId = await aPilot([id], '2026-01-10', '2026-12-01');
      const answer = await app.admin.get(`/pilots/${pilotId}/metrics?phase=pilot&bucket=hour&by=category`);
      expect(answer).toMatchObject({ status: 400, body: { violations: [{ field: 'bucket' }] } });
      expect(await items(pilotId, 'bucket=month&by=category')).toHaveLength(30 * 11);
    });
  });

  it('of an empty pilot contain zeros, and nulls for quotients', async () => {
    const { id } = await aLocation(app);
    const pilotId = await aPilot([id], '2026-11-02', '2026-11-04');
    const { totals } = await ask(pilotId, 'bucket=day');
    for (const [name, value] of Object.entries(totals.pilot as object) as [string, unknown][]) {
      if (typeof value !== 'object' || value === null)
        expect([name, value]).toEqual([
          name,
          /Rate(Attended)?$|Share$|P[59]0$|Per|^answered|Effort$/.test(name) ? null : 0,
        ]);
      else if (!['occupancy', 'workstationUse', 'visits', 'fairness'].includes(name))
        expect(Object.values(value)).not.toContain(null);
    }
    for (const by of ['position', 'channel', 'category']) {
      expect(await items(pilotId, `by=${by}`)).toEqual([]);
      const csv = await app.admin.get(`/pilots/${pilotId}/metrics?by=${by}`, { accept: 'text/csv' });
      expect([csv.status, (csv.body as string).trim()]).toEqual([200, '']);
    }
  });

  it('measure a first resolution in service hours, even after the phase and after a reopening', async () => {
    const { id } = await aLocation(app);
    await coverageHours(app, id);
    const request = await aSupportRequest(app, id, { openedAt: '2026-11-02T20:00:00-06:00' });
    for (const resolvedAt of ['2026-11-03T21:00:00-06:00', null])
      succeeded(await app.admin.patch(`/support-requests/${request.id}`, { resolvedAt }));
    const { totals } = await ask(await aPilot([id], '2026-11-02', '2026-11-03'), '');
    expect(totals.pilot).toMatchObject({
      firstResolutionWallMinutesP50: 25 * 60,
      firstResolutionServiceMinutesP50: 7 * 60,
      resolutionServiceMinutesP50: null,
      resolved: 0,
      missing: { firstResponseAt: 1, resolvedAt: 1 },
    });
  });

  it('write CSV without formulas', async () => {
    const { id } = await aLocation(app);
    const channel = '=HYPERLINK("http://x","y")';
    await aSupportRequest(app, id, { openedAt: '2026-11-02T12:00:00-06:00', channel });
    const pilotId = await aPilot([id], '2026-11-02', '2026-11-04');
    expect((await items(pilotId, 'by=channel')).map((item) => item.channel as string)).toEqual([channel]);
    const csv = await app.admin.get(`/pilots/${pilotId}/metrics?by=channel`, { accept: 'text/csv' });
    expect(csv.body).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
  });

  describe('add up', () => {
    let pilotId: string;
    beforeAll(async () => {
      // A pseudo-random generator, so that all runs have the same records.
      let state = 20_261_101;
      const below = (limit: number): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % limit;
      const places = [await aLocation(app), await aLocation(app)];
      const operators = [await anOperator(app), await anOperator(app), await anOperator(app)];
      const start = Date.parse('2026-10-28T05:00:00Z');
      const minutesOn = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
      for (const { id } of places) {
        await coverageHours(app, id, {
          startsAt: '18:00',
          endsAt: '02:00',
          required: 2,
          effectiveFrom: '2026-10-01',
        });
        await coverageHours(app, id, {
          startsAt: '01:15',
          endsAt: '03:45',
          required: 1,
          weekdays: [6, 7],
          effectiveFrom: '2026-10-01',
        });
      }
      for (const [index, operator] of operators.entries()) {
        for (let day = 0; day < 8; day++) {
          const from = day * 1440 + 700 + below(500);
          const body = {
            startsAt: minutesOn(from),
            endsAt: minutesOn(from + 90 + below(500)),
            seats: 1 + below(2),
          };
          const shift = await aShift(app, places[(index + day) % 2]!.id, body);
          const claim = await assign(app, shift.id, operator.id);
          if (below(3) > 0)
            await recordAttendance(
              app,
              claim.id,
              minutesOn(from - 10 + below(30)),
              minutesOn(from + 60 + below(90)),
            );
        }
      }
      for (let index = 0; index < 150; index++) {
        const opened = below(9 * 1440);
        await aSupportRequest(app, places[index % 2]!.id, {
          openedAt: minutesOn(opened),
          directional: below(6) === 0,
          ...(below(2) && { resolvedAt: minutesOn(opened + below(3000)) }),
          ...(below(4) === 0 && { escalatedAt: minutesOn(opened + below(300)) }),
          channel: ['chat', 'desk', null][below(3)],
        });
      }
      pilotId = await aPilot(
        places.map(({ id }) => id),
        '2026-10-28',
        '2026-11-06',
        {
          exclusions: [{ from: '2026-10-30', to: '2026-10-31', reason: 'Outage' }],
        },
      );
    }, 120_000);

    const sumsOf = (parts: Metrics[]): [string, number][] =>
      ADDITIVE.map((name) => [name, parts.reduce((sum: number, item) => sum + (item[name] as number), 0)]);
    const close = (sums: [string, number][]) =>
      sums.map(([name, value]) => [name, expect.closeTo(value, 6) as number]);

    it.each([
      'bucket=hour',
      'bucket=day',
      'bucket=week',
      'bucket=month',
      'bucket=hour-of-week',
      'by=location',
      'bucket=day&by=location',
    ])('to the totals by %s', async (query) => {
      const { totals, items: parts } = await ask(pilotId, query);
      expect(totals.pilot.requests).toBeGreaterThan(20);
      expect(totals.pilot.staffedMinutes).toBeGreaterThan(1000);
      expect(totals.pilot.demandDuringGaps).toBeGreaterThan(0);
      expect(sumsOf(parts as Metrics[])).toEqual(close(sumsOf([totals.pilot])));
    });

    it('to the results of each day alone', async () => {
      for (const day of await items(pilotId, 'bucket=day')) {
        const [from, to] = [day.from, day.to].map((text: string) => encodeURIComponent(text));
        const alone = (await ask(pilotId, `from=${from}&to=${to}`)).totals.pilot;
        expect(sumsOf([alone])).toEqual(close(sumsOf([day])));
      }
    });

    it('to the requests of each channel', async () => {
      const { totals, items: parts } = await ask(pilotId, 'by=channel');
      for (const name of [
        'requests',
        'requestsOutsideHours',
        'directionalRequests',
        'demandDuringGaps',
        'resolved',
      ])
        expect([name, parts.reduce((sum: number, item: Metrics) => sum + item[name], 0)]).toEqual([
          name,
          totals.pilot[name],
        ]);
    });
  });
});
