import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { aUser, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

const WRONG = 'not the right horse';
const ON = { RATE_LIMITS: 'on', TRUST_PROXY: 'on' };

const statuses = (answers: readonly Answer[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};
const cookiesOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

describe('sign-in attempts, at two replicas on one database', () => {
  let one: TestApp;
  let other: TestApp;
  beforeEach(async () => {
    one = await startApp({ env: ON });
    other = await startApp({ database: one.database, env: ON });
  });
  afterEach(async () => {
    await other.close();
    await one.close();
  });

  /** From a new address each time, unless one is given. */
  let last = 0;
  const from = (address = `198.51.100.${++last % 250}`): Record<string, string> => ({
    'x-forwarded-for': address,
  });
  const logIn = (
    app: TestApp,
    email: string,
    password: string,
    headers: Record<string, string> = from(),
  ): Promise<Answer> => app.anonymous.post('/auth/login', { email, password }, headers);
  async function series(times: number, attempt: () => Promise<Answer>): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let at = 0; at < times; at++) answers.push(await attempt());
    return answers;
  }
  const advance = (minutes: number): void => [one, other].forEach(({ clock }) => clock.advance(minutes));

  it.each([ADMIN.email, 'nobody@example.edu'])(
    'wait longer each time for the account %s, from any address',
    async (email) => {
      expect(statuses(await series(10, () => logIn(one, email, WRONG)))).toEqual({ 401: 10 });
      for (const minutes of [1, 2, 4, 8, 15, 15]) {
        const refused = await logIn(other, ` ${email.toUpperCase()}`, ADMIN.password);
        expect(refused).toMatchObject({
          status: 429,
          body: { code: 'TOO_MANY_REQUESTS', params: { seconds: minutes * 60 } },
        });
        expect(refused.headers.get('retry-after')).toBe(String(minutes * 60));
        expect(refused.headers.getSetCookie()).toEqual([]);
        advance(minutes);
        expect((await logIn(one, email, WRONG)).status).toBe(401);
      }
      advance(24 * 60 + 16);
      expect(statuses(await series(10, () => logIn(other, email, WRONG)))).toEqual({ 401: 10 });
    },
  );

  it('all count, with any number at once at both', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) => logIn(at % 2 ? one : other, ADMIN.email, WRONG)),
    );
    expect(statuses(answers)).toEqual({ 401: 10, 429: 50 });
  });

  it('start again after a right password, and do not affect other accounts', async () => {
    await series(9, () => logIn(one, ADMIN.email, WRONG));
    expect((await logIn(other, ADMIN.email, ADMIN.password)).status).toBe(200);
    expect(statuses(await series(10, () => logIn(one, ADMIN.email, WRONG)))).toEqual({ 401: 10 });
    expect((await logIn(one, 'nobody@example.edu', WRONG)).status).toBe(401);
  });

  it('of others do not block a user on their own device, where wrong ones count separately', async () => {
    const first = await logIn(one, ADMIN.email, ADMIN.password);
    const device = cookiesOf(first).split('; ')[1]!;
    expect(first.headers.getSetCookie()[1]).toMatch(
      /^afterhours_device=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const here = (password: string): Promise<Answer> =>
      logIn(other, ADMIN.email, password, { ...from('192.0.2.1'), cookie: device });
    await series(10, () => logIn(one, ADMIN.email, WRONG, from('192.0.2.1')));
    expect((await logIn(one, ADMIN.email, ADMIN.password)).status).toBe(429);
    const again = await here(ADMIN.password);
    expect(again.status).toBe(200);
    expect(cookiesOf(again)).toContain(device);
    expect(statuses(await series(11, () => here(WRONG)))).toEqual({ 401: 10, 429: 1 });
    advance(1);
    expect((await here(ADMIN.password)).status).toBe(200);
    // The cookie identifies a device and its user; it does not sign anybody in.
    expect((await one.anonymous.with({ cookie: device }).get('/me')).status).toBe(401);
    const kept = await one.database.query<{ row: string }>('SELECT d::text AS row FROM known_devices d');
    expect(kept.map(({ row }) => row).join()).not.toContain(device.split('=')[1]);
  });

  it('from a planted device count like others, and it gets another cookie', async () => {
    const cookie = `afterhours_device=${'a'.repeat(43)}`;
    const answer = await logIn(one, ADMIN.email, ADMIN.password, { ...from(), cookie });
    expect(answer.status).toBe(200);
    expect(cookiesOf(answer)).not.toContain('aaaa');
    const user = await aUser(one, 'campus_it');
    const known = cookiesOf(answer).split('; ')[1]!;
    const { email } = succeeded(await one.admin.get(`/users/${user.id}`));
    await series(10, () => logIn(one, email, WRONG));
    expect((await logIn(one, email, WRONG, { ...from(), cookie: known })).status).toBe(429);
  });

  it('on known devices end with an admin’s sign-out', async () => {
    const [{ id } = { id: '' }] = await one.database.query<{ id: string }>('SELECT id FROM users');
    succeeded(await logIn(one, ADMIN.email, ADMIN.password));
    expect(await one.database.query('SELECT FROM known_devices')).toHaveLength(1);
    await one.admin.post(`/users/${id}/sign-out`);
    expect(await one.database.query('SELECT FROM known_devices')).toEqual([]);
  });

  it('keep twenty devices per user, for half a year', async () => {
    const [{ id } = { id: '' }] = await one.database.query<{ id: string }>('SELECT id FROM users');
    await one.database.query(
      `INSERT INTO known_devices (user_id, digest, seen_at)
       SELECT $1, sha256(n::text::bytea), '2026-10-01' FROM generate_series(1, 30) n`,
      [id],
    );
    succeeded(await logIn(one, ADMIN.email, ADMIN.password));
    expect(await one.database.query('SELECT FROM known_devices')).toHaveLength(20);
  });

  it.each([
    ['203.0.113.9', '203.0.113.9', '203.0.113.10'],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:3::1'],
  ])('from %s may fail a hundred times a minute, including its network', async (address, near, far) => {
    const answers = await Promise.all(
      Array.from({ length: 110 }, (_, at) =>
        logIn(at % 2 ? one : other, `x${at}@example.edu`, WRONG, from(address)),
      ),
    );
    expect(statuses(answers)).toEqual({ 401: 100, 429: 10 });
    const refused = await logIn(one, ADMIN.email, ADMIN.password, from(near));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await logIn(one, ADMIN.email, ADMIN.password, from(far))).status).toBe(200);
    advance(1);
    expect((await logIn(one, ADMIN.email, ADMIN.password, from(near))).status).toBe(200);
  });

  it('from one address may all succeed, in any number', async () => {
    for (let round = 0; round < 104; round++)
      expect(
        (await logIn(round % 2 ? one : other, ADMIN.email, ADMIN.password, from('203.0.113.9'))).status,
      ).toBe(200);
  });

  describe('in the audit trail', () => {
    const total = async (): Promise<number> =>
      Number((await one.database.query<{ count: string }>('SELECT count(*) FROM audit_events'))[0]!.count);
    const refusals = async (): Promise<
      { entity: string; entityId: string; details: { address: string; email: string | null } }[]
    > =>
      succeeded(await one.admin.get('/audit-events?limit=200')).items.filter(
        ({ action }: { action: string }) => action === 'sign-in.refused',
      );

    it('contain account and address when they failed', async () => {
      const [{ id } = { id: '' }] = await one.database.query<{ id: string }>('SELECT id FROM users');
      await logIn(one, ADMIN.email, WRONG, from('203.0.113.9'));
      expect(await refusals()).toMatchObject([
        { entity: 'user', entityId: id, details: { address: '203.0.113.9', email: ADMIN.email } },
      ]);
    });

    it('are recorded ten times an hour and address for unknown accounts, and never with text that is no address', async () => {
      for (let at = 0; at < 14; at++) await logIn(one, `x${at}@example.edu`, WRONG, from('203.0.113.9'));
      expect(await refusals()).toHaveLength(10);
      await logIn(other, 'correct horse, typed above', WRONG, from('203.0.113.10'));
      const [newest] = await refusals();
      expect(newest).toMatchObject({ entity: 'sign-in', details: { address: '203.0.113.10', email: null } });
    });

    it('are recorded at most two hundred times an hour for unknown accounts', async () => {
      const before = await total();
      for (let at = 0; at < 230; at += 10)
        await Promise.all(
          Array.from({ length: 10 }, (_, more) =>
            logIn(one, `x${at}.${more}@example.edu`, WRONG, from(`10.0.${at}.${more}`)),
          ),
        );
      const added = (await total()) - before;
      expect(added).toBeGreaterThan(100);
      expect(added).toBeLessThanOrEqual(200);
    });
  });

  it('in an open session count too', async () => {
    const { id, client } = await aUser(one, 'campus_it');
    await one.database.query(
      'UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE email = $1) WHERE id = $2',
      [ADMIN.email, id],
    );
    const there = other.anonymous.with(client.headers);
    await series(5, () => client.post('/auth/confirm', { password: WRONG }));
    await series(5, () => there.post('/me/password', { current: WRONG, password: 'the lamp is still on' }));
    for (const attempt of [
      client.post('/auth/confirm', { password: ADMIN.password }),
      there.post('/me/password', { current: ADMIN.password, password: 'the lamp is still on' }),
    ])
      expect((await attempt).status).toBe(429);
    advance(1);
    expect((await there.post('/auth/confirm', { password: ADMIN.password })).status).toBe(204);
  });
});

it('sign-in attempts are not counted with RATE_LIMITS=off', async () => {
  const app = await startApp();
  for (let at = 0; at < 15; at++)
    expect((await app.anonymous.post('/auth/login', { ...ADMIN, password: WRONG })).status).toBe(401);
  expect((await app.anonymous.post('/auth/login', ADMIN)).status).toBe(200);
  await app.close();
});
