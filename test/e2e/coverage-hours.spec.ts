import { actionsOn, codesOf, refusedFieldsOf } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aPosition, aUser, coverageHours, succeeded } from '../support/factories.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';
const DEFAULT_POSITION = '00000000-0000-7000-8000-000000000001';

describe('coverage hours', () => {
  let app: TestApp;
  let location: { id: string };
  const hours = (overrides: object = {}): object => ({
    locationId: location.id,
    weekdays: [7, 1, 3],
    startsAt: '22:00',
    endsAt: '06:00',
    required: 2,
    effectiveFrom: '2026-10-01',
    ...overrides,
  });
  beforeAll(async () => {
    app = await startApp();
    location = await aLocation(app);
  });
  afterAll(() => app.close());

  it('are made for the default position, read, listed, changed and deleted, each with its audit event', async () => {
    const made = await app.admin.post('/coverage-hours', hours());
    expect(made).toMatchObject({
      status: 201,
      body: {
        locationId: location.id,
        positionId: DEFAULT_POSITION,
        weekdays: [1, 3, 7],
        startsAt: '22:00',
        endsAt: '06:00',
        required: 2,
        effectiveFrom: '2026-10-01',
        effectiveTo: null,
        version: 1,
      },
    });
    const path = `/coverage-hours/${made.body.id}`;
    expect((await app.admin.get(path)).body).toEqual(made.body);
    const list = await app.admin.get(`/coverage-hours?locationId=${location.id}`);
    expect(list.body).toEqual({ items: [made.body], nextCursor: null });
    const position = await aPosition(app);
    const changed = await app.admin.patch(path, { positionId: position.id, effectiveTo: '2026-12-20' });
    expect(changed.body).toEqual({
      ...made.body,
      positionId: position.id,
      effectiveTo: '2026-12-20',
      version: 2,
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect((await app.admin.patch(path, { effectiveTo: null })).body.effectiveTo).toBeNull();
    expect((await app.admin.delete(`/positions/${position.id}`)).body.code).toBe('IN_USE');
    expect((await app.admin.delete(path)).status).toBe(204);
    expect((await app.admin.get(path)).status).toBe(404);
    expect(await actionsOn(app, made.body.id)).toEqual([
      'coverage-hours.created',
      'coverage-hours.updated',
      'coverage-hours.updated',
      'coverage-hours.deleted',
    ]);
  });

  it('may be a whole day, need no operator, or last one day', async () => {
    const odd = { startsAt: '09:00', endsAt: '09:00', required: 0, effectiveTo: '2026-10-01' };
    expect((await app.admin.post('/coverage-hours', hours(odd))).status).toBe(201);
  });

  it.each([
    ['no location', { locationId: undefined }, 'locationId'],
    ['a location that is no id', { locationId: 'lab' }, 'locationId'],
    ['a position that is no id', { positionId: 5 }, 'positionId'],
    ['a null position', { positionId: null }, 'positionId'],
    ['no weekdays', { weekdays: undefined }, 'weekdays'],
    ['an empty list of weekdays', { weekdays: [] }, 'weekdays'],
    ['weekday 0', { weekdays: [0] }, 'weekdays'],
    ['weekday 8', { weekdays: [1, 8] }, 'weekdays'],
    ['a weekday twice', { weekdays: [1, 1] }, 'weekdays'],
    ['weekdays as text', { weekdays: ['1'] }, 'weekdays'],
    ['a single weekday outside a list', { weekdays: 1 }, 'weekdays'],
    ['half a weekday', { weekdays: [1.5] }, 'weekdays'],
    ['an hour beyond the day', { startsAt: '24:00' }, 'startsAt'],
    ['a minute beyond the hour', { endsAt: '10:60' }, 'endsAt'],
    ['seconds', { endsAt: '10:00:00' }, 'endsAt'],
    ['an instant as a local time', { startsAt: '2026-10-01T10:00:00Z' }, 'startsAt'],
    ['fewer than nobody', { required: -1 }, 'required'],
    ['more than 200', { required: 201 }, 'required'],
    ['one and a half operators', { required: 1.5 }, 'required'],
    ['operators as text', { required: '1' }, 'required'],
    ['no first date', { effectiveFrom: undefined }, 'effectiveFrom'],
    ['a null first date', { effectiveFrom: null }, 'effectiveFrom'],
    ['a date that does not exist', { effectiveFrom: '2026-02-30' }, 'effectiveFrom'],
    ['a last date that does not exist', { effectiveTo: '2026-13-01' }, 'effectiveTo'],
    ['an instant as a date', { effectiveTo: '2026-12-01T00:00:00Z' }, 'effectiveTo'],
    ['a last date before the first', { effectiveTo: '2026-09-30' }, 'effectiveTo'],
    ['an unknown field', { note: 'late' }, 'note'],
  ])('are not made with %s', async (_what, overrides, field) => {
    const answer = await app.admin.post('/coverage-hours', hours(overrides));
    expect(refusedFieldsOf(answer)).toEqual({ status: 400, fields: [field] });
  });

  it('are not made for an unknown position or location', async () => {
    const position = await app.admin.post('/coverage-hours', hours({ positionId: NOWHERE }));
    expect(position).toMatchObject({ status: 400, body: { code: 'UNKNOWN_POSITION' } });
    expect((await app.admin.post('/coverage-hours', hours({ locationId: NOWHERE }))).status).toBe(404);
  });

  it('do not change when a change is refused', async () => {
    const { id } = await coverageHours(app, location.id, { effectiveTo: '2026-12-20' });
    const path = `/coverage-hours/${id}`;
    const before = (await app.admin.get(path)).body;
    for (const [change, field] of [
      [{ effectiveFrom: '2026-12-21' }, 'effectiveFrom'],
      [{ effectiveTo: '2026-08-23' }, 'effectiveTo'],
      [{ startsAt: null }, 'startsAt'],
      [{ required: null }, 'required'],
      [{ weekdays: [9] }, 'weekdays'],
      [{ locationId: location.id }, 'locationId'],
      [{ positionId: NOWHERE }, 'positionId'],
    ] as const) {
      const answer = await app.admin.patch(path, change);
      expect(answer.status).toBe(400);
      if (field !== 'effectiveFrom') expect(refusedFieldsOf(answer).fields).toEqual([field]);
    }
    expect((await app.admin.patch(path, { required: 3 }, { 'if-match': '"9"' })).status).toBe(412);
    expect((await app.admin.delete(path, { 'if-match': '"9"' })).status).toBe(412);
    expect((await app.admin.get(path)).body).toEqual(before);
    expect((await app.admin.delete(path, { 'if-match': '"1"' })).status).toBe(204);
  });

  it('belong to their location: a foreign row is not found, creating one is forbidden', async () => {
    const foreign = await aLocation(app);
    const { id: foreignId } = await coverageHours(app, foreign.id);
    const { id: ownId } = await coverageHours(app, location.id);
    const { client } = await aUser(app, 'supervisor', [location.id]);
    const list = await client.get('/coverage-hours?limit=200');
    expect(new Set(list.body.items.map((item: { locationId: string }) => item.locationId))).toEqual(
      new Set([location.id]),
    );
    expect((await client.get(`/coverage-hours?locationId=${foreign.id}`)).body.items).toEqual([]);
    expect((await client.get(`/coverage-hours/${foreignId}`)).status).toBe(404);
    expect((await client.patch(`/coverage-hours/${foreignId}`, { required: 5 })).status).toBe(404);
    expect((await client.delete(`/coverage-hours/${foreignId}`)).status).toBe(404);
    expect(codesOf(await client.post('/coverage-hours', hours({ locationId: foreign.id })))).toEqual([
      'FOREIGN_LOCATION',
    ]);
    expect((await client.post('/coverage-hours', hours({ locationId: NOWHERE }))).status).toBe(403);
    expect((await client.post('/coverage-hours', hours())).status).toBe(201);
    expect((await client.patch(`/coverage-hours/${ownId}`, { required: 5 })).body.required).toBe(5);
    expect((await client.delete(`/coverage-hours/${ownId}`)).status).toBe(204);
  });

  it('are readable for Campus IT, and not for operators', async () => {
    const { id } = await coverageHours(app, location.id);
    const foreign = await aLocation(app);
    const { id: foreignId } = await coverageHours(app, foreign.id);
    const campusIt = (await aUser(app, 'campus_it', [location.id])).client;
    expect((await campusIt.get(`/coverage-hours/${id}`)).status).toBe(200);
    expect((await campusIt.get(`/coverage-hours/${foreignId}`)).status).toBe(404);
    const operator = (await anOperator(app)).client;
    expect((await operator.get('/coverage-hours')).status).toBe(403);
    expect((await operator.get(`/coverage-hours/${id}`)).status).toBe(403);
    for (const client of [campusIt, operator]) {
      expect((await client.post('/coverage-hours', hours())).status).toBe(403);
      expect((await client.patch(`/coverage-hours/${id}`, { required: 5 })).status).toBe(403);
      expect((await client.delete(`/coverage-hours/${id}`)).status).toBe(403);
    }
    expect(succeeded(await app.admin.get(`/coverage-hours/${id}`)).required).toBe(1);
  });

  it('refuse unknown filters, and filters of the wrong kind', async () => {
    expect(refusedFieldsOf(await app.admin.get('/coverage-hours?place=1'))).toEqual({
      status: 400,
      fields: ['place'],
    });
    expect(refusedFieldsOf(await app.admin.get('/coverage-hours?locationId=1'))).toEqual({
      status: 400,
      fields: ['locationId'],
    });
  });
});
