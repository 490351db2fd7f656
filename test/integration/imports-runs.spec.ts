import { Database } from '../../src/platform/database/database.js';
import { newId } from '../../src/platform/ids.js';
import { ImportsRepository } from '../../src/support/imports/imports.repository.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { holdLocks, pidWaitingFor } from '../support/lock-holder.js';
import { endedImport, importFile, rowsMapping, upload } from '../support/imports.js';

const IMPORT_LOCKS = 7_266_004;

describe('a run of an import', () => {
  let app: TestApp;
  let replica: TestApp;
  let locationId: string;
  let count = 0;
  beforeAll(async () => {
    app = await startApp();
    replica = await startApp({ database: app.database });
    locationId = (await aLocation(app)).id;
  });
  afterAll(async () => {
    await replica.close();
    await app.close();
  });

  const aSource = (): string => `run ${++count}`;
  const csvOf = (rows: number): string =>
    `key,opened,what\n${Array.from({ length: rows }, (_, index) => `${index},2026-10-26 10:00,c${index}\n`).join('')}`;
  const mapping = (source: string, overrides: object = {}): object =>
    rowsMapping(locationId, source, { category: 'what' }, overrides);
  const countOf = async (source: string): Promise<number> => {
    const [row] = await app.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM support_requests WHERE source = $1',
      [source],
    );
    return row!.count;
  };

  it('imports a file of 20,000 rows, and reports progress', async () => {
    const source = aSource();
    const holder = await holdLocks(app.database, 'SELECT pg_advisory_xact_lock($1, hashtext($2))', [
      IMPORT_LOCKS,
      `source ${source}`,
    ]);
    const csv = `${csvOf(20_000)}20000,never,\n`;
    const { id } = succeeded(await upload(app, csv, mapping(source)));
    await pidWaitingFor(app.database, holder);
    expect((await app.admin.get(`/support-imports/${id}`)).body).toMatchObject({
      status: 'queued',
      created: 0,
    });
    await holder.end();
    const result = await endedImport(app, id as string);
    expect(result).toMatchObject({ status: 'completed', rows: 20_001, created: 20_000, rejectedCount: 1 });
    expect(result.rejected).toEqual([expect.objectContaining({ line: 20_002, code: 'INVALID_TIME' })]);
    expect(await countOf(source)).toBe(20_000);
    expect(await importFile(app, csv, mapping(source))).toMatchObject({
      created: 0,
      updated: 0,
      skipped: 20_000,
    });
  });

  it('ends correctly when two replicas run the same file at once', async () => {
    const source = aSource();
    const holder = await holdLocks(app.database, 'SELECT pg_advisory_xact_lock($1, hashtext($2))', [
      IMPORT_LOCKS,
      `source ${source}`,
    ]);
    const uploads = [
      await upload(app, csvOf(2_000), mapping(source)),
      await upload(app, csvOf(2_000), mapping(source), { client: replica.admin }),
    ];
    await pidWaitingFor(app.database, holder);
    await holder.end();
    const results = [];
    for (const answer of uploads) results.push(await endedImport(app, succeeded(answer).id as string));
    const counts = results.map(({ status, created, updated, skipped }) => [
      status,
      created,
      updated,
      skipped,
    ]);
    expect(counts.sort()).toEqual([
      ['completed', 0, 0, 2_000],
      ['completed', 2_000, 0, 0],
    ]);
    expect(await countOf(source)).toBe(2_000);
  });

  it('is correct beside requests that are logged at the same time', async () => {
    const source = aSource();
    const { id } = succeeded(await upload(app, csvOf(500), mapping(source)));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        app.admin.post('/support-requests', {
          locationId,
          source,
          externalId: String(index),
          openedAt: '2026-10-26T12:00:00Z',
        }),
      ),
    );
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    const result = await endedImport(app, id as string);
    expect(result.status).toBe('completed');
    expect(result.created + result.updated + result.skipped).toBe(500);
    expect(await countOf(source)).toBe(500);
  });

  describe('that loses its connection midway', () => {
    it.each([
      [
        'before it reads',
        (source: string) =>
          holdLocks(app.database, 'SELECT pg_advisory_xact_lock($1, hashtext($2))', [
            IMPORT_LOCKS,
            `source ${source}`,
          ]),
      ],
      [
        'while it stores what it read',
        (source: string) =>
          holdLocks(
            app.database,
            'SELECT FROM support_requests WHERE source = $1 AND external_id = $2 FOR UPDATE',
            [source, '777'],
          ),
      ],
    ])('is run again with the same result, cut off %s', async (_name, hold) => {
      const source = aSource();
      await importFile(app, 'key,opened,what\n777,2026-10-26 10:00,old\n', mapping(source));
      const holder = await hold(source);
      const csv = `${csvOf(6_000)}x,never,\n`;
      const { id } = succeeded(await upload(app, csv, mapping(source)));
      await app.database.query('SELECT pg_terminate_backend($1)', [
        await pidWaitingFor(app.database, holder),
      ]);
      expect(await countOf(source)).toBe(1);
      await pidWaitingFor(app.database, holder);
      await holder.end();
      const result = await endedImport(app, id as string);
      expect(result).toMatchObject({
        status: 'completed',
        rows: 6_001,
        created: 5_999,
        updated: 1,
        rejectedCount: 1,
        error: null,
      });
      expect(await countOf(source)).toBe(6_000);
      const events = succeeded(await app.admin.get(`/audit-events?entityId=${id}`)).items;
      expect(events).toHaveLength(2);
    });
  });

  it('ends with its server, also within a statement, where PostgreSQL notices that', async () => {
    const [server] = await app.database.query<{ version: string }>('SELECT version()');
    const seen = await app.app.get(Database).transaction(async () => {
      await app.app.get(ImportsRepository).tryLockRun(newId());
      return app.app.get(Database).one('SHOW client_connection_check_interval');
    });
    const isNoticed = server!.version.includes('linux');
    expect(seen).toEqual({ client_connection_check_interval: isNoticed ? '5s' : '0' });
  });

  it('that was interrupted as often as it may be is failed, and may be sent again', async () => {
    const source = aSource();
    const holder = await holdLocks(app.database, 'SELECT pg_advisory_xact_lock($1, hashtext($2))', [
      IMPORT_LOCKS,
      `source ${source}`,
    ]);
    const { id } = succeeded(await upload(app, csvOf(100), mapping(source)));
    const runner = await pidWaitingFor(app.database, holder);
    await app.database.query(
      `UPDATE pgboss.job SET retry_limit = 0 WHERE name = 'support-import' AND data->>'importId' = $1`,
      [id],
    );
    await app.database.query('SELECT pg_terminate_backend($1)', [runner]);
    expect(await endedImport(app, id as string)).toMatchObject({ status: 'failed', created: 0 });
    await holder.end();
    expect(await importFile(app, csvOf(100), mapping(source))).toMatchObject({
      status: 'completed',
      created: 100,
    });
  });

  it('that cannot be stored changes nothing, says so, and may be sent again', async () => {
    const source = aSource();
    await app.database.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room for %', NEW.external_id; END $$`,
    );
    await app.database.query(
      `CREATE TRIGGER refuse BEFORE INSERT ON support_requests FOR EACH ROW WHEN (NEW.external_id = '50') EXECUTE FUNCTION refuse()`,
    );
    const failed = await importFile(app, csvOf(100), mapping(source));
    expect(failed).toMatchObject({ status: 'failed', created: 0, finishedAt: expect.any(String) as string });
    expect(failed.error).not.toContain('no room');
    expect(await countOf(source)).toBe(0);
    await app.database.query('DROP TRIGGER refuse ON support_requests');
    expect(await importFile(app, csvOf(100), mapping(source))).toMatchObject({
      status: 'completed',
      created: 100,
    });
  });

  it('does not affect a simultaneous dry run', async () => {
    const source = aSource();
    const dry = succeeded(await upload(app, csvOf(50), mapping(source, { dryRun: true })));
    const real = succeeded(await upload(app, csvOf(50), mapping(source)));
    expect(await endedImport(app, dry.id as string)).toMatchObject({ dryRun: true, status: 'completed' });
    expect(await endedImport(app, real.id as string)).toMatchObject({ dryRun: false, created: 50 });
    expect(await countOf(source)).toBe(50);
  });
});
