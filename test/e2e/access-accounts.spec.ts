import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeUser } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const PASSWORD = 'a quiet library';
const tokenOf = (url: string): string => url.split('/').at(-1)!;

describe('an account that is changed', () => {
  let app: TestApp;
  let admin: HttpClient;
  let here: string;
  let there: string;
  beforeAll(async () => {
    app = await startApp();
    admin = checked(app.admin);
    here = (await aLocation(app)).id;
    there = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  /** A second admin, with a password. */
  async function anAdmin(): Promise<MadeUser> {
    const made = await aUser(app, 'admin');
    const { invitationUrl } = succeeded(await admin.post(`/users/${made.id}/invitations`));
    succeeded(
      await app.anonymous.post(`/auth/invitations/${tokenOf(invitationUrl)}`, { password: PASSWORD }),
    );
    return { ...made, client: await app.signedIn(made.id) };
  }
  const aShiftBy = (client: HttpClient, locationId: string): Promise<Answer> =>
    client.post('/shifts', {
      locationId,
      startsAt: '2026-10-29T20:00:00Z',
      endsAt: '2026-10-29T22:00:00Z',
      seats: 1,
    });

  it('has its name, address, role and locations as they were given, and its version moved on', async () => {
    const { id } = await aUser(app, 'campus_it', [here]);
    const before = (await admin.get(`/users/${id}`)).body;
    const change = {
      name: 'Dana Kim',
      email: 'dana.kim@example.edu',
      role: 'supervisor',
      locationIds: [there],
    };
    const answer = await admin.patch(`/users/${id}`, change);
    expect(answer).toMatchObject({
      status: 200,
      body: { ...change, displayName: 'Dana', version: before.version + 1 },
    });
    expect((await admin.get(`/users/${id}`)).body).toEqual(answer.body);
  });

  it('has its new rights at once, in open sessions too', async () => {
    const { id, client } = await aUser(app, 'supervisor', [here]);
    expect((await aShiftBy(client, here)).status).toBe(201);
    succeeded(await admin.patch(`/users/${id}`, { locationIds: [there] }));
    expect(await aShiftBy(client, here)).toMatchObject({ status: 403, body: { code: 'FOREIGN_LOCATION' } });
    expect((await aShiftBy(client, there)).status).toBe(201);
    succeeded(await admin.patch(`/users/${id}`, { role: 'analyst' }));
    expect(await aShiftBy(client, there)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect((await client.get('/pilots')).status).toBe(200);
    succeeded(await admin.patch(`/users/${id}`, { role: 'admin' }));
    expect((await client.get('/users')).status).toBe(200);
    succeeded(await admin.delete(`/users/${id}`));
    expect((await client.get('/me')).status).toBe(401);
  });

  it('takes its API keys along: they end when it is no longer an admin’s, and when it is removed', async () => {
    for (const end of [
      (id: string) => admin.patch(`/users/${id}`, { role: 'campus_it' }),
      (id: string) => admin.delete(`/users/${id}`),
    ]) {
      const { id, client } = await aUser(app, 'admin');
      const { key } = succeeded(await client.post('/api-keys', { name: 'Sheet', scopes: ['metrics:read'] }));
      const holder = app.anonymous.with({ authorization: `Bearer ${key}` });
      expect((await holder.get('/pilots')).status).toBe(200);
      succeeded(await end(id));
      expect((await holder.get('/pilots')).status).toBe(401);
      // An account that becomes an admin again does not get back what has ended.
      await admin.patch(`/users/${id}`, { role: 'admin' });
      expect((await holder.get('/pilots')).status).toBe(401);
    }
  });

  it('cannot change its own role, but everything else', async () => {
    const other = await anAdmin();
    for (const role of ['supervisor', 'campus_it', 'analyst'])
      expect(await other.client.patch(`/users/${other.id}`, { role, locationIds: [here] })).toMatchObject({
        status: 403,
        body: { code: 'OWN_ROLE', detail: expect.stringContaining('Another admin can change yours') },
      });
    expect((await admin.get(`/users/${other.id}`)).body).toMatchObject({ role: 'admin', locationIds: [] });
    const same = await other.client.patch(`/users/${other.id}`, { role: 'admin', name: 'Still Me' });
    expect(same).toMatchObject({ status: 200, body: { name: 'Still Me' } });
    expect((await admin.patch(`/users/${other.id}`, { role: 'campus_it' })).status).toBe(200);
  });

  it('always leaves one admin, even when two lower each other’s role at the same moment', async () => {
    const [first] = await app.database.query<{ id: string }>(
      `SELECT id FROM users WHERE role = 'admin' AND removed_at IS NULL AND password_hash IS NOT NULL ORDER BY id LIMIT 1`,
    );
    for (let round = 0; round < 3; round++) {
      const second = await anAdmin();
      const answers = await Promise.all([
        app.admin.patch(`/users/${second.id}`, { role: 'campus_it' }),
        second.client.patch(`/users/${first!.id}`, { role: 'campus_it' }),
      ]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect([409, 403]).toContain(answers.find(({ status }) => status !== 200)!.status);
      await app.database.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [first!.id]);
      await app.database.query(`UPDATE users SET role = 'campus_it' WHERE id = $1`, [second.id]);
    }
  });

  it('keeps a location when its role needs one', async () => {
    for (const role of ['supervisor', 'analyst']) {
      const { id } = await aUser(app, role, [here]);
      const refused = {
        status: 400,
        body: { code: 'LOCATION_NEEDED', violations: [{ field: 'locationIds' }] },
      };
      expect(await admin.patch(`/users/${id}`, { locationIds: [] })).toMatchObject(refused);
      const other = await aUser(app, 'campus_it');
      expect(await admin.patch(`/users/${other.id}`, { role })).toMatchObject(refused);
      expect((await admin.get(`/users/${other.id}`)).body.role).toBe('campus_it');
    }
  });

  it('notifies its old address of the new one, and signs in with the new one', async () => {
    const made = succeeded(
      await admin.post('/users', { name: 'Noa Bar', email: 'noa.old@example.edu', role: 'campus_it' }),
    );
    const token = tokenOf(made.invitationUrl);
    succeeded(await app.anonymous.post(`/auth/invitations/${token}`, { password: PASSWORD }));
    succeeded(await admin.patch(`/users/${made.id}`, { email: 'noa.new@example.edu' }));
    await app.jobsDone();
    const [told] = (await admin.get(`/messages?userId=${made.id}`)).body.items;
    expect(told).toMatchObject({ kind: 'address-changed', address: 'noa.old@example.edu' });
    expect(told.body).toContain('noa.new@example.edu');
    const signIn = (email: string) => app.anonymous.post('/auth/login', { email, password: PASSWORD });
    expect((await signIn('noa.old@example.edu')).status).toBe(401);
    expect((await signIn('noa.new@example.edu')).status).toBe(200);
  });

  it('loses the link that was sent to a wrong address', async () => {
    const made = succeeded(
      await admin.post('/users', { name: 'Ada', email: 'ada.wrogn@example.edu', role: 'campus_it' }),
    );
    succeeded(await admin.patch(`/users/${made.id}`, { email: 'ada.wrong@example.edu' }));
    const accept = (url: string) =>
      app.anonymous.post(`/auth/invitations/${tokenOf(url)}`, { password: PASSWORD });
    expect((await accept(made.invitationUrl)).status).toBe(404);
    const again = succeeded(await admin.post(`/users/${made.id}/invitations`));
    expect((await accept(again.invitationUrl)).status).toBe(201);
    // The same address in another spelling is no change.
    const other = succeeded(
      await admin.post('/users', { name: 'Ada', email: 'ada.same@example.edu', role: 'campus_it' }),
    );
    succeeded(await admin.patch(`/users/${other.id}`, { email: 'Ada.Same@Example.edu', name: 'Ada B' }));
    expect((await accept(other.invitationUrl)).status).toBe(201);
  });

  it('is changed only at the version that the client has seen', async () => {
    const { id } = await aUser(app, 'campus_it');
    const stale = { 'if-match': '"1"' };
    succeeded(await admin.patch(`/users/${id}`, { name: 'First' }, stale));
    expect((await admin.patch(`/users/${id}`, { name: 'Second' }, stale)).status).toBe(412);
    expect((await admin.delete(`/users/${id}`, stale)).status).toBe(412);
    expect((await admin.get(`/users/${id}`)).body.name).toBe('First');
  });

  it('of an operator keeps their shifts, and the operator shows the change too', async () => {
    const operator = await anOperator(app, { locationIds: [here] });
    const shift = await aShift(app, here);
    succeeded(await admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id }));
    succeeded(
      await admin.patch(`/users/${operator.userId}`, { name: 'Maya Lin', locationIds: [here, there] }),
    );
    const shown = (await admin.get(`/operators/${operator.id}`)).body;
    expect(shown.name).toBe('Maya Lin');
    expect(shown.locationIds.sort()).toEqual([here, there].sort());
    expect((await admin.get(`/claims?operatorId=${operator.id}`)).body.items).toHaveLength(1);
    expect(await admin.delete(`/users/${operator.userId}`)).toMatchObject({
      status: 409,
      body: { code: 'IS_OPERATOR' },
    });
  });

  it('leaves actor, action and time in the trail', async () => {
    const { id } = await aUser(app, 'campus_it');
    succeeded(await admin.patch(`/users/${id}`, { role: 'analyst', locationIds: [here] }));
    succeeded(await admin.delete(`/users/${id}`));
    const events = (await admin.get(`/audit-events?entityId=${id}`)).body.items as {
      action: string;
      details: object;
    }[];
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['user.created', 'user.updated', 'user.removed']),
    );
    expect(events.find(({ action }) => action === 'user.updated')!.details).toEqual({
      role: 'analyst',
      locationIds: [here],
    });
  });
});
