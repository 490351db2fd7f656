import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aSupportRequest, coverageHours } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { pilotMetrics } from '../support/pilots.js';
import { assign } from '../support/assignments.js';

type Metrics = Answer['body'];

describe('the metrics of a pilot, with the calendars of its locations,', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ now: '2027-01-01T18:00:00Z' });
  });
  afterAll(() => app.close());

  const { aPilot, ask, items, alwaysOpen } = pilotMetrics('Calendars', () => app);

  describe('in several zones', () => {
    it('add up minutes before dividing, and use each location’s own days', async () => {
      const [chicago, kolkata] = [await aLocation(app), await aLocation(app, { timeZone: 'Asia/Kolkata' })];
      const hours = { effectiveFrom: '2026-11-10', effectiveTo: '2026-11-10' };
      await coverageHours(app, chicago.id, { ...hours, startsAt: '12:00', endsAt: '13:00' });
      await coverageHours(app, kolkata.id, { ...hours, startsAt: '02:00', endsAt: '11:00' });
      const operator = await anOperator(app);
      const shift = await aShift(app, chicago.id, {
        startsAt: '2026-11-10T12:00:00-06:00',
        endsAt: '2026-11-10T13:00:00-06:00',
      });
      await assign(app, shift.id, operator.id);
      const pilotId = await aPilot([chicago.id, kolkata.id], '2026-11-09', '2026-11-12');
      const { timeZone, totals, items: days } = await ask(pilotId, 'bucket=day');
      expect(timeZone).toBe('UTC');
      expect(totals.pilot).toMatchObject({
        requiredMinutes: 600,
        staffedMinutes: 60,
        coverageRate: 0.1,
        openHours: 10,
      });
      // 02:00 in Kolkata is 20:30 UTC of the previous day, but still counts for the tenth.
      expect(days.map((item: Metrics) => [item.from, item.requiredMinutes])).toEqual([
        ['2026-11-09T00:00:00+00:00', 0],
        ['2026-11-10T00:00:00+00:00', 600],
        ['2026-11-11T00:00:00+00:00', 0],
      ]);
      const places = await items(pilotId, 'by=location');
      expect(places.map((item) => [item.locationId, item.coverageRate]).sort()).toEqual(
        [
          [chicago.id, 1],
          [kolkata.id, 0],
        ].sort(),
      );
      const own = new Map(places.map((item) => [item.locationId, item.from]));
      expect([own.get(chicago.id), own.get(kolkata.id)]).toEqual([
        '2026-11-09T00:00:00-06:00',
        '2026-11-09T00:00:00+05:30',
      ]);
      const ofTheWeek = (await items(pilotId, 'bucket=hour-of-week')).filter((item) => item.openHours > 0);
      expect(ofTheWeek.map((item) => [item.weekday, item.hour])).toEqual(
        [2, 3, 4, 5, 6, 7, 8, 9, 10, 12].map((hour) => [2, hour]),
      );
      const excluding = await aPilot([chicago.id, kolkata.id], '2026-11-09', '2026-11-12', {
        exclusions: [{ from: '2026-11-10', to: '2026-11-11', reason: 'Outage' }],
      });
      const { totals: without, items: cut } = await ask(excluding, 'bucket=day');
      expect(without.pilot).toMatchObject({ requiredMinutes: 0, openHours: 0 });
      expect(cut.map((item: Metrics) => [item.excluded, item.openHours])).toEqual([
        [false, 0],
        [true, null],
        [false, 0],
      ]);
    });
  });

  it('by hour of the week are partial only for the hours concerned', async () => {
    const { id } = await aLocation(app);
    await alwaysOpen(id);
    // The time is noon in Chicago on Friday, 1 January 2027.
    const pilotId = await aPilot([id], '2026-12-21', '2027-01-04', {
      exclusions: [{ from: '2026-12-24', to: '2026-12-25', reason: 'Closed' }],
    });
    const week = await items(pilotId, 'bucket=hour-of-week');
    const partial = week.filter((item) => item.partial).map((item) => `${item.weekday} ${item.hour}`);
    const hours = (weekday: number, from = 0) =>
      Array.from({ length: 24 - from }, (_, index) => `${weekday} ${from + index}`);
    expect(partial).toEqual([...hours(4), ...hours(5, 12), ...hours(6), ...hours(7)]);
  });

  it('count an answer before its request as out of order, and leave it out of percentiles', async () => {
    const { id } = await aLocation(app);
    await alwaysOpen(id);
    await aSupportRequest(app, id, {
      openedAt: '2026-11-10T12:00:00-06:00',
      firstResponseAt: '2026-11-10T11:59:00-06:00',
      resolvedAt: '2026-11-10T11:58:00-06:00',
    });
    const { totals } = await ask(await aPilot([id], '2026-11-09', '2026-11-12'), '');
    expect(totals.pilot).toMatchObject({
      outOfOrder: { firstResponseAt: 1, firstResolvedAt: 1, resolvedAt: 1 },
      missing: { firstResponseAt: 0, resolvedAt: 0 },
      firstResponseWallMinutesN: 0,
      firstResponseWallMinutesP50: null,
      resolved: 1,
    });
  });

  it.each([
    'from=2026-11-03&to=2026-11-03',
    'from=2026-11-03&to=2026-11-02',
    'from=2026-11-03T10:00:00',
    'to=soon',
    'phase=all',
    'bucket=year',
    'by=weather',
    'bucket=',
    'limit=5',
  ])('are refused for ?%s', async (query) => {
    const pilotId = await aPilot([(await aLocation(app)).id], '2026-11-02', '2026-11-04');
    expect((await app.admin.get(`/pilots/${pilotId}/metrics?${query}`)).status).toBe(400);
  });
});
