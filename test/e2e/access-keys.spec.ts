import { digestOf } from '../../src/platform/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, aUser } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

describe('API keys', () => {
  let app: TestApp;
  let admin: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    admin = checked(app.admin);
  });
  afterAll(() => app.close());

  const create = (overrides: object = {}): Promise<Answer> =>
    admin.post('/api-keys', { name: 'Reports', scopes: ['schedule:read'], ...overrides });
  const bearing = (key: string): HttpClient =>
    checked(app.anonymous).with({ authorization: `Bearer ${key}` });

  it('are shown once, and stored as a digest', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body.key).toMatch(/^ah_[\w-]{43}$/);
    const { key, ...rest } = body;
    expect((await admin.get(`/api-keys/${body.id}`)).body).toEqual(rest);
    const listed = (await admin.get('/api-keys')).body.items as { id: string }[];
    expect(listed.find(({ id }) => id === body.id)).toEqual(rest);
    const [row] = await app.database.query<{ digest: Buffer; row: string }>(
      'SELECT digest, api_keys::text AS row FROM api_keys WHERE id = $1',
      [body.id],
    );
    expect(row!.digest).toEqual(digestOf(key));
    expect(row!.row).not.toContain(key);
  });

  it('may do what their scopes say and nothing else, on the rows of an admin', async () => {
    const { body } = await create({ scopes: ['schedule:read', 'schedule:write'] });
    const client = bearing(body.key);
    const location = await aLocation(app);
    expect((await client.get('/locations')).body.items).toHaveLength(1);
    const hours = {
      weekdays: [1],
      startsAt: '20:00',
      endsAt: '23:00',
      required: 1,
      effectiveFrom: '2026-11-02',
    };
    expect((await client.post('/coverage-hours', { locationId: location.id, ...hours })).status).toBe(201);
    expect(await client.get('/support-requests')).toMatchObject({
      status: 403,
      body: { code: 'MISSING_SCOPE', detail: 'This API key lacks the scope support:read.' },
    });
  });

  it('are not people: users, keys and the profile are closed to them', async () => {
    const scopes = ['metrics:read', 'schedule:read', 'schedule:write', 'support:read', 'support:write'];
    const client = bearing((await create({ scopes })).body.key);
    for (const path of ['/users', '/api-keys', '/me', '/audit-events']) {
      expect((await client.get(path)).body.code).toBe('MISSING_SCOPE');
    }
    expect((await client.post('/api-keys', { name: 'More', scopes })).body.code).toBe('MISSING_SCOPE');
    expect((await client.post('/users', {})).body.code).toBe('MISSING_SCOPE');
  });

  it('get no links, and so cannot create accounts that outlive them', async () => {
    const client = bearing((await create({ scopes: ['schedule:write', 'schedule:read'] })).body.key);
    const made = await client.post('/operators', { name: 'Noor Aziz', email: 'noor@example.edu' });
    expect(made.status).toBe(201);
    expect(made.body).not.toHaveProperty('invitationUrl');
    const invitations = await app.database.query('SELECT FROM invitations WHERE user_id = $1', [
      made.body.userId,
    ]);
    expect(invitations).toEqual([]);
    const link = await admin.post(`/users/${made.body.userId}/invitations`);
    expect(link.body.invitationUrl).toMatch(/\/invitations\//);
  });

  it('are valid for a year by default', async () => {
    const { expiresAt } = (await create()).body;
    expect(Date.parse(expiresAt) - app.clock.now()).toBe(365 * 24 * 3_600_000);
    expect((await create({ expiresAt: null })).body.expiresAt).toBeNull();
    expect((await create({ expiresAt: '2031-01-01T00:00:00Z' })).body.expiresAt).toBe(
      '2031-01-01T00:00:00+00:00',
    );
  });

  it('may be bound to locations: there they have a supervisor’s rights, elsewhere none', async () => {
    const [here, there] = [await aLocation(app), await aLocation(app)];
    const scopes = ['metrics:read', 'schedule:read', 'schedule:write', 'support:read', 'support:write'];
    const made = (await create({ scopes, locationIds: [here.id] })).body;
    expect(made.locationIds).toEqual([here.id]);
    const client = bearing(made.key);
    expect((await client.get('/locations')).body.items).toMatchObject([{ id: here.id }]);
    expect((await client.get(`/locations/${there.id}`)).status).toBe(404);
    const term = { name: 'T', startsOn: '2028-01-11', endsOn: '2028-05-15' };
    expect((await client.post('/terms', term)).body.code).toBe('BOUND_KEY');
    expect((await create({ locationIds: [] })).status).toBe(400);
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect((await create({ locationIds: [nowhere] })).body.code).toBe('UNKNOWN_LOCATION');
  });

  it('show who is responsible for them, and to the hour when they were last used', async () => {
    const { id, key } = (await create()).body;
    const me = (await admin.get('/me')).body;
    const read = async () => (await admin.get(`/api-keys/${id}`)).body;
    expect(await read()).toMatchObject({ ownerId: me.id, ownerName: me.name, lastUsedAt: null });
    await bearing(key).get('/locations');
    const first = (await read()).lastUsedAt;
    expect(Date.parse(first)).toBe(app.clock.now());
    app.clock.advance(59);
    await bearing(key).get('/locations');
    expect((await read()).lastUsedAt).toBe(first);
    app.clock.advance(2);
    await bearing(key).get('/locations');
    expect(Date.parse((await read()).lastUsedAt)).toBe(app.clock.now());
    app.clock.advance(-61);
  });

  it('end with their admin, and the other admins are notified; a key that was handed over stays', async () => {
    const leaver = await aUser(app, 'admin');
    const stays = (await admin.get('/me')).body.id as string;
    const made = async (name: string): Promise<{ id: string; key: string }> =>
      (await leaver.client.post('/api-keys', { name, scopes: ['schedule:read'] })).body;
    const [ends, goesOn] = [await made('Nightly report'), await made('Wall display')];
    const handOver = `/api-keys/${goesOn.id}/hand-over`;
    const supervisor = await aUser(app, 'supervisor');
    expect(await admin.post(handOver, { userId: supervisor.id })).toMatchObject({
      status: 409,
      body: { code: 'NOT_AN_ADMIN' },
    });
    expect((await admin.post(handOver, { userId: stays })).body).toMatchObject({
      ownerId: stays,
      version: 2,
    });
    expect((await bearing(ends.key).get('/locations')).status).toBe(200);
    expect((await admin.patch(`/users/${leaver.id}`, { role: 'campus_it' })).status).toBe(200);
    expect((await bearing(ends.key).get('/locations')).status).toBe(401);
    expect((await bearing(goesOn.key).get('/locations')).status).toBe(200);
    await app.jobsDone();
    const told = (await admin.get(`/messages?userId=${stays}`)).body.items;
    expect(told[0]).toMatchObject({ kind: 'api-keys-ended' });
    expect(told[0].body).toContain('Nightly report');
    expect(told[0].body).not.toContain('Wall display');
  });

  it('end when they expire', async () => {
    const expiresAt = new Date(app.clock.now() + 60 * 60_000).toISOString();
    const { body } = await create({ expiresAt });
    expect(body.expiresAt).toBe('2026-10-26T18:00:00+00:00');
    const client = bearing(body.key);
    app.clock.advance(59);
    expect((await client.get('/locations')).status).toBe(200);
    app.clock.advance(1);
    expect(await client.get('/locations')).toMatchObject({ status: 401, body: { code: 'INVALID_API_KEY' } });
  });

  it('end at once when they are revoked', async () => {
    const { body } = await create();
    const client = bearing(body.key);
    expect((await client.get('/locations')).status).toBe(200);
    expect((await admin.delete(`/api-keys/${body.id}`)).status).toBe(204);
    expect((await client.get('/locations')).status).toBe(401);
    expect((await admin.get(`/api-keys/${body.id}`)).status).toBe(404);
    expect((await admin.delete(`/api-keys/${body.id}`)).status).toBe(404);
    const left = (await admin.get('/api-keys')).body.items as { id: string }[];
    expect(left.map(({ id }) => id)).not.toContain(body.id);
  });

  it('honour If-Match when they are revoked', async () => {
    const { body, headers } = await create();
    const revoke = (tag: string): Promise<Answer> =>
      admin.delete(`/api-keys/${body.id}`, { 'if-match': tag });
    expect((await revoke('"2"')).status).toBe(412);
    expect((await revoke(headers.get('etag')!)).status).toBe(204);
  });

  it.each([
    ['no scope', { scopes: [] }],
    ['an unknown scope', { scopes: ['users:write'] }],
    ['a scope twice', { scopes: ['schedule:read', 'schedule:read'] }],
    ['a scope instead of a list', { scopes: 'schedule:read' }],
    ['a blank name', { name: '\t' }],
    ['an end in the past', { expiresAt: '2026-10-26T16:59:59Z' }],
    ['an end without an offset', { expiresAt: '2027-01-01T00:00:00' }],
    ['an end that does not exist', { expiresAt: '2027-02-30T00:00:00Z' }],
    ['an end that is no text', { expiresAt: 1830297600000 }],
    ['a role', { role: 'admin' }],
  ])('are refused with %s', async (_case, wrong) => {
    expect((await create(wrong)).status).toBe(400);
  });

  it('are accepted with the scheme in any case, and only complete', async () => {
    const { key } = (await create()).body;
    const get = (authorization: string): Promise<Answer> =>
      app.anonymous.get('/locations', { authorization });
    expect((await get(`bearer ${key}`)).status).toBe(200);
    for (const wrong of [
      `Bearer ${key}x`,
      `Bearer ${key.slice(0, -1)}`,
      `Bearer  ${key}`,
      key,
      `Token ${key}`,
    ]) {
      expect((await get(wrong)).status).toBe(401);
    }
  });

  it('are created by admins only', async () => {
    const { client } = await aUser(app, 'supervisor');
    expect((await client.post('/api-keys', { name: 'x', scopes: ['schedule:read'] })).status).toBe(403);
  });
});
