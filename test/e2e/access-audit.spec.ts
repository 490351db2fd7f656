import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const PASSWORD = 'not for the trail';

describe('the audit trail', () => {
  let app: TestApp;
  let admin: HttpClient;
  let adminId: string;
  beforeAll(async () => {
    app = await startApp();
    admin = checked(app.admin);
    adminId = (await admin.get('/me')).body.id;
  });
  afterAll(() => app.close());

  async function eventsOf(requestId: string): Promise<Record<string, unknown>[]> {
    return (await admin.get('/audit-events?limit=200')).body.items.filter(
      (event: { requestId: string }) => event.requestId === requestId,
    );
  }
  /** Does something as the admin, and returns the audit trail's entry for it. */
  async function trailOf(
    method: string,
    path: string,
    body?: object,
    client = admin,
  ): Promise<{ answer: Answer; events: Record<string, unknown>[] }> {
    const answer = await client.send(method, path, body, { 'x-request-id': 'the-same-each-time' });
    if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return { answer, events: await eventsOf(answer.headers.get('x-request-id')!) };
  }

  it('contains every change of users, with actor and request', async () => {
    const created = await trailOf('POST', '/users', {
      email: 'a@example.edu',
      name: 'A',
      role: 'campus_it',
    });
    const { id } = created.answer.body;
    const byAdmin = { actorKind: 'user', actorId: adminId, entity: 'user', entityId: id };
    expect(created.events).toMatchObject([{ ...byAdmin, action: 'user.created' }]);
    const updated = await trailOf('PATCH', `/users/${id}`, { name: 'B' });
    expect(updated.events).toMatchObject([{ ...byAdmin, action: 'user.updated', details: { name: 'B' } }]);
    const invited = await trailOf('POST', `/users/${id}/invitations`, {});
    expect(invited.events).toMatchObject([{ ...byAdmin, action: 'user.invited' }]);
    const token = invited.answer.body.invitationUrl.split('/').at(-1);
    const bySelf = { actorKind: 'user', actorId: id, entity: 'user', entityId: id };
    const accepted = await trailOf(
      'POST',
      `/auth/invitations/${token}`,
      { password: PASSWORD },
      app.anonymous,
    );
    expect(accepted.events).toMatchObject([{ ...bySelf, action: 'invitation.accepted' }]);
    const signedIn = await trailOf(
      'POST',
      '/auth/login',
      { email: 'a@example.edu', password: PASSWORD },
      app.anonymous,
    );
    expect(signedIn.events).toMatchObject([{ ...bySelf, action: 'session.started' }]);
    const cookie = signedIn.answer.headers.getSetCookie()[0]!.split(';')[0]!;
    const signedOut = await trailOf('POST', '/auth/logout', undefined, app.anonymous.with({ cookie }));
    expect(signedOut.events).toMatchObject([{ ...bySelf, action: 'session.ended' }]);
    const removed = await trailOf('DELETE', `/users/${id}`);
    expect(removed.events).toMatchObject([{ ...byAdmin, action: 'user.removed' }]);
  });

  it('contains every change of keys, operators, positions, locations and settings', async () => {
    const key = await trailOf('POST', '/api-keys', { name: 'K', scopes: ['schedule:write'] });
    expect(key.events).toMatchObject([{ action: 'api-key.created', entityId: key.answer.body.id }]);
    const byKey = app.anonymous.with({ authorization: `Bearer ${key.answer.body.key}` });
    const term = await trailOf(
      'POST',
      '/terms',
      { name: 'T', startsOn: '2027-01-11', endsOn: '2027-05-15' },
      byKey,
    );
    expect(term.events).toMatchObject([
      { actorKind: 'api-key', actorId: key.answer.body.id, action: 'term.created' },
    ]);
    const position = await trailOf('POST', '/positions', { name: 'Lead' });
    const location = await trailOf('POST', '/locations', { name: 'L', timeZone: 'UTC' });
    const operator = await trailOf('POST', '/operators', { name: 'O', email: 'o@example.edu' });
    expect(operator.events.map(({ action }) => action)).toEqual(['operator.created', 'user.created']);
    const changes: [string, string, object | undefined, string][] = [
      ['PATCH', `/positions/${position.answer.body.id}`, { name: 'Leader' }, 'position.updated'],
      ['DELETE', `/positions/${position.answer.body.id}`, undefined, 'position.deleted'],
      ['PATCH', `/locations/${location.answer.body.id}`, { name: 'M' }, 'location.updated'],
      ['DELETE', `/locations/${location.answer.body.id}`, undefined, 'location.deleted'],
      ['PATCH', `/operators/${operator.answer.body.id}`, { weeklyHourCap: 10 }, 'operator.updated'],
      ['DELETE', `/operators/${operator.answer.body.id}`, undefined, 'operator.deleted'],
      ['PATCH', '/settings', { institutionName: 'Library' }, 'settings.updated'],
      ['DELETE', `/api-keys/${key.answer.body.id}`, undefined, 'api-key.revoked'],
    ];
    for (const [method, path, body, action] of changes) {
      const { events } = await trailOf(method, path, body);
      expect(events).toContainEqual(expect.objectContaining({ action, actorId: adminId }));
    }
  });

  it('names the system as the creator of the first admin', async () => {
    const { items } = (await admin.get(`/audit-events?entityId=${adminId}`)).body;
    expect(items.at(-1)).toMatchObject({
      action: 'user.first-admin',
      actorKind: 'system',
      actorId: null,
      requestId: 'start',
    });
  });

  it('contains nothing about refused requests', async () => {
    const before = (await admin.get('/audit-events?limit=1')).body.items[0].id;
    await admin.post('/users', { email: ADMIN.email, name: 'Again', role: 'admin' });
    await admin.delete(`/users/${adminId}`);
    await admin.patch('/settings', { weekStartsOn: 3 }, { 'if-match': '"99"' });
    expect((await admin.get('/audit-events?limit=1')).body.items[0].id).toBe(before);
  });

  it('contains no password, key or token', async () => {
    const key = succeeded(await admin.post('/api-keys', { name: 'K', scopes: ['schedule:write'] })).key;
    const invited = succeeded(
      await admin.post('/users', { email: 'secret@example.edu', name: 'S', role: 'campus_it' }),
    );
    const token = invited.invitationUrl.split('/').at(-1);
    await app.anonymous.post(`/auth/invitations/${token}`, { password: PASSWORD });
    const answer = await app.anonymous.post('/auth/login', {
      email: 'secret@example.edu',
      password: PASSWORD,
    });
    const session = answer.headers.getSetCookie()[0]!.split(/[=;]/)[1]!;
    const [{ trail } = { trail: '' }] = await app.database.query<{ trail: string }>(
      `SELECT string_agg(audit_events::text, ' ') AS trail FROM audit_events`,
    );
    for (const secret of [PASSWORD, ADMIN.password, key, token, session]) {
      expect(secret).toBeTruthy();
      expect(trail).not.toContain(secret);
    }
  });

  it('is read newest first, by entity, actor and time', async () => {
    const all = (await admin.get('/audit-events?limit=200')).body.items as { id: string; at: string }[];
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    const settings = (await admin.get('/audit-events?entity=settings')).body.items as { entity: string }[];
    expect(settings.map(({ entity }) => entity)).toEqual(['settings']);
    expect((await admin.get('/audit-events?from=2026-10-26T17:00:01Z')).body.items).toEqual([]);
    expect((await admin.get('/audit-events?to=2026-10-26T17:00:00Z')).body.items).toEqual([]);
    const byOne = (await admin.get(`/audit-events?actorId=${adminId}&limit=200`)).body.items;
    expect(byOne.length).toBeGreaterThan(5);
    expect(byOne.length).toBeLessThan(all.length);
    for (const wrong of ['entityId=1', 'from=yesterday', 'to=2026-10-26', 'action=x', 'entity=']) {
      expect((await admin.get(`/audit-events?${wrong}`)).status).toBe(400);
    }
  });

  it('identifies requests by its own ids, whatever the client sends', async () => {
    const ids = new Set<string>();
    for (const given of ['my-request-1', 'my-request-1', 'with blanks in it', 'x'.repeat(101)]) {
      const answer = await admin.get('/me', { 'x-request-id': given });
      ids.add(answer.headers.get('x-request-id')!);
    }
    expect(ids.size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tells what another version wrote as it was written', async () => {
    await app.database.query(
      `INSERT INTO audit_events (id, at, actor_kind, request_id, action, entity, entity_id, details)
       VALUES (gen_random_uuid(), '2020-01-01T00:00:00Z', 'system', 'old', 'lamp.lit', 'lamp', $1, '{"lumens": 3}')`,
      [adminId],
    );
    const { items } = (await app.admin.get('/audit-events?entity=lamp')).body;
    expect(items).toMatchObject([{ action: 'lamp.lit', entity: 'lamp', details: { lumens: 3 } }]);
  });
});
