import { withQuery } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, coverageHours, succeeded } from '../support/factories.js';

interface Found {
  items: { startsAt: string; endsAt: string }[];
  summary: { requiredMinutes: number };
}

describe('gaps where clocks change', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const find = async (locationId: string, from: string, to: string): Promise<Found> =>
    succeeded(await app.admin.get(withQuery('/coverage/gaps', { locationId, from, to })));

  /** The gaps of hours that start on one date only, with nobody on shift. */
  async function gapsOn(date: string, timeZone: string, startsAt: string, endsAt: string): Promise<Found> {
    const { id } = await aLocation(app, { timeZone });
    await coverageHours(app, id, { startsAt, endsAt, effectiveFrom: date, effectiveTo: date });
    const noon = Date.parse(`${date}T12:00:00Z`);
    const around = (days: number): string => new Date(noon + days * 86_400_000).toISOString();
    return find(id, around(-3), around(3));
  }

  it.each([
    [
      'the autumn night in Chicago',
      'America/Chicago',
      '2026-10-31',
      '22:00',
      '06:00',
      '2026-10-31T22:00:00-05:00',
      '2026-11-01T06:00:00-06:00',
      540,
    ],
    [
      'the spring night in Chicago',
      'America/Chicago',
      '2027-03-13',
      '22:00',
      '06:00',
      '2027-03-13T22:00:00-06:00',
      '2027-03-14T06:00:00-05:00',
      420,
    ],
    [
      'the autumn day in Chicago',
      'America/Chicago',
      '2026-11-01',
      '00:00',
      '00:00',
      '2026-11-01T00:00:00-05:00',
      '2026-11-02T00:00:00-06:00',
      1500,
    ],
    [
      'the spring day in Chicago',
      'America/Chicago',
      '2027-03-14',
      '00:00',
      '00:00',
      '2027-03-14T00:00:00-06:00',
      '2027-03-15T00:00:00-05:00',
      1380,
    ],
    [
      'an hour that happens twice, from its first to its last',
      'America/Chicago',
      '2026-11-01',
      '01:00',
      '01:30',
      '2026-11-01T01:00:00-05:00',
      '2026-11-01T01:30:00-06:00',
      90,
    ],
    [
      'a start that does not exist',
      'America/Chicago',
      '2027-03-14',
      '02:30',
      '05:00',
      '2027-03-14T03:30:00-05:00',
      '2027-03-14T05:00:00-05:00',
      90,
    ],
    [
      'an end that does not exist',
      'America/Chicago',
      '2027-03-14',
      '01:00',
      '02:30',
      '2027-03-14T01:00:00-06:00',
      '2027-03-14T03:30:00-05:00',
      90,
    ],
    [
      'the half-hour change forward on Lord Howe',
      'Australia/Lord_Howe',
      '2026-10-03',
      '22:00',
      '06:00',
      '2026-10-03T22:00:00+10:30',
      '2026-10-04T06:00:00+11:00',
      450,
    ],
    [
      'the half-hour change back on Lord Howe',
      'Australia/Lord_Howe',
      '2027-04-03',
      '22:00',
      '06:00',
      '2027-04-03T22:00:00+11:00',
      '2027-04-04T06:00:00+10:30',
      510,
    ],
    [
      'a night in Kathmandu',
      'Asia/Kathmandu',
      '2026-10-31',
      '22:00',
      '06:00',
      '2026-10-31T22:00:00+05:45',
      '2026-11-01T06:00:00+05:45',
      480,
    ],
    [
      'a night in UTC',
      'UTC',
      '2026-10-31',
      '22:00',
      '06:00',
      '2026-10-31T22:00:00+00:00',
      '2026-11-01T06:00:00+00:00',
      480,
    ],
    [
      'midnight that does not exist in Santiago',
      'America/Santiago',
      '2027-09-05',
      '00:00',
      '04:00',
      '2027-09-05T01:00:00-03:00',
      '2027-09-05T04:00:00-03:00',
      180,
    ],
  ])('are exact over %s', async (_what, zone, date, startsAt, endsAt, from, to, minutes) => {
    const { items, summary } = await gapsOn(date, zone, startsAt, endsAt);
    expect(items.map((gap) => [gap.startsAt, gap.endsAt])).toEqual([[from, to]]);
    expect(summary.requiredMinutes).toBe(minutes);
  });

  it.each([
    ['hours inside the skipped one', '2027-03-14', '02:00', '03:00'],
    ['hours that end before their moved start', '2027-03-14', '02:30', '03:15'],
  ])('are none for %s', async (_what, date, startsAt, endsAt) => {
    expect((await gapsOn(date, 'America/Chicago', startsAt, endsAt)).items).toEqual([]);
  });

  it('never count twice for whole days that meet at the repeated hour', async () => {
    const { id } = await aLocation(app);
    await coverageHours(app, id, { startsAt: '01:30', endsAt: '01:30', required: 2 });
    const found = await find(id, '2026-10-31T05:00:00Z', '2026-11-03T06:00:00Z');
    expect(found.items).toHaveLength(1);
    expect(found.items[0]).toMatchObject({
      startsAt: '2026-10-31T00:00:00-05:00',
      endsAt: '2026-11-03T00:00:00-06:00',
      required: 2,
    });
  });

  it('treat an exception’s special hours in the same way', async () => {
    const { id } = await aLocation(app);
    const hours = [{ startsAt: '22:00', endsAt: '06:00', required: 1 }];
    const exception = { locationId: id, date: '2026-10-31', kind: 'special', hours, reason: 'Night' };
    succeeded(await app.admin.post('/coverage-exceptions', exception));
    const found = await find(id, '2026-10-31T00:00:00Z', '2026-11-02T00:00:00Z');
    expect(found.summary.requiredMinutes).toBe(540);
  });

  it('measure a shift in real time, so 8 hours leave one of 9 open', async () => {
    const { id } = await aLocation(app);
    const date = '2026-10-31';
    await coverageHours(app, id, {
      startsAt: '22:00',
      endsAt: '06:00',
      effectiveFrom: date,
      effectiveTo: date,
    });
    const startsAt = '2026-10-31T22:00:00-05:00';
    const shift = await aShift(app, id, { startsAt, endsAt: '2026-11-01T05:00:00-06:00' });
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: (await anOperator(app)).id }));
    const found = await find(id, '2026-10-31T00:00:00Z', '2026-11-02T00:00:00Z');
    expect(found.items).toMatchObject([
      { startsAt: '2026-11-01T05:00:00-06:00', endsAt: '2026-11-01T06:00:00-06:00' },
    ]);
  });

  it('change when the location’s zone is corrected', async () => {
    const { id } = await aLocation(app, { timeZone: 'America/New_York' });
    const date = '2026-10-28';
    await coverageHours(app, id, {
      startsAt: '20:00',
      endsAt: '22:00',
      effectiveFrom: date,
      effectiveTo: date,
    });
    const window = ['2026-10-28T00:00:00Z', '2026-10-30T00:00:00Z'] as const;
    expect((await find(id, ...window)).items[0]!.startsAt).toBe('2026-10-28T20:00:00-04:00');
    succeeded(await app.admin.patch(`/locations/${id}`, { timeZone: 'America/Chicago' }));
    expect((await find(id, ...window)).items[0]!.startsAt).toBe('2026-10-28T20:00:00-05:00');
  });
});
