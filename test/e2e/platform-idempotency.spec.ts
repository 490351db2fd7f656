import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anApiKey, aUser } from '../support/factories.js';
import { holdLocks, pidWaitingFor } from '../support/lock-holder.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { checked } from '../support/openapi.js';

describe('Idempotency-Key', () => {
  let app: TestApp;
  let admin: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    admin = checked(app.admin);
  });
  afterAll(() => app.close());

  let count = 0;
  const aKey = (): string => `key-${++count}`;
  const aPlace = (): object => ({ name: `Place ${++count}`, timeZone: 'Europe/Berlin' });
  const post = (path: string, body: unknown, key: string, client = admin): Promise<Answer> =>
    client.post(path, body, { 'idempotency-key': key });
  const placesNamed = (body: object): Promise<object[]> =>
    app.database.query('SELECT id FROM locations WHERE name = $1', [(body as { name: string }).name]);

  it('returns the first answer again, with its status and ETag, and says so', async () => {
    const [body, key] = [aPlace(), aKey()];
    const first = await post('/locations', body, key);
    const second = await post('/locations', body, key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await placesNamed(body)).toHaveLength(1);
  });

  it('returns the first answer even when the resource has changed since', async () => {
    const [body, key] = [aPlace(), aKey()];
    const first = await post('/locations', body, key);
    await admin.patch(`/locations/${first.body.id}`, { name: `Changed ${++count}` });
    expect((await post('/locations', body, key)).body).toEqual(first.body);
  });

  it('leaves secrets out of the second answer, and out of the database', async () => {
    const creations: [string, object, string][] = [
      ['/api-keys', { name: 'K', scopes: ['schedule:read'] }, 'key'],
      ['/users', { email: 'idem@example.edu', name: 'U', role: 'campus_it' }, 'invitationUrl'],
      ['/operators', { email: 'idem-operator@example.edu', name: 'O' }, 'invitationUrl'],
    ];
    for (const [path, body, secret] of creations) {
      const key = aKey();
      const first = await post(path, body, key);
      const { [secret]: shown, ...rest } = first.body;
      const token = shown.split('/').at(-1);
      expect(token).toMatch(/[\w-]{43}/);
      expect((await post(path, body, key)).body).toEqual(rest);
      const rows = await app.database.query<{ row: string }>(
        'SELECT idempotency_keys::text AS row FROM idempotency_keys',
      );
      expect(rows.map(({ row }) => row).join()).not.toContain(token);
    }
    const [user] = (await admin.get('/users')).body.items.filter(
      (item: { email: string }) => item.email === 'idem@example.edu',
    );
    const key = aKey();
    expect((await post(`/users/${user.id}/invitations`, {}, key)).body.invitationUrl).toBeTruthy();
    expect((await post(`/users/${user.id}/invitations`, {}, key)).body).toEqual({ isMailed: false });
  });

  it('refuses another body under the same key', async () => {
    const [body, key] = [aPlace(), aKey()];
    await post('/locations', body, key);
    for (const other of [aPlace(), { ...body, extra: 1 }, {}]) {
      expect(await post('/locations', other, key)).toMatchObject({
        status: 422,
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    }
  });

  it('also stores a refusal, with its problem type', async () => {
    const [body, key] = [aPlace(), aKey()];
    await post('/locations', body, aKey());
    const first = await post('/locations', body, key);
    await app.database.query('DELETE FROM locations WHERE name = $1', [(body as { name: string }).name]);
    const second = await post('/locations', body, key);
    expect([first.status, second.status]).toEqual([409, 409]);
    expect(second.body).toMatchObject({ code: 'NAME_TAKEN', title: 'Conflict' });
    expect(second.headers.get('content-type')).toContain('application/problem+json');
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    const malformed = aKey();
    const answers = [await post('/locations', {}, malformed), await post('/locations', {}, malformed)];
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(answers[1]!.body.violations).toEqual(answers[0]!.body.violations);
  });

  it('of a refused request gives simultaneous ones the same refusal, or tells them to wait', async () => {
    const body = aPlace();
    await admin.post('/locations', body);
    for (let round = 0; round < 20; round++) {
      const key = aKey();
      const answers = await Promise.all(Array.from({ length: 6 }, () => post('/locations', body, key)));
      answers.push(await post('/locations', body, key));
      const heard = answers.filter(
        (answer) => !answer.headers.has('idempotency-replayed') && answer.body.code !== 'IDEMPOTENCY_IN_HAND',
      );
      expect(heard.map((answer) => answer.body.code)).toEqual(['NAME_TAKEN']);
    }
  });

  it('does not store a server error, and is free again at once', async () => {
    const [body, key] = [aPlace(), aKey()];
    await app.database.query('ALTER TABLE locations RENAME TO locations_away');
    expect((await post('/locations', body, key)).status).toBe(500);
    await app.database.query('ALTER TABLE locations_away RENAME TO locations');
    expect((await post('/locations', body, key)).status).toBe(201);
  });

  it('belongs to one caller and one route', async () => {
    const key = aKey();
    const other = await aUser(app, 'admin');
    const client = await anApiKey(app, ['schedule:write']);
    const term = { name: 'T', startsOn: '2027-01-11', endsOn: '2027-05-15' };
    const answers = [
      await post('/locations', aPlace(), key),
      await post('/locations', aPlace(), key, other.client),
      await post('/terms', term, key, client),
      await post('/positions', { name: `Position ${++count}` }, key),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });

  it('repeats nothing to a caller who may no longer see what they saw then', async () => {
    const [here, there] = [await aLocation(app), await aLocation(app)];
    const supervisor = await aUser(app, 'supervisor', [here.id]);
    const key = aKey();
    const shift = {
      locationId: here.id,
      startsAt: '2026-11-02T20:00:00-06:00',
      endsAt: '2026-11-02T22:00:00-06:00',
      seats: 1,
    };
    const first = await post('/shifts', shift, key, supervisor.client);
    expect((await post('/shifts', shift, key, supervisor.client)).body).toEqual(first.body);
    const bind = (locationIds: string[]) => admin.patch(`/users/${supervisor.id}`, { locationIds });
    await bind([there.id]);
    expect(await post('/shifts', shift, key, supervisor.client)).toMatchObject({
      status: 403,
      body: { code: 'RIGHTS_CHANGED' },
    });
    await bind([here.id, there.id]);
    expect((await post('/shifts', shift, key, supervisor.client)).body).toEqual(first.body);
  });

  it('is read only once the caller is known to be allowed', async () => {
    const [body, key] = [aPlace(), aKey()];
    await post('/locations', body, key);
    const { client } = await aUser(app, 'supervisor');
    expect((await post('/locations', body, key, client)).status).toBe(403);
    expect((await post('/locations', body, key, app.anonymous)).status).toBe(401);
  });

  it('is deleted after 24 hours', async () => {
    const [body, key] = [aPlace(), aKey()];
    await post('/locations', body, key);
    app.clock.advance(24 * 60 - 1);
    expect((await post('/locations', body, key)).status).toBe(201);
    app.clock.advance(1);
    expect(await post('/locations', body, key)).toMatchObject({ status: 409, body: { code: 'NAME_TAKEN' } });
    const other = aPlace();
    app.clock.advance(24 * 60);
    expect((await post('/locations', other, key)).status).toBe(201);
  });

  it.each([
    ['empty', ''],
    ['too long', 'k'.repeat(256)],
    ['with a blank', 'two words'],
    ['beyond ASCII', 'schl\u00fcssel'],
  ])('is refused when %s', async (_case, key) => {
    expect(await post('/locations', aPlace(), key)).toMatchObject({
      status: 400,
      body: { violations: [{ field: 'Idempotency-Key' }] },
    });
  });

  it('has no effect on other methods', async () => {
    const location = await aLocation(app);
    const key = { 'idempotency-key': 'two words' };
    expect((await admin.patch(`/locations/${location.id}`, {}, key)).status).toBe(200);
    expect((await admin.get('/locations', key)).status).toBe(200);
  });

  it('lets one of many simultaneous requests through, and tells the others to wait', async () => {
    const [body, key] = [aPlace(), aKey()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/locations', body, key)));
    expect(await placesNamed(body)).toHaveLength(1);
    for (const { status, body: answer, headers } of answers) {
      if (status === 201) continue;
      expect({ status, code: answer.code }).toEqual({ status: 409, code: 'IDEMPOTENCY_IN_HAND' });
      expect(headers.get('retry-after')).toBe('1');
    }
    const made = answers.filter(({ headers }) => headers.get('idempotency-replayed') === null);
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await post('/locations', body, key)).headers.get('idempotency-replayed')).toBe('true');
    const events = `SELECT FROM audit_events WHERE action = 'location.created' AND details->>'name' = $1`;
    expect(await app.database.query(events, [(body as { name: string }).name])).toHaveLength(1);
  });

  describe('of an interrupted request', () => {
    it('is free at once, and nothing happened, when the database connection was lost', async () => {
      const [body, key] = [aPlace(), aKey()];
      const holder = await holdLocks(app.database, 'LOCK TABLE idempotency_keys IN SHARE MODE');
      const broken = post('/locations', body, key);
      await app.database.query('SELECT pg_terminate_backend($1)', [
        await pidWaitingFor(app.database, holder),
      ]);
      expect((await broken).status).toBe(503);
      await holder.end();
      expect(await placesNamed(body)).toEqual([]);
      expect((await post('/locations', body, key)).status).toBe(201);
    });

    it('is taken while the request waits', async () => {
      const [body, key] = [aPlace(), aKey()];
      const holder = await holdLocks(app.database, 'LOCK TABLE idempotency_keys IN SHARE MODE');
      const first = post('/locations', body, key);
      await pidWaitingFor(app.database, holder);
      expect((await post('/locations', body, key)).body.code).toBe('IDEMPOTENCY_IN_HAND');
      await holder.end();
      expect((await first).status).toBe(201);
      expect((await post('/locations', body, key)).headers.get('idempotency-replayed')).toBe('true');
    });

    it('undoes the request when its answer cannot be stored, and then runs it once', async () => {
      const [body, key] = [aPlace(), aKey()];
      await app.database.query(
        'ALTER TABLE idempotency_keys ADD CONSTRAINT unkept CHECK (status < 0) NOT VALID',
      );
      expect((await post('/locations', body, key)).status).toBe(500);
      expect(await placesNamed(body)).toEqual([]);
      await app.database.query('ALTER TABLE idempotency_keys DROP CONSTRAINT unkept');
      expect((await post('/locations', body, key)).status).toBe(201);
      expect(await placesNamed(body)).toHaveLength(1);
    });
  });
});
