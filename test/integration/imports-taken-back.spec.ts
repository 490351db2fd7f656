import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { endedImport, importFile, rowsMapping, takenBack, upload } from '../support/imports.js';
import { holdLocks, pidWaitingFor } from '../support/lock-holder.js';

const IMPORT_LOCKS = 7_266_004;

describe('taking an import back', () => {
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

  const aSource = (): string => `taken ${++count}`;
  const csvOf = (rows: number, word = 'c'): string =>
    `key,opened,what\n${Array.from({ length: rows }, (_, index) => `${index},2026-10-26 10:00,${word}\n`).join('')}`;
  const mapping = (source: string): object => rowsMapping(locationId, source, { category: 'what' });
  const lockOf = (source: string) =>
    holdLocks(app.database, 'SELECT pg_advisory_xact_lock($1, hashtext($2))', [
      IMPORT_LOCKS,
      `source ${source}`,
    ]);
  const countOf = async (source: string): Promise<number> => {
    const [row] = await app.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM support_requests WHERE source = $1',
      [source],
    );
    return row!.count;
  };
  const ended = async (id: string): Promise<Record<string, unknown>> => {
    await app.jobsDone();
    return succeeded(await app.admin.get(`/support-imports/${id}`));
  };

  it('is asked for once by two who ask at once', async () => {
    const source = aSource();
    const { id } = await importFile(app, csvOf(200), mapping(source));
    const answers = await Promise.all(
      [app, replica, app, replica].map(({ admin }) => admin.post(`/support-imports/${id}/take-back`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409]);
    expect(await ended(id as string)).toMatchObject({ takeBackStatus: 'completed', removed: 200, kept: 0 });
    expect(await countOf(source)).toBe(0);
  });

  it.each(['the later import', 'the taking back'])(
    'waits for a later import of its source or goes before it; first is %s',
    async (first) => {
      const source = aSource();
      const { id } = await importFile(app, csvOf(100), mapping(source));
      const holder = await lockOf(source);
      const importing = async (): Promise<string> =>
        succeeded(await upload(app, csvOf(150, 'd'), mapping(source))).id as string;
      const taking = async (): Promise<void> =>
        void succeeded(await app.admin.post(`/support-imports/${id}/take-back`));
      if (first === 'the taking back') await taking();
      let later = first === 'the later import' ? await importing() : '';
      await pidWaitingFor(app.database, holder);
      if (first === 'the later import') await taking();
      else later = await importing();
      await holder.end();
      const imported = await endedImport(app, later);
      const taken = await ended(id as string);
      // Whichever came first: what the later file holds is there, as it says.
      expect(await countOf(source)).toBe(150);
      expect([imported.created, imported.updated, taken.removed, taken.kept]).toEqual(
        first === 'the later import' ? [50, 100, 0, 100] : [150, 0, 100, 0],
      );
    },
  );

  it('keeps a note that is written while it runs', async () => {
    const source = aSource();
    const { id } = await importFile(app, csvOf(20), mapping(source));
    const holder = await holdLocks(
      app.database,
      `INSERT INTO request_entries (id, request_id, at, kind, text, author_id)
       SELECT gen_random_uuid(), id, now(), 'note', 'In between', gen_random_uuid()
       FROM support_requests WHERE source = $1 AND external_id = '7'`,
      [source],
    );
    succeeded(await app.admin.post(`/support-imports/${id}/take-back`));
    await pidWaitingFor(app.database, holder);
    await holder.query('COMMIT');
    await holder.end();
    expect(await ended(id as string)).toMatchObject({ removed: 19, kept: 1 });
    expect(await countOf(source)).toBe(1);
  });

  it('keeps a request that somebody else creates while it is imported', async () => {
    const source = aSource();
    const holder = await holdLocks(
      app.database,
      `INSERT INTO support_requests (id, location_id, source, external_id, opened_at)
       VALUES (gen_random_uuid(), $2, $1, '7', '2026-10-26T10:00:00Z')`,
      [source, locationId],
    );
    const { id } = succeeded(await upload(app, csvOf(20), mapping(source)));
    await pidWaitingFor(app.database, holder);
    await holder.query('COMMIT');
    await holder.end();
    expect(await endedImport(app, id as string)).toMatchObject({ created: 19, updated: 1 });
    expect(await takenBack(app, id as string)).toMatchObject({ removed: 19, restored: 0, kept: 1 });
    expect(await countOf(source)).toBe(1);
  });

  it('that loses its connection midway leaves nothing, and is run again', async () => {
    const source = aSource();
    const { id } = await importFile(app, csvOf(3_000), mapping(source));
    const holder = await holdLocks(
      app.database,
      `SELECT FROM support_requests WHERE source = $1 AND external_id = '999' FOR UPDATE`,
      [source],
    );
    succeeded(await app.admin.post(`/support-imports/${id}/take-back`));
    await app.database.query('SELECT pg_terminate_backend($1)', [await pidWaitingFor(app.database, holder)]);
    expect(await countOf(source)).toBe(3_000);
    await pidWaitingFor(app.database, holder);
    expect((await app.admin.get(`/support-imports/${id}`)).body).toMatchObject({ takeBackStatus: 'running' });
    await holder.end();
    expect(await ended(id as string)).toMatchObject({ takeBackStatus: 'completed', removed: 3_000, kept: 0 });
    expect(await countOf(source)).toBe(0);
  });

  it('that cannot be done changes nothing, says so, and may be asked for again', async () => {
    const source = aSource();
    const { id } = await importFile(app, csvOf(100), mapping(source));
    await app.database.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no way for %', OLD.external_id; END $$`,
    );
    await app.database.query(
      `CREATE TRIGGER refuse BEFORE DELETE ON support_requests FOR EACH ROW WHEN (OLD.external_id = '50') EXECUTE FUNCTION refuse()`,
    );
    const failed = await takenBack(app, id as string);
    expect(failed).toMatchObject({
      takeBackStatus: 'failed',
      removed: 0,
      takenBackAt: null,
      mayBeTakenBack: true,
    });
    expect(failed.takeBackError).not.toContain('no way');
    expect(await countOf(source)).toBe(100);
    await app.database.query('DROP TRIGGER refuse ON support_requests');
    expect(await takenBack(app, id as string)).toMatchObject({ takeBackStatus: 'completed', removed: 100 });
  });
});
