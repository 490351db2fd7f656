import { refusedFieldsOf, withQuery } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aShift,
  aUser,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';

describe('an operator’s weekly hours', () => {
  let app: TestApp;
  let locationId: string;
  let supervisor: HttpClient;
  let maya: MadeOperator;
  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago', weekStartsOn: 1 }));
    locationId = (await aLocation(app)).id;
    supervisor = (await aUser(app, 'supervisor', [locationId])).client;
    succeeded(
      await app.admin.post('/terms', {
        name: 'Autumn',
        startsOn: '2026-11-02',
        endsOn: '2026-12-10',
        periods: [{ kind: 'break', startsOn: '2026-11-23', endsOn: '2026-11-29' }],
        weeklyHourCap: { classes: 20, exams: 15, break: 40 },
      }),
    );
  });
  beforeEach(async () => (maya = await anOperator(app, { locationIds: [locationId] })));
  afterAll(() => app.close());

  const ask = (operator: MadeOperator, from: string, to: string, client = operator.client): Promise<Answer> =>
    client.get(withQuery(`/operators/${operator.id}/hours`, { from, to }));
  const weeks = async (operator: MadeOperator, from: string, to: string): Promise<unknown[]> =>
    succeeded(await ask(operator, from, to)).items.map(
      ({ weekOf, hours, cap, capOf }: Record<string, unknown>) => [weekOf, hours, cap, capOf],
    );
  const works = async (startsAt: string, endsAt: string): Promise<Answer['body']> => {
    const shift = await aShift(app, locationId, { startsAt, endsAt });
    return succeeded(await maya.client.post(`/shifts/${shift.id}/claims`));
  };

  it('are listed by week, with the cap and where it comes from', async () => {
    await works('2026-11-08T22:00:00-06:00', '2026-11-09T06:00:00-06:00');
    expect(succeeded(await ask(maya, '2026-11-08', '2026-11-10')).items).toEqual([
      {
        weekOf: '2026-11-02',
        startsAt: '2026-11-02T00:00:00-06:00',
        endsAt: '2026-11-09T00:00:00-06:00',
        hours: 2,
        elsewhere: 0,
        cap: 20,
        capOf: 'term',
      },
      {
        weekOf: '2026-11-09',
        startsAt: '2026-11-09T00:00:00-06:00',
        endsAt: '2026-11-16T00:00:00-06:00',
        hours: 6,
        elsewhere: 0,
        cap: 20,
        capOf: 'term',
      },
    ]);
  });

  it('use the term’s cap until the week in which it ends, or a lower one', async () => {
    const busy = await anOperator(app, { weeklyHourCap: 25, otherWeeklyHours: 4.25 });
    expect(await weeks(busy, '2026-11-22', '2026-12-15')).toEqual([
      ['2026-11-16', 4.25, 20, 'term'],
      ['2026-11-23', 4.25, 25, 'operator'],
      ['2026-11-30', 4.25, 20, 'term'],
      ['2026-12-07', 4.25, 20, 'term'],
      ['2026-12-14', 4.25, 25, 'operator'],
    ]);
    expect(await weeks(maya, '2026-12-14', '2026-12-15')).toEqual([['2026-12-14', 0, null, null]]);
  });

  it.each([
    ['nine of the long autumn night', '2026-10-31T22:00:00-05:00', '2026-11-01T06:00:00-06:00', 9, 169],
    ['seven of the short spring night', '2027-03-13T22:00:00-06:00', '2027-03-14T06:00:00-05:00', 7, 167],
  ])('are %s', async (_name, startsAt, endsAt, hours, length) => {
    await works(startsAt, endsAt);
    const date = startsAt.slice(0, 10);
    const { items } = succeeded(await ask(maya, date, endsAt.slice(0, 10)));
    expect(items).toHaveLength(1);
    expect(items[0].hours).toBe(hours);
    expect((Date.parse(items[0].endsAt) - Date.parse(items[0].startsAt)) / 3_600_000).toBe(length);
  });

  it('count what a claim counts: pending and approved ones, and none that ended', async () => {
    const operator = await anOperator(app, { weeklyHourCap: 6, otherWeeklyHours: 1 });
    maya = operator;
    const first = await works('2026-11-17T08:00:00-06:00', '2026-11-17T12:00:00-06:00');
    expect(await weeks(operator, '2026-11-17', '2026-11-18')).toEqual([['2026-11-16', 5, 6, 'operator']]);
    const second = await aShift(app, locationId, {
      startsAt: '2026-11-18T08:00:00-06:00',
      endsAt: '2026-11-18T10:00:00-06:00',
    });
    const refused = await operator.client.post(`/shifts/${second.id}/claims`);
    expect(refused.body.violations[0].params).toMatchObject({ hours: 7, cap: 6, weekOf: '2026-11-16' });
    succeeded(await app.admin.post(`/claims/${first.id}/approve`));
    expect(await weeks(operator, '2026-11-17', '2026-11-18')).toEqual([['2026-11-16', 5, 6, 'operator']]);
    succeeded(await app.admin.post(`/claims/${first.id}/cancel`, { reason: 'Ill' }));
    expect(await weeks(operator, '2026-11-17', '2026-11-18')).toEqual([['2026-11-16', 1, 6, 'operator']]);
  });

  it('use the setting for the first weekday', async () => {
    succeeded(await app.admin.patch('/settings', { weekStartsOn: 7 }));
    expect(await weeks(maya, '2026-11-07', '2026-11-09')).toEqual([
      ['2026-11-01', 0, 20, 'term'],
      ['2026-11-08', 0, 20, 'term'],
    ]);
    succeeded(await app.admin.patch('/settings', { weekStartsOn: 1 }));
  });

  it.each([
    ['an end that is not after the beginning', '2026-11-02', '2026-11-02', 'to'],
    ['more than 400 days', '2026-11-02', '2027-12-10', 'to'],
    ['a date that is none', '2026-11-31', '2026-12-02', 'from'],
    ['an instant', '2026-11-02', '2026-11-09T00:00:00Z', 'to'],
  ])('are refused for %s', async (_name, from, to, field) =>
    expect(refusedFieldsOf(await ask(maya, from, to))).toEqual({ status: 400, fields: [field] }),
  );

  it('are visible to the operator and their supervisors, and not found by others', async () => {
    const statusOf = async (client: HttpClient): Promise<number> =>
      (await ask(maya, '2026-11-02', '2026-11-09', client)).status;
    expect(await statusOf(maya.client)).toBe(200);
    expect(await statusOf(supervisor)).toBe(200);
    expect(await statusOf(app.admin)).toBe(200);
    expect(await statusOf(await anApiKey(app, ['schedule:read']))).toBe(200);
    expect(await statusOf((await anOperator(app, { locationIds: [locationId] })).client)).toBe(404);
    expect(await statusOf((await aUser(app, 'supervisor')).client)).toBe(404);
    expect(await statusOf((await aUser(app, 'campus_it', [locationId])).client)).toBe(403);
    expect(await statusOf((await aUser(app, 'analyst', [locationId])).client)).toBe(403);
    expect(await statusOf(await anApiKey(app, ['metrics:read']))).toBe(403);
    expect(await statusOf(app.anonymous)).toBe(401);
    const nobody = await app.admin.get(`/operators/${NOWHERE}/hours?from=2026-11-02&to=2026-11-09`);
    expect(nobody.status).toBe(404);
  });
});
