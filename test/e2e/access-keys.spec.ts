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

  it('are shown once, and kept as a digest', async () => {
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

  it('do what their scopes say and nothing else, on the rows of an admin', async () => {
    const { body } = await create({ scopes: ['schedule:read', 'schedule:write'] });
    const client = bearing(body.key);
    const location = await aLocation(app);
    expect((await client.get('/locations')).body.items).toHaveLength(1);
    expect((await client.patch(`/locations/${location.id}`, { name: 'Renamed' })).status).toBe(200);
    expect(await client.get('/support-requests')).toMatchObject({
      status: 403,
      body: { code: 'MISSING_SCOPE', detail: 'This API key lacks the scope support:read.' },
    });
  });

  it('are no person: users, keys and the profile stay closed to them', async () => {
    const scopes = ['metrics:read', 'schedule:read', 'schedule:write', 'support:read', 'support:write'];
    const client = bearing((await create({ scopes })).body.key);
    for (const path of ['/users', '/api-keys', '/me', '/audit-events']) {
      expect((await client.get(path)).body.code).toBe('MISSING_SCOPE');
    }
    expect((await client.post('/api-keys', { name: 'More', scopes })).body.code).toBe('MISSING_SCOPE');
    expect((await client.post('/users', {})).body.code).toBe('MISSING_SCOPE');
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

  it('are accepted with the scheme in any case, and only whole', async () => {
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

  it('are made by admins alone', async () => {
    const { client } = await aUser(app, 'supervisor');
    expect((await client.post('/api-keys', { name: 'x', scopes: ['schedule:read'] })).status).toBe(403);
  });
});
