import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  aSupportRequest,
  coverageHours,
  succeeded,
} from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { assign, recordAttendance, onShift } from '../support/assignments.js';
import { EVENING } from '../support/evening-metrics.js';

type Metrics = Answer['body'];

/** A moment on the evening of 2 November 2026 in Chicago; hours from 24 on are after midnight. */
const at = (time: string): string => {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  const [date, clock] = hour < 24 ? ['2026-11-02', hour] : ['2026-11-03', hour - 24];
  return `${date}T${String(clock).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00-06:00`;
};

/**
 * One evening, 20:00 to 02:00, two operators required. On shift: two from 20:00 to 24:00 (one came five
 * minutes late and left ten early, one never came), a third from 22:00 to 23:00 on a draft (who stayed 80
 * minutes), one from 00:00 to 01:00. Also a published shift of three seats without claims.
 */
describe('the metrics of a pilot, compared with figures calculated by hand', () => {
  let app: TestApp;
  let locationId: string;
  let pilotId: string;
  let otherPosition: string;
  beforeAll(async () => {
    app = await startApp({ now: '2026-12-01T18:00:00Z' });
    locationId = (await aLocation(app)).id;
    otherPosition = (await aPosition(app)).id;
    const evening = { effectiveFrom: '2026-11-02', effectiveTo: '2026-11-02' };
    await coverageHours(app, locationId, { ...evening, required: 2 });
    await coverageHours(app, locationId, {
      effectiveFrom: '2026-10-19',
      effectiveTo: '2026-10-19',
      endsAt: '00:00',
      required: 0,
    });
    const [first, second, third] = [await anOperator(app), await anOperator(app), await anOperator(app)];
    const long = await aShift(app, locationId, { startsAt: at('20:00'), endsAt: at('24:00'), seats: 2 });
    const late = await assign(app, long.id, first.id);
    await recordAttendance(app, late.id, at('20:05'), at('23:50'));
    const absent = await assign(app, long.id, second.id);
    succeeded(await app.admin.post(`/claims/${absent.id}/no-show`));
    const draft = await onShift(app, locationId, third.id, {
      startsAt: at('22:00'),
      endsAt: at('23:00'),
      status: 'draft',
    });
    await recordAttendance(app, draft.id, at('21:50'), at('23:10'));
    await onShift(app, locationId, first.id, { startsAt: at('24:00'), endsAt: at('25:00') });
    await aShift(app, locationId, { startsAt: at('20:00'), endsAt: at('21:00'), seats: 3 });

    await request('20:30', {
      firstResponseAt: at('20:40'),
      firstResolvedAt: at('21:00'),
      resolvedAt: at('21:30'),
      channel: 'chat',
    });
    await request('25:30', {
      firstResponseAt: at('33:30'),
      escalatedAt: at('34:00'),
      resolvedAt: at('36:00'),
      channel: 'chat',
      category: 'print',
    });
    await request('22:30', {
      firstResponseAt: at('22:31'),
      resolvedAt: at('23:30'),
      tier: 'campus-it',
      readLevel: 3,
    });
    await request('15:00');
    await request('15:30', { escalatedAt: at('16:00') });
    await request('20:15', {
      directional: true,
      firstResponseAt: at('20:16'),
      resolvedAt: at('20:17'),
      readLevel: 1,
    });
    const tally = async (time: string, count: number, body: object = {}) =>
      succeeded(await app.admin.post('/support-tallies', { locationId, at: at(time), count, ...body }));
    await tally('21:00', 3, { channel: 'chat' });
    await tally('24:30', 2);
    await tally('12:00', 4);
    await tally('21:00', 5, { directional: true });
    await aSupportRequest(app, locationId, { openedAt: '2026-10-19T21:00:00-05:00' });
    const pilot = await app.admin.post('/pilots', {
      name: 'One evening',
      locationIds: [locationId],
      baseline: { from: '2026-10-19', to: '2026-10-21' },
      pilot: { from: '2026-11-02', to: '2026-11-04' },
    });
    pilotId = succeeded(pilot).id;
  });
  afterAll(() => app.close());
  const request = (openedAt: string, body: object = {}) =>
    aSupportRequest(app, locationId, { openedAt: at(openedAt), ...body });
  const ask = async (query = ''): Promise<Metrics> =>
    succeeded(await app.admin.get(`/pilots/${pilotId}/metrics?${query}`));

  /** Compares numbers to nine decimals, everything else exactly. */
  const expectMetrics = (actual: Metrics, expected: object): void => {
    for (const [name, value] of Object.entries(expected) as [string, unknown][]) {
      if (typeof value === 'number') expect([name, actual[name]]).toEqual([name, expect.closeTo(value, 9)]);
      else expect([name, actual[name]]).toEqual([name, value]);
    }
  };

  it('are right for the evening', async () => {
    const { totals, items, definitionVersion, timeZone } = await ask('phase=pilot');
    expect([definitionVersion, timeZone]).toEqual([6, 'America/Chicago']);
    expectMetrics(totals.pilot, EVENING);
    expect(Object.keys(totals.pilot).sort()).toEqual(Object.keys(EVENING).sort());
    expect(totals.baseline).toBeUndefined();
    expect(items).toEqual([
      {
        ...totals.pilot,
        phase: 'pilot',
        from: at('0:00'),
        to: '2026-11-04T00:00:00-06:00',
        partial: false,
        excluded: false,
      },
    ]);
  });

  it('are null when the denominator is zero: open hours without an operator', async () => {
    const { totals } = await ask('phase=baseline');
    expectMetrics(totals.baseline, {
      requests: 1,
      openHours: 4,
      requestsPerOpenHour: 1 / 4,
      requiredMinutes: 0,
      staffedHours: 0,
    });
    const rates = Object.entries(totals.baseline as object).filter(([, value]) => value === null);
    expect(rates.map(([name]) => name).sort()).toEqual(
      Object.keys(EVENING)
        .filter((name) => /Rate(Attended)?$|Share$|P[59]0$|Per(Staffed|OccupiedSeat)Hour$|Effort$/.test(name))
        .sort(),
    );
  });

  it('are the same as CSV', async () => {
    const answer = await app.admin.get(`/pilots/${pilotId}/metrics?bucket=day&by=channel`, {
      accept: 'text/csv',
    });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, ...lines] = (answer.body as string)
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    const { items } = await ask('bucket=day&by=channel');
    expect(lines).toHaveLength(items.length);
    items.forEach((item: Metrics, index: number) => {
      const flat = Object.entries(item as object).flatMap(([name, value]: [string, unknown]) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).map(([inner, count]): [string, unknown] => [`${name}.${inner}`, count])
          : ([[name, value]] as [string, unknown][]),
      );
      const cells = new Map(header!.map((name, column) => [name, lines[index]![column]]));
      for (const [name, value] of flat) {
        const text = value === null ? '' : `${value as string | number | boolean}`;
        const columns = cells.has(name) ? [name] : header!.filter((column) => column.startsWith(`${name}.`));
        expect(columns.map((column) => cells.get(column))).toEqual(columns.map(() => text));
        expect([name, columns.length > 0]).toEqual([name, true]);
      }
    });
  });

  it('leave an exclusion out of both numerator and denominator', async () => {
    const pilot = succeeded(
      await app.admin.post('/pilots', {
        name: 'All but the night',
        locationIds: [locationId],
        baseline: { from: '2026-10-19', to: '2026-10-21' },
        pilot: { from: '2026-11-02', to: '2026-11-04' },
        exclusions: [{ from: '2026-11-03', to: '2026-11-10', reason: 'Outage' }],
      }),
    );
    const { totals, items } = succeeded(
      await app.admin.get(`/pilots/${pilot.id}/metrics?phase=pilot&bucket=day`),
    );
    expectMetrics(totals.pilot, {
      requiredMinutes: 480,
      staffedMinutes: 480,
      openHours: 4,
      requests: 5,
      requestsOutsideHours: 6,
      demandDuringGaps: 0,
      seats: 5,
      attendanceRate: 285 / 540,
      staffedHours: 305 / 60,
      // Service hours continue: an answer is measured in them whether they count or not.
      firstResponseServiceMinutesP50: 5.5,
    });
    expect(items.map((item: Metrics) => [item.partial, item.excluded, item.openHours])).toEqual([
      [false, false, 4],
      [true, true, null],
    ]);
    const { phase: _phase, from: _from, to: _to, partial: _partial, excluded: _excluded, ...none } = items[1];
    expect(Object.keys(none).sort()).toEqual(Object.keys(EVENING).sort());
    expect(new Set(Object.values(none as object))).toEqual(new Set([null]));
  });

  describe('limited', () => {
    const window = (from: string, to: string) =>
      `phase=pilot&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;

    it('to calendar dates, hours after midnight belong to the next day', async () => {
      const night = await ask(window('2026-11-03', '2026-11-04'));
      expectMetrics(night.totals.pilot, {
        requiredMinutes: 240,
        staffedMinutes: 60,
        openHours: 2,
        requests: 3,
        seats: 1,
        uncoveredMinutes: 60,
      });
      expect(night.items).toMatchObject([
        { from: '2026-11-03T00:00:00-06:00', to: '2026-11-04T00:00:00-06:00', partial: false },
      ]);
    });

    it('to instants, spans count by their part and a shift by its start', async () => {
      const hour = await ask(window(at('21:30'), at('22:30')));
      expectMetrics(hour.totals.pilot, {
        requiredMinutes: 120,
        staffedMinutes: 120,
        openHours: 1,
        requests: 0,
        directionalRequests: 0,
        staffedHours: (60 + 40) / 60,
        seats: 0,
        attendanceRate: 1,
      });
      expect((await ask(window(at('21:30'), at('22:30')) + '&bucket=day')).items).toMatchObject([
        { partial: true, openHours: 1 },
      ]);
    });

    it('to an hour, an early arrival counts in its own hour', async () => {
      expectMetrics((await ask(window(at('21:50'), at('22:00')))).totals.pilot, {
        staffedHours: 20 / 60,
        attendanceRate: null,
      });
    });

    it('to nothing of a phase, have no items and no sums', async () => {
      const { items, totals } = await ask('bucket=hour&from=2026-11-03&to=2026-11-04');
      expect(new Set(items.map((item: Metrics) => item.phase))).toEqual(new Set(['pilot']));
      expectMetrics(totals.baseline, { openHours: 0, requests: 0, coverageRate: null });
    });
  });

  describe('split', () => {
    const byKey = async (by: string): Promise<Map<string | null, Metrics>> => {
      const { items } = await ask(`phase=pilot&by=${by}`);
      const name = by === 'location' || by === 'position' ? `${by}Id` : by;
      return new Map(items.map((item: Metrics) => [item[name] as string | null, item]));
    };

    it('by channel, with the requests of each and no coverage', async () => {
      const channels = await byKey('channel');
      expect([...channels.keys()]).toEqual(['chat', null]);
      expectMetrics(channels.get('chat'), {
        requests: 5,
        requestsPerOpenHour: 5 / 6,
        requiredMinutes: null,
        seats: null,
        demandDuringGaps: 1,
      });
      expectMetrics(channels.get(null), {
        requests: 3,
        requestsOutsideHours: 6,
        directionalRequests: 6,
        demandDuringGaps: 2,
        staffedMinutes: null,
      });
    });

    it('by category', async () => {
      const categories = await byKey('category');
      expectMetrics(categories.get('print'), { requests: 1, escalated: 1, resolutionWallMinutesP50: 630 });
      expectMetrics(categories.get(null), { requests: 7, escalated: 1 });
    });

    it('by tier, with tallies under the library', async () => {
      const tiers = await byKey('tier');
      expectMetrics(tiers.get('library'), {
        requests: 7,
        firstLevelResolutionRate: 1 / 2,
        staffedHours: 365 / 60,
        requestsPerStaffedHour: 7 / (365 / 60),
        firstResponseWallMinutesN: 4,
      });
      expectMetrics(tiers.get('campus-it'), {
        requests: 1,
        firstLevelResolutionRate: 0,
        readLevels: EVENING.readLevels,
      });
    });

    it('by location, with all metrics but fairness', async () => {
      // Whoever works at several locations has one load, so fairness is of all locations together.
      expectMetrics((await byKey('location')).get(locationId), { ...EVENING, fairness: null });
    });

    it('by position, with the coverage of each and no requests', async () => {
      const { id } = await coverageHours(app, locationId, {
        positionId: otherPosition,
        startsAt: '19:00',
        endsAt: '21:00',
        effectiveFrom: '2026-11-02',
        effectiveTo: '2026-11-02',
      });
      const positions = await byKey('position');
      expect(positions.size).toBe(2);
      expectMetrics(positions.get(otherPosition), {
        requiredMinutes: 120,
        staffedMinutes: 0,
        coverageRate: 0,
        openHours: 2,
        requests: null,
        readLevels: null,
        missing: null,
        demandDuringGaps: null,
      });
      const own = [...positions].find(([key]) => key !== otherPosition)![1];
      expectMetrics(own, {
        requiredMinutes: 720,
        staffedMinutes: 540,
        openHours: 6,
        seats: 6,
        requestsPerOpenHour: null,
      });
      // A gap of any position makes demand unmet: the requests of 20:30 (not the tallies of 21:00) count too.
      expectMetrics((await ask('phase=pilot')).totals.pilot, {
        openHours: 7,
        requiredMinutes: 840,
        coverageRate: 540 / 840,
        demandDuringGaps: 4,
      });
      expect((await app.admin.delete(`/coverage-hours/${id}`)).status).toBe(204);
    });
  });
});
