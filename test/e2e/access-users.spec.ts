import { digestOf } from '../../src/platform/ids.js';
import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

const PASSWORD = 'a password of theirs';
const tokenOf = ({ body }: Answer): string => body.invitationUrl.split('/').at(-1);

describe('users', () => {
  let app: TestApp;
  let admin: HttpClient;
  let anonymous: HttpClient;
  beforeAll(async () => {
    app = await startApp({ env: { BASE_URL: 'https://lab.example.edu' } });
    admin = checked(app.admin);
    anonymous = checked(app.anonymous);
  });
  afterAll(() => app.close());

  let count = 0;
  const invite = (overrides: object = {}): Promise<Answer> =>
    admin.post('/users', {
      email: `Person${++count}@Example.edu`,
      name: ' Person ',
      role: 'campus_it',
      ...overrides,
    });
  const accept = (token: string, password = PASSWORD): Promise<Answer> =>
    anonymous.post(`/auth/invitations/${token}`, { password });
  const logIn = (email: string, password = PASSWORD): Promise<Answer> =>
    anonymous.post('/auth/login', { email, password });

  describe('by invitation', () => {
    it('get a link whose token is not in the database', async () => {
      const answer = await invite();
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({
        email: `person${count}@example.edu`,
        name: 'Person',
        active: false,
      });
      expect(answer.body.invitationUrl).toMatch(/^https:\/\/lab\.example\.edu\/invitations\/[\w-]{43}$/);
      const rows = await app.database.query<{ digest: Buffer; row: string }>(
        'SELECT digest, invitations::text AS row FROM invitations WHERE user_id = $1',
        [answer.body.id],
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]!.digest).toEqual(digestOf(tokenOf(answer)));
      expect(rows[0]!.row).not.toContain(tokenOf(answer));
      expect((await admin.get(`/users/${answer.body.id}`)).body).not.toHaveProperty('invitationUrl');
    });

    it('choose a password with it, once', async () => {
      const invited = await invite();
      const accepted = await accept(tokenOf(invited));
      expect(accepted).toMatchObject({ status: 201, body: { email: invited.body.email } });
      expect((await logIn(invited.body.email)).status).toBe(200);
      expect(await accept(tokenOf(invited), 'another password')).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
      expect((await logIn(invited.body.email, 'another password')).status).toBe(401);
    });

    it('get one password when the link is used twice at once', async () => {
      const token = tokenOf(await invite());
      const answers = await Promise.all([1, 2, 3, 4].map((at) => accept(token, `password number ${at}`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404]);
    });

    it('keep the link when the password they choose is refused', async () => {
      const token = tokenOf(await invite());
      for (const password of ['short', '', 'x'.repeat(201), null, 12345678]) {
        const answer = await anonymous.post(`/auth/invitations/${token}`, { password });
        expect(answer).toMatchObject({ status: 400, body: { violations: [{ field: 'password' }] } });
      }
      expect((await accept(token)).status).toBe(201);
    });

    it('lose the link after 14 days', async () => {
      const [first, second] = [await invite(), await invite()];
      app.clock.advance(14 * 24 * 60 - 1);
      expect((await accept(tokenOf(first))).status).toBe(201);
      app.clock.advance(1);
      expect((await accept(tokenOf(second))).status).toBe(404);
    });

    it('can only use the latest link', async () => {
      const first = await invite();
      const second = await admin.post(`/users/${first.body.id}/invitations`);
      expect(second.status).toBe(201);
      expect((await accept(tokenOf(first))).status).toBe(404);
      expect((await accept(tokenOf(second))).status).toBe(201);
    });

    it('set a new password with a new link, which ends their sessions and the old password', async () => {
      const { body } = await invite();
      await accept(body.invitationUrl.split('/').at(-1));
      const cookie = (await logIn(body.email)).headers.getSetCookie()[0]!.split(';')[0]!;
      const again = await admin.post(`/users/${body.id}/invitations`);
      expect((await anonymous.with({ cookie }).get('/me')).status).toBe(200);
      await accept(tokenOf(again), 'a better password');
      expect((await anonymous.with({ cookie }).get('/me')).status).toBe(401);
      expect((await logIn(body.email)).status).toBe(401);
      expect((await logIn(body.email, 'a better password')).status).toBe(200);
    });

    it('lose the link when they are removed', async () => {
      const invited = await invite();
      await admin.delete(`/users/${invited.body.id}`);
      expect((await accept(tokenOf(invited))).status).toBe(404);
      expect((await admin.post(`/users/${invited.body.id}/invitations`)).status).toBe(404);
    });

    it.each(['unknown', '..%2f..', 'a'.repeat(200), '%F0%9F%94%91'])(
      'find nothing at the link %s',
      async (token) => {
        expect((await accept(token)).status).toBe(404);
      },
    );
  });

  describe('in the list', () => {
    it('have unique e-mail addresses, in any case', async () => {
      const { body } = await invite();
      expect(await invite({ email: body.email.toUpperCase() })).toMatchObject({
        status: 409,
        body: { code: 'EMAIL_TAKEN' },
      });
      const other = await invite();
      expect((await admin.patch(`/users/${other.body.id}`, { email: body.email })).body.code).toBe(
        'EMAIL_TAKEN',
      );
      expect((await admin.post('/operators', { name: 'O', email: body.email })).body.code).toBe(
        'EMAIL_TAKEN',
      );
      const same = await admin.patch(`/users/${other.body.id}`, { email: other.body.email.toUpperCase() });
      expect(same).toMatchObject({ status: 200, body: { email: other.body.email } });
    });

    it('free their address when they are removed, and stay in history', async () => {
      const { body } = await invite();
      expect((await admin.delete(`/users/${body.id}`)).status).toBe(204);
      expect((await admin.get(`/users/${body.id}`)).status).toBe(404);
      expect((await admin.patch(`/users/${body.id}`, { name: 'Back' })).status).toBe(404);
      expect((await admin.delete(`/users/${body.id}`)).status).toBe(404);
      expect((await invite({ email: body.email })).status).toBe(201);
      expect(await app.database.query('SELECT FROM users WHERE id = $1', [body.id])).toHaveLength(1);
    });

    it('are bound to locations, named once each in any case', async () => {
      const [here, there] = [await aLocation(app), await aLocation(app)];
      const { body } = await invite({ locationIds: [here.id.toUpperCase()] });
      expect(body.locationIds).toEqual([here.id]);
      const moved = await admin.patch(`/users/${body.id}`, { locationIds: [there.id, here.id] });
      expect(moved.body.locationIds.sort()).toEqual([here.id, there.id].sort());
      const twice = { locationIds: [here.id, here.id.toUpperCase()] };
      expect(await admin.patch(`/users/${body.id}`, twice)).toMatchObject({
        status: 400,
        body: { violations: [{ field: 'locationIds' }] },
      });
      expect((await admin.patch(`/users/${body.id}`, { locationIds: [] })).body.locationIds).toEqual([]);
    });

    it('cannot be bound to an unknown location, and nothing is stored then', async () => {
      const email = 'lost@example.edu';
      const lost = await invite({ email, locationIds: ['00000000-0000-4000-8000-000000000000'] });
      expect(lost).toMatchObject({ status: 409, body: { code: 'UNKNOWN_LOCATION' } });
      expect(await app.database.query('SELECT FROM users WHERE email = $1', [email])).toEqual([]);
    });

    it.each([
      ['an unknown role', { role: 'root' }],
      ['no role', { role: null }],
      ['two roles', { role: ['admin', 'supervisor'] }],
      ['no address', { email: 'person' }],
      ['an address as a number', { email: 7 }],
      ['a blank name', { name: ' ' }],
      ['a name of 201 characters', { name: 'x'.repeat(201) }],
      ['locations that are no list', { locationIds: '00000000-0000-4000-8000-000000000000' }],
      ['locations that are no ids', { locationIds: ['here'] }],
      ['null for the locations', { locationIds: null }],
      ['a password', { password: PASSWORD }],
      ['an id', { id: '00000000-0000-4000-8000-000000000000' }],
    ])('are refused with %s', async (_case, wrong) => {
      expect((await invite(wrong)).status).toBe(400);
      const user = await invite();
      if (!('id' in wrong)) expect((await admin.patch(`/users/${user.body.id}`, wrong)).status).toBe(400);
    });
  });

  describe('by role', () => {
    it('change it among the staff', async () => {
      const { id } = await aUser(app, 'supervisor');
      expect((await admin.patch(`/users/${id}`, { role: 'campus_it' })).body.role).toBe('campus_it');
    });

    it('cannot become operators or stop being operators', async () => {
      const user = await aUser(app, 'supervisor');
      const operator = await anOperator(app);
      for (const [id, role] of [
        [user.id, 'operator'],
        [operator.userId, 'admin'],
      ]) {
        const answer = await admin.patch(`/users/${id}`, { role });
        expect(answer).toMatchObject({ status: 409, body: { code: 'ROLE_FIXED' } });
      }
      const unchanged = await admin.patch(`/users/${operator.userId}`, { role: 'operator', name: 'Same' });
      expect(unchanged).toMatchObject({ status: 200, body: { name: 'Same' } });
    });

    it('get an operator record when they are created as operators', async () => {
      const { body } = await invite({ role: 'operator' });
      expect(body.operatorId).toEqual(expect.any(String));
      const operator = await admin.get(`/operators/${body.operatorId}`);
      expect(operator.body).toMatchObject({ userId: body.id, email: body.email });
      expect(operator.body.positionIds).toHaveLength(1);
    });
  });

  describe('who are admins', () => {
    const admins = async (): Promise<string[]> => {
      const rows = await app.database.query<{ id: string }>(
        `SELECT id FROM users WHERE role = 'admin' AND removed_at IS NULL AND password_hash IS NOT NULL ORDER BY id`,
      );
      return rows.map(({ id }) => id);
    };
    async function another(): Promise<{ id: string; client: HttpClient }> {
      const invited = await invite({ role: 'admin' });
      await accept(tokenOf(invited));
      return { id: invited.body.id, client: await app.signedIn(invited.body.id) };
    }

    it('always keep one admin, on removal and change of role', async () => {
      const [last] = await admins();
      const refused = { status: 409, body: { code: 'LAST_ADMIN' } };
      expect(await admin.delete(`/users/${last}`)).toMatchObject(refused);
      expect(await admin.patch(`/users/${last}`, { role: 'campus_it' })).toMatchObject(refused);
      expect((await logIn(ADMIN.email, ADMIN.password)).status).toBe(200);
    });

    it('do not count admins who have not used their invitation', async () => {
      const [last] = await admins();
      const invited = await invite({ role: 'admin' });
      expect((await admin.delete(`/users/${last}`)).body.code).toBe('LAST_ADMIN');
      expect((await admin.delete(`/users/${invited.body.id}`)).status).toBe(204);
    });

    it('may leave while another stays, but two cannot remove each other at once', async () => {
      const [first] = await admins();
      for (let round = 0; round < 3; round++) {
        const second = await another();
        const answers = await Promise.all([
          admin.delete(`/users/${second.id}`),
          second.client.patch(`/users/${first}`, { role: 'campus_it' }),
        ]);
        expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
        expect(await admins()).toHaveLength(1);
        await app.database.query(`UPDATE users SET role = 'admin', removed_at = NULL WHERE id = $1`, [first]);
        await app.database.query(`UPDATE users SET removed_at = now() WHERE id = $1`, [second.id]);
      }
    });
  });
});
