import { Client } from 'pg';
import { ScanJobs } from '../../src/gaps/scan-jobs.js';
import { ScansService } from '../../src/gaps/scans.service.js';
import { startApp, TEST_NOW, waitFor, type TestApp } from '../support/app.js';
import { aLocation, coverageHours, succeeded } from '../support/factories.js';

const EVENINGS = {
  startsAt: '20:00',
  endsAt: '22:00',
  effectiveFrom: '2026-10-27',
  effectiveTo: '2026-10-29',
};

describe('scans by two replicas on one database', () => {
  let first: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    // Periods of 59 minutes, so that all ticks of this file are in one.
    const env = { SCAN_EVERY_MINUTES: '59' };
    first = await startApp({ env });
    second = await startApp({ env, database: first.database });
  });
  beforeEach(async () => {
    first.clock.set(TEST_NOW);
    second.clock.set(TEST_NOW);
    await first.jobsDone();
    await first.database.query('TRUNCATE coverage_hours, coverage_alerts, coverage_scans');
    await first.database.query(`DELETE FROM pgboss.job WHERE name = 'coverage-scan-all'`);
  });
  afterAll(async () => {
    await second.close();
    await first.close();
  });

  const tick = (replica: TestApp): Promise<void> =>
    replica.app.get<ScanJobs, { tick(): Promise<void> }>(ScanJobs).tick();
  const one = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row> =>
    (await first.database.query<Row>(sql, values))[0]!;
  const alertsAt = async (locationId: string): Promise<number> =>
    (
      await one<{ count: number }>(
        'SELECT count(*)::int AS count FROM coverage_alerts WHERE location_id = $1',
        [locationId],
      )
    ).count;
  /** Inserts demand directly, so that no job follows. */
  const demandAt = (locationIds: string[]): Promise<object[]> =>
    first.database.query(
      `INSERT INTO coverage_hours (id, location_id, position_id, weekdays, starts_at, ends_at, required, effective_from, effective_to)
       SELECT gen_random_uuid(), id, '00000000-0000-7000-8000-000000000001', '{1,2,3,4,5,6,7}', '20:00', '22:00', 1, '2026-10-27', '2026-10-29'
       FROM unnest($1::uuid[]) AS id`,
      [locationIds],
    );
  /** Runs `work` while another transaction is open. */
  async function whileHolding(sql: string, values: unknown[], work: () => Promise<void>): Promise<void> {
    const client = new Client(first.database.url);
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(sql, values);
      await work();
      await client.query('ROLLBACK');
    } finally {
      await client.end();
    }
  }
  const lockedScan = 'SELECT pg_advisory_xact_lock(7266003, hashtext($1))';
  const waitingFor = (query: string): Promise<{ pid: number }[]> =>
    first.database.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
      [query],
    );
  /** Kills sessions that wait in such a query; a retry may already wait there too. */
  async function killWaiting(query: string): Promise<void> {
    await waitFor(async () => (await waitingFor(query)).length > 0);
    const killed = (await waitingFor(query)).map(({ pid }) => pid);
    for (const pid of killed) await first.database.query('SELECT pg_terminate_backend($1)', [pid]);
    await waitFor(async () => (await waitingFor(query)).every(({ pid }) => !killed.includes(pid)));
  }

  it('take effect once, for any number of ticks', async () => {
    const { id } = await aLocation(first);
    await demandAt([id]);
    await Promise.all([first, second, first, second].map(tick));
    await first.jobsDone();
    expect(await alertsAt(id)).toBe(3);
    expect(await one('SELECT sum(opened)::int AS opened FROM coverage_scans')).toEqual({ opened: 3 });
  });

  it('take effect once when the replicas tick one after the other', async () => {
    const { id } = await aLocation(first);
    await demandAt([id]);
    for (const replica of [first, second, first]) {
      await tick(replica);
      await first.jobsDone();
    }
    expect(await one('SELECT count(*)::int AS scans FROM coverage_scans')).toEqual({ scans: 1 });
  });

  it.each([
    ['', {}],
    [' under an Idempotency-Key too', { 'idempotency-key': 'one-fails' }],
  ])('continue with the next location when one fails, and report it%s', async (_, headers) => {
    const ids = [(await aLocation(first)).id, (await aLocation(first)).id].sort();
    await demandAt(ids);
    await first.database.query(`UPDATE locations SET time_zone = 'Nowhere/None' WHERE id = $1`, [ids[0]]);
    const answer = await first.admin.post('/coverage/scans', {}, headers);
    expect(answer.status).toBe(500);
    expect(await alertsAt(ids[1]!)).toBe(3);
    await first.database.query('DELETE FROM coverage_hours');
    await first.database.query(`UPDATE locations SET time_zone = 'UTC' WHERE id = $1`, [ids[0]]);
  });

  it('wait in the queue at most one at a time', async () => {
    const { id } = await aLocation(first);
    await whileHolding(lockedScan, [id], async () => {
      for (let i = 0; i < 10; i++) await Promise.all([tick(first), tick(second)]);
      const { waiting } = await one<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pgboss.job WHERE name = 'coverage-scan-all' AND state = 'created'`,
      );
      expect(waiting).toBeLessThanOrEqual(1);
    });
    await first.jobsDone();
    const { scans } = await one<{ scans: number }>('SELECT count(*)::int AS scans FROM coverage_scans');
    expect(scans).toBeGreaterThanOrEqual(1);
    expect(scans).toBeLessThanOrEqual(3);
  });

  it('run side by side without conflict, each gap opened by one of them', async () => {
    const ids = [(await aLocation(first)).id, (await aLocation(first)).id, (await aLocation(first)).id];
    await demandAt(ids);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 ? first : second).admin.post('/coverage/scans')),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(201));
    expect(answers.reduce((sum, answer) => sum + (answer.body.opened as number), 0)).toBe(9);
    for (const id of ids) expect(await alertsAt(id)).toBe(3);
  });

  it('agree with simultaneous changes', async () => {
    const { id } = await aLocation(first);
    const { id: hoursId } = await coverageHours(first, id, EVENINGS);
    await Promise.all([
      ...Array.from({ length: 5 }, () => first.admin.post('/coverage/scans')),
      ...[0, 2, 0, 1, 3].map((required) => second.admin.patch(`/coverage-hours/${hoursId}`, { required })),
      ...Array.from({ length: 5 }, () => second.admin.post('/coverage/scans')),
    ]);
    const { required } = succeeded(await first.admin.get(`/coverage-hours/${hoursId}`));
    await first.jobsDone();
    const alerts = succeeded(await first.admin.get(`/coverage/alerts?locationId=${id}&status=open`)).items;
    expect(alerts).toHaveLength(required === 0 ? 0 : 3);
    for (const alert of alerts) expect(alert.stretches).toMatchObject([{ required, missing: required }]);
  });

  it('killed after some locations leave nothing, and scan all when run again', async () => {
    const ids = [(await aLocation(first)).id, (await aLocation(first)).id];
    await demandAt(ids);
    await whileHolding(lockedScan, [ids[1]], async () => {
      await tick(first);
      await killWaiting('%pg_advisory_xact_lock%');
      expect([await alertsAt(ids[0]!), await alertsAt(ids[1]!)]).toEqual([0, 0]);
    });
    await first.jobsDone();
    expect([await alertsAt(ids[0]!), await alertsAt(ids[1]!)]).toEqual([3, 3]);
  });

  it('killed while writing leave nothing of the location', async () => {
    const { id } = await aLocation(first);
    await whileHolding('LOCK TABLE coverage_alerts IN SHARE MODE', [], async () => {
      await coverageHours(first, id, EVENINGS);
      await killWaiting('%INSERT INTO coverage_alerts%');
      expect(await alertsAt(id)).toBe(0);
    });
    await first.jobsDone();
    expect(await alertsAt(id)).toBe(3);
  });

  it('of a location deleted meanwhile have no effect', async () => {
    const { id } = await aLocation(first);
    await whileHolding(lockedScan, [id], async () => {
      succeeded(await first.admin.patch(`/locations/${id}`, { timeZone: 'UTC' }));
      expect((await first.admin.delete(`/locations/${id}`)).status).toBe(204);
    });
    await first.jobsDone();
    const failed = await one(
      `SELECT count(*)::int AS failed FROM pgboss.job WHERE name LIKE 'coverage-scan%' AND state = 'failed'`,
    );
    expect(failed).toEqual({ failed: 0 });
  });

  it('are stored for 30 days', async () => {
    succeeded(await first.admin.post('/coverage/scans'));
    const service = first.app.get(ScansService);
    first.clock.set('2026-11-25T16:59:59Z');
    await service.runAll();
    expect(await one('SELECT count(*)::int AS scans FROM coverage_scans')).toEqual({ scans: 2 });
    first.clock.set('2026-11-25T17:00:01Z');
    await service.runAll();
    expect(await one('SELECT count(*)::int AS scans FROM coverage_scans')).toEqual({ scans: 2 });
  });
});
