import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, succeeded } from '../support/factories.js';
import { endedImport, takenBack, upload } from '../support/imports.js';
import { holdLocks, pidWaitingFor } from '../support/lock-holder.js';
import { importedClaims, importRoster, rosterMapping } from '../support/rosters.js';

const IMPORT_LOCKS = 7_266_004;
const NOW = '2026-12-01T12:00:00-06:00';

describe('a run of an import of rosters', () => {
  let app: TestApp;
  let replica: TestApp;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: NOW });
    replica = await startApp({ database: app.database, now: NOW });
  });
  afterAll(async () => {
    await replica.close();
    await app.close();
  });

  const place = async () => {
    const { id: locationId } = await aLocation(app);
    const email = `someone${++count}@lab.edu`;
    const { id: operatorId } = await anOperator(app, { email });
    return { locationId, email, operatorId };
  };
  const csvOf = (email: string, days: number): string =>
    `who,start,end\n${Array.from({ length: days }, (_, day) => {
      const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
      return `${email},${date} 22:00,06:00\n`;
    }).join('')}`;
  const send = async (locationId: string, csv: string, server = app): Promise<string> =>
    succeeded(await upload(app, csv, rosterMapping(locationId), { client: server.admin })).id as string;
  const lockOf = (locationId: string) =>
    holdLocks(app.database, 'SELECT pg_advisory_xact_lock($1, hashtext($2))', [
      IMPORT_LOCKS,
      `source rosters ${locationId}`,
    ]);
  const lockOperator = (operatorId: string) =>
    holdLocks(app.database, 'SELECT FROM operators WHERE id = $1 FOR UPDATE', [operatorId]);

  it('ends correctly when two replicas run the same file at once', async () => {
    const { locationId, email } = await place();
    const holder = await lockOf(locationId);
    const ids = [
      await send(locationId, csvOf(email, 300)),
      await send(locationId, csvOf(email, 300), replica),
    ];
    await pidWaitingFor(app.database, holder);
    await holder.end();
    const results = await Promise.all(ids.map((id) => endedImport(app, id)));
    const counts = results.map(({ status, created, skipped, rejectedCount }) => [
      status,
      created,
      skipped,
      rejectedCount,
    ]);
    expect(counts.sort()).toEqual([
      ['completed', 0, 300, 0],
      ['completed', 300, 0, 0],
    ]);
    expect(await importedClaims(app, locationId)).toHaveLength(300);
  });

  it('never has somebody in two places, when two locations import them at once', async () => {
    const { locationId, email, operatorId } = await place();
    const { id: elsewhere } = await aLocation(app);
    const holder = await lockOperator(operatorId);
    const ids = [await send(locationId, csvOf(email, 50)), await send(elsewhere, csvOf(email, 50), replica)];
    await pidWaitingFor(app.database, holder);
    await holder.end();
    const results = await Promise.all(ids.map((id) => endedImport(app, id)));
    expect(results.map(({ created, rejectedCount }) => [created, rejectedCount]).sort()).toEqual([
      [0, 50],
      [50, 0],
    ]);
    const [refused] = results.flatMap(({ rejected }) => rejected as { code: string }[]);
    expect(refused).toMatchObject({ code: 'OPERATOR_HAS_SHIFT' });
  });

  it.each(['the import', 'the assignment'])(
    'and an assignment of the same person at that time: one of them is refused; first is %s',
    async (first) => {
      const { locationId, email, operatorId } = await place();
      const { id: elsewhere } = await aLocation(app);
      const shift = await aShift(app, elsewhere, {
        startsAt: '2024-01-03T20:00:00-06:00',
        endsAt: '2024-01-04T00:00:00-06:00',
      });
      const holder = await lockOperator(operatorId);
      const assign = () =>
        app.admin.post(`/shifts/${shift.id}/claims`, { operatorId, overrideReason: 'Recorded afterwards' });
      let assigned: ReturnType<typeof assign> | null = null;
      if (first === 'the assignment') assigned = assign();
      let id = first === 'the import' ? await send(locationId, csvOf(email, 5)) : '';
      await pidWaitingFor(app.database, holder);
      if (first === 'the import') assigned = assign();
      else id = await send(locationId, csvOf(email, 5));
      await holder.end();
      const [{ status, body }, imported] = await Promise.all([assigned!, endedImport(app, id)]);
      expect(imported.status).toBe('completed');
      if (status === 201) expect(imported).toMatchObject({ created: 4, rejectedCount: 1 });
      else {
        expect(body.violations).toContainEqual(expect.objectContaining({ code: 'OVERLAPPING_SHIFT' }));
        expect(imported).toMatchObject({ created: 5, rejectedCount: 0 });
      }
    },
  );

  it.each(['before it reads', 'while it stores what it read'])(
    'that loses its connection %s leaves nothing, and is run again with the same result',
    async (when) => {
      const { locationId, email, operatorId } = await place();
      const holder = await (when === 'before it reads' ? lockOf(locationId) : lockOperator(operatorId));
      const id = await send(locationId, `${csvOf(email, 400)}nobody,2024-01-01 10:00,11:00\n`);
      await app.database.query('SELECT pg_terminate_backend($1)', [
        await pidWaitingFor(app.database, holder),
      ]);
      expect(await importedClaims(app, locationId)).toEqual([]);
      await pidWaitingFor(app.database, holder);
      await holder.end();
      expect(await endedImport(app, id)).toMatchObject({
        status: 'completed',
        rows: 401,
        created: 400,
        rejectedCount: 1,
        warningCount: 2,
        error: null,
      });
      expect(await importedClaims(app, locationId)).toHaveLength(400);
      expect(succeeded(await app.admin.get(`/audit-events?entityId=${id}`)).items).toHaveLength(2);
    },
  );

  it('puts more people than a shift has seats on several shifts', async () => {
    const { locationId } = await place();
    await app.database.query(
      `WITH people AS (
         INSERT INTO users (id, email, name, display_name, role, created_at)
         SELECT gen_random_uuid(), 'crowd' || n || '@lab.edu', 'Crowd ' || n, 'Crowd', 'operator', now()
         FROM generate_series(1, 230) n RETURNING id)
       INSERT INTO operators (id, user_id) SELECT gen_random_uuid(), id FROM people`,
    );
    const lines = Array.from(
      { length: 230 },
      (_, index) => `crowd${index + 1}@lab.edu,2024-01-01 22:00,06:00`,
    );
    expect(await importRoster(app, locationId, lines)).toMatchObject({ created: 230, rejectedCount: 0 });
    const { items } = succeeded(await app.admin.get(`/shifts?locationId=${locationId}`));
    expect(items.map(({ seats, seatsTaken }: Record<string, number>) => [seats, seatsTaken]).sort()).toEqual([
      [200, 200],
      [30, 30],
    ]);
  });

  it('is taken back after a change of its claims that was there first, and keeps these', async () => {
    const { locationId, email } = await place();
    const id = await send(locationId, csvOf(email, 20));
    await endedImport(app, id);
    const holder = await holdLocks(
      app.database,
      `UPDATE claims SET no_show = true, version = version + 1
       WHERE import_id = $1 AND starts_at = (SELECT min(starts_at) FROM claims WHERE import_id = $1)`,
      [id],
    );
    succeeded(await app.admin.post(`/support-imports/${id}/take-back`));
    await pidWaitingFor(app.database, holder);
    await holder.query('COMMIT');
    await holder.end();
    await app.jobsDone();
    expect(succeeded(await app.admin.get(`/support-imports/${id}`))).toMatchObject({ removed: 19, kept: 1 });
    expect(await importedClaims(app, locationId)).toHaveLength(1);
  });

  it('waits for a later import of the same rows, and keeps what that one holds', async () => {
    const { locationId, email } = await place();
    const id = await send(locationId, csvOf(email, 20));
    await endedImport(app, id);
    const holder = await lockOf(locationId);
    const later = await send(locationId, csvOf(email, 5));
    await pidWaitingFor(app.database, holder);
    succeeded(await app.admin.post(`/support-imports/${id}/take-back`));
    await holder.end();
    expect(await endedImport(app, later)).toMatchObject({ status: 'completed' });
    await app.jobsDone();
    const taken = succeeded(await app.admin.get(`/support-imports/${id}`));
    expect(taken).toMatchObject({ takeBackStatus: 'completed' });
    // Whichever came first: what the later file holds is there.
    expect(await importedClaims(app, locationId)).toHaveLength(5);
    expect([5, 0]).toContain(taken.kept);
    if (taken.kept > 0) await takenBack(app, later);
  });
});
