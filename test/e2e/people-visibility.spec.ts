import { ADMIN, startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aUser,
  succeeded,
  type Made,
  type MadeOperator,
} from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const idsOf = (items: { id: string }[]): string[] => items.map(({ id }) => id).sort();

describe('which people are visible', () => {
  let app: TestApp;
  let here: Made;
  let there: Made;
  let supervisor: HttpClient;
  let homeless: HttpClient;
  let campusIt: HttpClient;
  let local: MadeOperator;
  let foreign: MadeOperator;
  let everywhere: MadeOperator;
  let shared: MadeOperator;

  beforeAll(async () => {
    app = await startApp();
    [here, there] = [await aLocation(app), await aLocation(app)];
    supervisor = checked((await aUser(app, 'supervisor', [here.id])).client);
    const lost = await aUser(app, 'supervisor', [here.id]);
    await app.database.query('DELETE FROM user_locations WHERE user_id = $1', [lost.id]);
    homeless = checked(lost.client);
    campusIt = checked((await aUser(app, 'campus_it', [there.id])).client);
    local = await anOperator(app, { locationIds: [here.id] });
    foreign = await anOperator(app, { locationIds: [there.id] });
    everywhere = await anOperator(app);
    shared = await anOperator(app, { locationIds: [here.id, there.id] });
  });
  afterAll(() => app.close());

  const notFound = { status: 404, body: { code: 'NOT_FOUND' } };
  const foreignLocation = { status: 403, body: { code: 'FOREIGN_LOCATION' } };

  describe('by a supervisor', () => {
    it('are those at their locations; others are not found', async () => {
      expect(idsOf((await supervisor.get('/locations')).body.items)).toEqual([here.id]);
      expect((await supervisor.get(`/locations/${here.id}`)).status).toBe(200);
      expect(await supervisor.get(`/locations/${there.id}`)).toMatchObject(notFound);
      expect(await supervisor.patch(`/locations/${there.id}`, { name: 'Mine' })).toMatchObject(notFound);
      const unknown = await supervisor.get('/locations/00000000-0000-4000-8000-000000000000');
      const { requestId: _one, ...refused } = (await supervisor.get(`/locations/${there.id}`)).body;
      expect(unknown.body).toMatchObject(refused);
    });

    it('are the operators there and those who work everywhere', async () => {
      expect(idsOf((await supervisor.get('/operators')).body.items)).toEqual(
        idsOf([local, everywhere, shared]),
      );
      expect((await supervisor.get(`/operators/${local.id}`)).status).toBe(200);
      for (const answer of [
        await supervisor.get(`/operators/${foreign.id}`),
        await supervisor.patch(`/operators/${foreign.id}`, { name: 'Mine' }),
        await supervisor.delete(`/operators/${foreign.id}`),
      ])
        expect(answer).toMatchObject(notFound);
    });

    it('are none without a location', async () => {
      expect((await homeless.get('/locations')).body.items).toEqual([]);
      expect((await homeless.get('/operators')).body.items).toEqual([]);
      const path = `/operators/${everywhere.id}`;
      expect(await homeless.get(path)).toMatchObject(notFound);
      expect(await homeless.patch(path, { name: 'X' })).toMatchObject(notFound);
      expect(await homeless.delete(path)).toMatchObject(notFound);
    });

    it('can be changed in what holds everywhere only by the supervisor of all their locations', async () => {
      const notAll = { status: 403, body: { code: 'NOT_ALL_LOCATIONS' } };
      for (const { id } of [shared, everywhere]) {
        const path = `/operators/${id}`;
        for (const change of [
          { email: 'taken.over@example.edu' },
          { name: 'Somebody Else' },
          { displayName: 'Else' },
          { weeklyHourCap: 40 },
          { otherWeeklyHours: 1 },
          { employeeId: '1' },
        ])
          expect(await supervisor.patch(path, change)).toMatchObject(notAll);
        expect(await supervisor.delete(path)).toMatchObject(notAll);
        const { positionIds, name } = (await supervisor.get(path)).body;
        expect((await supervisor.patch(path, { positionIds, name })).status).toBe(200);
      }
      expect((await supervisor.patch(`/operators/${local.id}`, { weeklyHourCap: 12 })).status).toBe(200);
    });

    it('give no access to an account in use: only an admin with a fresh sign-in changes its address', async () => {
      const path = `/operators/${local.id}`;
      const email = 'taken.over@example.edu';
      await app.database.query('UPDATE users SET password_hash = $2 WHERE id = $1', [local.userId, 'x']);
      const inUse = { status: 403, body: { code: 'ADDRESS_IN_USE' } };
      const made = succeeded(await app.admin.post('/api-keys', { name: 'K', scopes: ['schedule:write'] }));
      const key = app.anonymous.with({ authorization: `Bearer ${made.key}` });
      for (const client of [supervisor, key])
        expect(await client.patch(path, { email })).toMatchObject(inUse);
      const { email: before } = (await supervisor.get(path)).body;
      expect((await supervisor.patch(path, { email: before.toUpperCase() })).status).toBe(200);
      const { email: address, password } = ADMIN;
      const signedIn = await app.anonymous.post('/auth/login', { email: address, password });
      const admin = app.anonymous.with({ cookie: signedIn.headers.getSetCookie()[0]!.split(';')[0]! });
      app.clock.advance(16);
      const stale = { status: 403, body: { code: 'FRESH_SIGN_IN_NEEDED' } };
      expect(await admin.patch(path, { email })).toMatchObject(stale);
      succeeded(await admin.post('/auth/confirm', { password }));
      expect((await admin.patch(path, { email })).status).toBe(200);
    });

    it('have a binding cap that only an admin changes, with a reason that only admins read', async () => {
      const path = `/operators/${local.id}`;
      const binding = { status: 403, body: { code: 'BINDING_CAP' } };
      expect(await supervisor.patch(path, { capIsBinding: true })).toMatchObject(binding);
      expect(await app.admin.patch(path, { capIsBinding: true })).toMatchObject({
        status: 400,
        body: { code: 'REASON_NEEDED' },
      });
      const bound = await app.admin.patch(path, {
        capIsBinding: true,
        weeklyHourCap: 20,
        capReason: 'F-1 visa',
      });
      expect(bound.body).toMatchObject({ capIsBinding: true, capReason: 'F-1 visa' });
      expect(await supervisor.patch(path, { weeklyHourCap: 30 })).toMatchObject(binding);
      expect(await supervisor.patch(path, { capIsBinding: false })).toMatchObject(binding);
      expect((await supervisor.patch(path, { capIsBinding: true, otherWeeklyHours: 2 })).status).toBe(200);
      expect((await supervisor.get(path)).body).toMatchObject({ weeklyHourCap: 20, capReason: null });
      const newcomer = { name: 'N', email: 'n.ew@example.edu', locationIds: [here.id], capIsBinding: true };
      expect(await supervisor.post('/operators', newcomer)).toMatchObject(binding);
    });

    it('are created at the supervisor’s own locations only', async () => {
      const operator = (locationIds?: string[]): object => ({
        name: 'O',
        email: `o${locationIds?.length ?? ''}@example.edu`,
        ...(locationIds && { locationIds }),
      });
      for (const locationIds of [[there.id], [here.id, there.id], [], undefined]) {
        expect(await supervisor.post('/operators', operator(locationIds))).toMatchObject(foreignLocation);
      }
      expect((await supervisor.post('/operators', operator([here.id]))).status).toBe(201);
      const inCapitals = { ...operator([here.id]), email: 'capitals@example.edu' };
      const locationIds = [here.id.toUpperCase()];
      expect((await supervisor.post('/operators', { ...inCapitals, locationIds })).status).toBe(201);
    });

    it('keep locations that others gave them', async () => {
      const bind = (id: string, locationIds: string[]): ReturnType<HttpClient['patch']> =>
        supervisor.patch(`/operators/${id}`, { locationIds });
      expect(await bind(shared.id, [here.id])).toMatchObject(foreignLocation);
      expect(await bind(shared.id, [])).toMatchObject(foreignLocation);
      expect(await bind(local.id, [here.id, there.id])).toMatchObject(foreignLocation);
      expect(await bind(everywhere.id, [here.id])).toMatchObject(foreignLocation);
      expect((await bind(shared.id, [there.id, here.id])).status).toBe(200);
      expect((await bind(local.id, [here.id])).status).toBe(200);
    });
  });

  describe('by an operator', () => {
    it('are only themselves', async () => {
      const client = checked(local.client);
      expect(idsOf((await client.get('/operators')).body.items)).toEqual([local.id]);
      expect((await client.get(`/operators/${local.id}`)).body.email).toContain('@');
      for (const other of [foreign, everywhere, shared]) {
        expect(await client.get(`/operators/${other.id}`)).toMatchObject(notFound);
      }
      expect((await client.patch(`/operators/${local.id}`, { weeklyHourCap: 168 })).status).toBe(403);
    });

    it('are at the locations they work at: their own, or all', async () => {
      expect(idsOf((await checked(local.client).get('/locations')).body.items)).toEqual([here.id]);
      expect(await local.client.get(`/locations/${there.id}`)).toMatchObject(notFound);
      expect(idsOf((await everywhere.client.get('/locations')).body.items)).toEqual(idsOf([here, there]));
    });

    it('include the settings, but no users, keys or trail', async () => {
      expect((await checked(local.client).get('/settings')).status).toBe(200);
      for (const path of ['/users', `/users/${local.userId}`, '/api-keys', '/audit-events']) {
        expect((await local.client.get(path)).status).toBe(403);
      }
      expect((await local.client.patch('/settings', { weekStartsOn: 7 })).status).toBe(403);
    });

    it('are paged as for everybody', async () => {
      const { body } = await local.client.get('/operators?limit=1');
      expect(body.nextCursor).toBeNull();
    });
  });

  it('by campus IT are the named locations, without operators', async () => {
    expect(idsOf((await campusIt.get('/locations')).body.items)).toEqual([there.id]);
    expect(await campusIt.get(`/locations/${here.id}`)).toMatchObject(notFound);
    expect((await campusIt.get('/operators')).status).toBe(403);
    expect((await campusIt.patch(`/locations/${there.id}`, { name: 'Mine' })).status).toBe(403);
  });

  it('by an admin are all, including the settings', async () => {
    const admin = checked(app.admin);
    expect((await admin.get('/locations')).body.items).toHaveLength(2);
    const settings = await admin.patch('/settings', { timeZone: 'America/Chicago', weekStartsOn: 7 });
    expect(settings.body).toMatchObject({ timeZone: 'America/Chicago', weekStartsOn: 7, version: 2 });
    expect((await admin.get('/settings')).body).toEqual(settings.body);
  });
});
