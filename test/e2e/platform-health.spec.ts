import { startApp, type TestApp, waitFor } from '../support/app.js';
import { aLocation } from '../support/factories.js';

describe('health', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('is public: alive and ready', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      expect(await app.anonymous.get(path)).toMatchObject({ status: 200, body: { status: 'ok' } });
    }
  });

  it('is measured for Prometheus, by route template and without ids', async () => {
    const { id } = await aLocation(app);
    await app.admin.get(`/locations/${id}`);
    await app.anonymous.get('/nothing/here');
    const { status, headers, body } = await app.anonymous.get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=/);
    expect(body).toContain(
      'afterhours_http_request_seconds_count{method="GET",route="/api/v1/locations/:id",status="200"} 1',
    );
    expect(body).toContain('process_cpu_user_seconds_total');
    expect(body).not.toContain(id);
    expect(body).not.toContain('/nothing/here');
    for (const line of (body as string).trim().split('\n')) {
      expect(line).toMatch(/^$|^# (HELP|TYPE) |^[a-z0-9_:]+(\{.*\})? [-+0-9.eNaInf]+$/);
    }
  });

  it('survives the loss of all connections', async () => {
    await app.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await waitFor(async () => (await app.anonymous.get('/health/ready')).status === 200);
    // Each request finds one of the lost connections until the pool has noticed all of them.
    await waitFor(async () => (await app.admin.get('/me')).status === 200);
    expect((await app.admin.post('/locations', { name: 'After', timeZone: 'UTC' })).status).toBe(201);
  });
});

describe('a server whose database is gone', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    await app.database.drop();
  });
  afterAll(() => app.app.close());

  it('stays alive, is not ready, and answers 503 as a problem', async () => {
    expect((await app.anonymous.get('/health/live')).status).toBe(200);
    for (const path of ['/health/ready', '/locations', '/me']) {
      const { status, headers, body } = await app.admin.get(path);
      expect({ path, status }).toEqual({ path, status: 503 });
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(headers.get('retry-after')).toBe('2');
      expect(body.code).toBe(path === '/health/ready' ? 'NOT_READY' : 'DATABASE_UNAVAILABLE');
      expect(JSON.stringify(body)).not.toMatch(/afterhours_|postgres|127\.0\.0\.1/);
    }
    const posted = await app.admin.post('/locations', {}, { 'idempotency-key': 'while-it-is-away' });
    expect(posted.status).toBe(503);
    expect((await app.anonymous.get('/metrics')).status).toBe(200);
  });
});
