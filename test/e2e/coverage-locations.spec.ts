import { actionsOn, codesOf, refusedFieldsOf } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aShift,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';

describe('locations', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('is made, read, listed, changed and deleted, each change with its audit event', async () => {
    const made = await app.admin.post('/locations', { name: '  East lab ', timeZone: 'Asia/Kathmandu' });
    expect(made).toMatchObject({ status: 201, body: { name: 'East lab', timeZone: 'Asia/Kathmandu' } });
    expect(made.headers.get('etag')).toBe('"1"');
    const path = `/locations/${made.body.id}`;
    expect((await app.admin.get(path)).body).toEqual(made.body);
    expect((await app.admin.get('/locations')).body.items).toContainEqual(made.body);
    const changed = await app.admin.patch(path, { name: 'West lab' });
    expect(changed).toMatchObject({ status: 200, body: { name: 'West lab', version: 2 } });
    expect((await app.admin.delete(path)).status).toBe(204);
    expect((await app.admin.get(path)).status).toBe(404);
    expect((await app.admin.delete(path)).status).toBe(404);
    expect((await app.admin.patch(path, { name: 'Gone' })).status).toBe(404);
    expect(await actionsOn(app, made.body.id)).toEqual([
      'location.created',
      'location.updated',
      'location.deleted',
    ]);
  });

  it.each([
    ['no name', { timeZone: 'UTC' }, ['name']],
    ['a blank name', { name: '   ', timeZone: 'UTC' }, ['name']],
    ['a name too long', { name: 'x'.repeat(201), timeZone: 'UTC' }, ['name']],
    ['a name that is a number', { name: 7, timeZone: 'UTC' }, ['name']],
    ['a name with a NUL', { name: 'a\0b', timeZone: 'UTC' }, ['name']],
    ['no zone', { name: 'Lab' }, ['timeZone']],
    ['a zone that is nowhere', { name: 'Lab', timeZone: 'Mars/Olympus' }, ['timeZone']],
    ['an offset as a zone', { name: 'Lab', timeZone: '+05:00' }, ['timeZone']],
    ['what luxon alone calls a zone', { name: 'Lab', timeZone: 'UTC+25' }, ['timeZone']],
    ['an unknown field', { name: 'Lab', timeZone: 'UTC', floor: 2 }, ['floor']],
    ['everything wrong at once', { name: null, timeZone: null }, ['name', 'timeZone']],
  ])('is not made with %s', async (_what, body, fields) => {
    expect(refusedFieldsOf(await app.admin.post('/locations', body))).toEqual({ status: 400, fields });
  });

  it('refuses a null where a field may only be left out', async () => {
    const location = await aLocation(app);
    const answer = await app.admin.patch(`/locations/${location.id}`, { name: null });
    expect(refusedFieldsOf(answer)).toEqual({ status: 400, fields: ['name'] });
  });

  it('has a unique name', async () => {
    const taken = succeeded(await app.admin.post('/locations', { name: 'Only one', timeZone: 'UTC' }));
    const other = await aLocation(app);
    const again = await app.admin.post('/locations', { name: 'Only one', timeZone: 'UTC' });
    expect(again).toMatchObject({ status: 409, body: { code: 'NAME_TAKEN' } });
    const renamed = await app.admin.patch(`/locations/${other.id}`, { name: 'Only one' });
    expect(renamed).toMatchObject({ status: 409, body: { code: 'NAME_TAKEN' } });
    expect((await app.admin.patch(`/locations/${taken.id}`, { name: 'Only one' })).status).toBe(200);
  });

  it('is changed and deleted only at the client’s version', async () => {
    const location = await aLocation(app);
    const path = `/locations/${location.id}`;
    succeeded(await app.admin.patch(path, { timeZone: 'UTC' }, { 'if-match': '"1"' }));
    const stale = await app.admin.patch(path, { timeZone: 'Asia/Tokyo' }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
    expect((await app.admin.delete(path, { 'if-match': '"1"' })).status).toBe(412);
    expect((await app.admin.delete(path, { 'if-match': 'nonsense' })).status).toBe(412);
    expect((await app.admin.get(path)).body.timeZone).toBe('UTC');
    expect((await app.admin.delete(path, { 'if-match': '"1", "2"' })).status).toBe(204);
  });

  it('stays while coverage hours, an exception or a shift needs it', async () => {
    const [withHours, withException, withShift] = [
      await aLocation(app),
      await aLocation(app),
      await aLocation(app),
    ];
    await coverageHours(app, withHours.id);
    succeeded(
      await app.admin.post('/coverage-exceptions', {
        locationId: withException.id,
        date: '2026-11-26',
        kind: 'closed',
        reason: 'Thanksgiving',
      }),
    );
    await aShift(app, withShift.id);
    for (const { id } of [withHours, withException, withShift]) {
      const answer = await app.admin.delete(`/locations/${id}`);
      expect(answer).toMatchObject({ status: 409, body: { code: 'IN_USE' } });
      expect(await actionsOn(app, id)).toEqual(['location.created']);
    }
  });

  it('is refused for an invalid id, and not found for an unknown one', async () => {
    expect(codesOf(await app.admin.get('/locations/7'))).toEqual(['INVALID_ID']);
    expect((await app.admin.get(`/locations/${NOWHERE}`)).status).toBe(404);
  });

  it('is listed page by page, each once', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await app.admin.get(`/locations?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page.body.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.body.items.map((item: { id: string }) => item.id));
      cursor = page.body.nextCursor;
    } while (cursor);
    const [row] = await app.database.query<{ count: number }>('SELECT count(*)::int AS count FROM locations');
    expect(seen).toHaveLength(row!.count);
    expect(new Set(seen).size).toBe(seen.length);
    for (const limit of ['0', '201', '1.5', 'all', '']) {
      expect((await app.admin.get(`/locations?limit=${limit}`)).status).toBe(400);
    }
    expect(codesOf(await app.admin.get('/locations?cursor=forged'))).toEqual(['INVALID_CURSOR']);
  });

  it('shows each role its own locations; only admins create or delete them', async () => {
    const [own, foreign] = [await aLocation(app), await aLocation(app)];
    const supervisor = await aUser(app, 'supervisor', [own.id]);
    const campusIt = await aUser(app, 'campus_it', [own.id]);
    const bound = await anOperator(app, { locationIds: [own.id] });
    for (const { client } of [supervisor, campusIt, bound]) {
      const list = await client.get('/locations');
      expect(list.body.items.map((item: { id: string }) => item.id)).toEqual([own.id]);
      expect((await client.get(`/locations/${own.id}`)).status).toBe(200);
      expect((await client.get(`/locations/${foreign.id}`)).status).toBe(404);
      expect((await client.post('/locations', { name: 'Mine', timeZone: 'UTC' })).status).toBe(403);
      expect((await client.delete(`/locations/${own.id}`)).status).toBe(403);
    }
    expect((await supervisor.client.patch(`/locations/${own.id}`, { timeZone: 'UTC' })).status).toBe(200);
    expect((await supervisor.client.patch(`/locations/${foreign.id}`, { timeZone: 'UTC' })).status).toBe(404);
    for (const { client } of [campusIt, bound]) {
      expect((await client.patch(`/locations/${own.id}`, { timeZone: 'UTC' })).status).toBe(403);
    }
    const anywhere = await anOperator(app);
    expect((await anywhere.client.get(`/locations/${foreign.id}`)).status).toBe(200);
  });

  it('is readable for keys by scope, and for nobody without credentials', async () => {
    const reader = await anApiKey(app, ['schedule:read']);
    expect((await reader.get('/locations')).status).toBe(200);
    expect(codesOf(await reader.post('/locations', { name: 'Key', timeZone: 'UTC' }))).toEqual([
      'MISSING_SCOPE',
    ]);
    const writer = await anApiKey(app, ['schedule:write']);
    expect(codesOf(await writer.post('/locations', { name: 'By key', timeZone: 'UTC' }))).toEqual([
      'MISSING_SCOPE',
    ]);
    expect((await app.anonymous.get('/locations')).status).toBe(401);
  });

  it('accepts an id in upper case', async () => {
    const own = await aLocation(app);
    const supervisor = await aUser(app, 'supervisor', [own.id]);
    const hours = {
      locationId: own.id.toUpperCase(),
      weekdays: [1],
      startsAt: '20:00',
      endsAt: '22:00',
      required: 1,
      effectiveFrom: '2026-10-01',
    };
    const made = await supervisor.client.post('/coverage-hours', hours);
    expect(made).toMatchObject({ status: 201, body: { locationId: own.id } });
  });
});
