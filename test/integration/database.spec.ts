import { DataSource } from 'typeorm';
import { DomainError } from '../../src/domain/errors.js';
import { refusalText } from '../../src/domain/refusals/refusal-text.js';
import { dataSourceOptions, JOBS_DATA_SOURCE, poolOf } from '../../src/platform/database/data-source.js';
import { Database } from '../../src/platform/database/database.js';
import { whenBroken, whenUnused } from '../../src/platform/database/database-errors.js';
import { waitFor } from '../support/app.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

describe('Database', () => {
  let server: TestDatabase;
  let requests: DataSource;
  let jobs: DataSource;
  let database: Database;

  beforeAll(async () => {
    server = await createDatabase();
    const connect = (name: string): Promise<DataSource> =>
      new DataSource(dataSourceOptions(server.url, { name, size: 4 })).initialize();
    [requests, jobs] = [await connect('requests'), await connect(JOBS_DATA_SOURCE)];
    database = new Database(poolOf(requests), poolOf(jobs));
    await server.query('CREATE TABLE counters (id int PRIMARY KEY CHECK (id > 0), value int NOT NULL)');
    await server.query('CREATE TABLE uses (counter_id int CONSTRAINT uses_counter REFERENCES counters)');
  });
  beforeEach(() => server.query('TRUNCATE counters, uses'));
  afterAll(async () => {
    await requests.destroy();
    await jobs.destroy();
    await server.drop();
  });

  const insert = (id: number): Promise<unknown[]> =>
    database.query('INSERT INTO counters VALUES ($1, 0)', [id]);
  const add = (id: number): Promise<unknown[]> =>
    database.query('UPDATE counters SET value = value + 1 WHERE id = $1', [id]);
  const kept = async (): Promise<number[]> =>
    (await server.query<{ id: number }>('SELECT id FROM counters ORDER BY id')).map(({ id }) => id);
  const backend = async (): Promise<number> =>
    (await database.one<{ pid: number }>('SELECT pg_backend_pid() AS pid'))!.pid;
  const terminate = (pid: number): Promise<unknown> => server.query('SELECT pg_terminate_backend($1)', [pid]);
  /** Waits until the server is idle: no transactions, all connections returned. */
  const atRest = (): Promise<void> =>
    waitFor(async () => {
      const busy = await server.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'`,
      );
      return busy.length === 0;
    });

  it('has connections that compile no plans and show times in UTC, whatever the server is set to', async () => {
    const settings = `SELECT name, setting, source FROM pg_settings WHERE name IN ('TimeZone', 'jit') ORDER BY name COLLATE "C"`;
    const expected = [
      { name: 'TimeZone', setting: 'UTC', source: 'client' },
      { name: 'jit', setting: 'off', source: 'client' },
    ];
    expect(await database.query(settings)).toEqual(expected);
    expect(await database.onJobsPool(() => database.query(settings))).toEqual(expected);
  });

  it('keeps one plan for all values in the transactions of requests, and only there', async () => {
    const mode = async (): Promise<string> =>
      (await database.one<{ mode: string }>(`SELECT current_setting('plan_cache_mode') AS mode`))!.mode;
    expect(await database.transaction(mode)).toBe('force_generic_plan');
    expect(await mode()).toBe('auto');
    expect(await database.onJobsPool(() => database.transaction(mode))).toBe('auto');
  });

  it('commits when the work resolves, and returns its result', async () => {
    expect(await database.transaction(async () => (await insert(1), 'done'))).toBe('done');
    expect(await kept()).toEqual([1]);
  });

  it('rolls back when the work throws, and rethrows the error', async () => {
    const error = new Error('on purpose');
    const work = async (): Promise<never> => {
      await insert(1);
      throw error;
    };
    await expect(database.transaction(work)).rejects.toBe(error);
    expect(await kept()).toEqual([]);
    await atRest();
  });

  it('joins an outer transaction', async () => {
    await database.transaction(async () => {
      const outer = await backend();
      await insert(1);
      await database.transaction(async () => {
        expect(await backend()).toBe(outer);
        expect(database.connection()).toBeDefined();
        await insert(2);
      });
      expect(await kept()).toEqual([]);
    });
    expect(await kept()).toEqual([1, 2]);
  });

  it('rolls back everything when the inner one throws', async () => {
    const work = database.transaction(async () => {
      await insert(1);
      await database.transaction(() => Promise.reject(new Error('inner')));
    });
    await expect(work).rejects.toThrow('inner');
    expect(await kept()).toEqual([]);
  });

  it('does afterwards what waits for the end of a transaction: once it is committed, and only then', async () => {
    const seen: unknown[] = [];
    const look = (what: string) => async (): Promise<void> => void seen.push(what, await kept());
    const looking: Promise<void>[] = [];
    const afterCommit = (what: string): void => database.afterCommit(() => void looking.push(look(what)()));
    await database.transaction(async () => {
      await database.transaction(async () => {
        await insert(1);
        afterCommit('inner');
      });
      expect(looking).toEqual([]);
    });
    await Promise.all(looking);
    const undone = database.transaction(async () => {
      await insert(2);
      afterCommit('undone');
      throw new Error('on purpose');
    });
    await expect(undone).rejects.toThrow('on purpose');
    afterCommit('outside');
    await Promise.all(looking);
    expect(seen).toEqual(['inner', [1], 'outside', [1]]);
  });

  it('separates simultaneous transactions', async () => {
    const pids = await Promise.all(
      [1, 2, 3].map((id) =>
        database.transaction(async () => {
          await insert(id);
          return backend();
        }),
      ),
    );
    expect(new Set(pids).size).toBe(3);
    expect(await kept()).toEqual([1, 2, 3]);
  });

  it('never reports a commit after a swallowed error', async () => {
    const work = database.transaction(async () => {
      await insert(1);
      await insert(1).catch(() => 'swallowed');
      return 'done';
    });
    await expect(work).rejects.toThrow('nothing was committed');
    expect(await kept()).toEqual([]);
  });

  it('uses the pool for jobs in a job, also in transactions', async () => {
    const name = async (): Promise<string> =>
      (await database.one<{ name: string }>(`SELECT current_setting('application_name') AS name`))!.name;
    expect(await name()).toBe('afterhours requests');
    expect(await database.onJobsPool(name)).toBe('afterhours jobs');
    expect(await database.onJobsPool(() => database.transaction(name))).toBe('afterhours jobs');
  });

  it('provides no connection outside a transaction', () => {
    expect(() => database.connection()).toThrow('needs a transaction');
  });

  it('runs the work again after a deadlock, until both are done', async () => {
    await insert(1);
    await insert(2);
    let attempts = 0;
    let arrived = 0;
    let done = 0;
    const crossing = async (first: number, second: number): Promise<void> => {
      await database.transaction(async () => {
        // They deadlock once; the one that repeats lets the other finish.
        if (++attempts > 2) await waitFor(() => Promise.resolve(done === 1));
        await add(first);
        arrived++;
        await waitFor(() => Promise.resolve(arrived >= 2));
        await add(second);
      });
      done++;
    };
    await Promise.all([crossing(1, 2), crossing(2, 1)]);
    expect(attempts).toBe(3);
    expect(await server.query('SELECT id, value FROM counters ORDER BY id')).toEqual([
      { id: 1, value: 2 },
      { id: 2, value: 2 },
    ]);
  });

  it('gives up after three serialization failures, as unavailable', async () => {
    let attempts = 0;
    const work = database.transaction(async () => {
      attempts++;
      await database.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);
    });
    await expect(work).rejects.toMatchObject({ kind: 'unavailable', code: 'DATABASE_UNAVAILABLE' });
    expect(attempts).toBe(3);
  });

  it('turns a connection lost between two statements into unavailable, once', async () => {
    let attempts = 0;
    const work = database.transaction(async () => {
      attempts++;
      await insert(1);
      await terminate(await backend());
      await insert(2);
    });
    await expect(work).rejects.toMatchObject({ kind: 'unavailable', options: { retryAfterSeconds: 2 } });
    expect(attempts).toBe(1);
    expect(await kept()).toEqual([]);
  });

  it('turns a connection lost during a statement into unavailable', async () => {
    const work = database.transaction(async () => {
      const pid = await backend();
      const killWhileActive = async (): Promise<void> => {
        await waitFor(async () => {
          const rows = await server.query(
            `SELECT FROM pg_stat_activity WHERE pid = $1 AND state = 'active'`,
            [pid],
          );
          return rows.length === 1;
        });
        await terminate(pid);
      };
      // Both promises are awaited from the start, because the statement may fail before the kill is answered.
      await Promise.all([database.query('SELECT pg_sleep(30)'), killWhileActive()]);
    });
    await expect(work).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('turns a connection lost before the commit into unavailable, never into a success', async () => {
    const work = database.transaction(async () => {
      await insert(1);
      await terminate(await backend());
    });
    await expect(work).rejects.toBeInstanceOf(DomainError);
    expect(await kept()).toEqual([]);
  });

  it('continues with new connections after losing all, including idle ones', async () => {
    await Promise.all([1, 2, 3, 4].map((id) => insert(id)));
    await server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await waitFor(() =>
      backend().then(
        () => true,
        (error: DomainError) => {
          expect(error.kind).toBe('unavailable');
          return false;
        },
      ),
    );
    expect(await database.transaction(kept)).toEqual([1, 2, 3, 4]);
    await atRest();
  });

  it('returns every connection, whatever happened', async () => {
    for (let round = 0; round < 12; round++) {
      await database.transaction(() => Promise.reject(new Error('no'))).catch(() => undefined);
      await database.transaction(() => database.query('no SQL')).catch(() => undefined);
      await database.transaction(async () => terminate(await backend())).catch(() => undefined);
    }
    expect(await database.transaction(kept)).toEqual([]);
  });

  it('does not change other errors of a statement', async () => {
    for (const run of [() => insert(-1), () => database.transaction(() => insert(-1))]) {
      await expect(run()).rejects.toMatchObject({ code: '23514', constraint: 'counters_id_check' });
    }
  });

  it('translates named constraints, and only those', async () => {
    await insert(1);
    const taken = { counters_pkey: () => new DomainError('conflict', refusalText('ALREADY_TAKEN')) };
    await expect(whenBroken(insert(1), taken)).rejects.toMatchObject({ code: 'ALREADY_TAKEN' });
    await expect(whenBroken(insert(-1), taken)).rejects.toMatchObject({ code: '23514' });
    await database.query('INSERT INTO uses VALUES (1)');
    await expect(whenUnused(database.query('DELETE FROM counters'), 'counter')).rejects.toMatchObject({
      code: 'IN_USE',
      message: 'This counter is still used by uses, so it stays.',
    });
  });

  it('returns whole numbers, decimals, dates and times as plain values', async () => {
    const row = await database.one(
      `SELECT count(*) AS count, 1.50::numeric AS cost, '2026-11-01'::date AS day, '22:00'::time AS time,
              '2026-11-01T00:30:00-05:00'::timestamptz AS at`,
    );
    expect(row).toEqual({
      count: 1,
      cost: 1.5,
      day: '2026-11-01',
      time: '22:00',
      at: new Date('2026-11-01T05:30:00Z'),
    });
  });

  describe('a repeated statement', () => {
    const read = () => database.query<{ value: unknown }>('SELECT value FROM counters WHERE id = 1');
    const prepared = async (): Promise<string[]> =>
      (await database.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements')).map(
        ({ statement }) => statement,
      );

    it('is stored by PostgreSQL under a name, once per connection', async () => {
      await database.transaction(async () => {
        for (let times = 0; times < 5; times++) await read();
        expect((await prepared()).filter((statement) => statement.includes('FROM counters'))).toHaveLength(1);
      });
    });

    it('is answered after a migration changed its result, also in a transaction', async () => {
      await insert(1);
      for (let times = 0; times < 8; times++) await Promise.all([read(), read(), read(), read()]);
      await server.query('ALTER TABLE counters ALTER COLUMN value TYPE text');
      expect(await Promise.all([read(), read(), read(), read()])).toEqual(Array(4).fill([{ value: '0' }]));
      await server.query('ALTER TABLE counters ALTER COLUMN value TYPE int USING value::int');
      for (let times = 0; times < 8; times++) await Promise.all([read(), read(), read(), read()]);
      await server.query('ALTER TABLE counters ALTER COLUMN value TYPE text');
      const changed = await database.transaction(async () => {
        await insert(2);
        return read();
      });
      expect(changed).toEqual([{ value: '0' }]);
      expect(await kept()).toEqual([1, 2]);
      await server.query('ALTER TABLE counters ALTER COLUMN value TYPE int USING value::int');
    });

    it('is answered when a pooler has forgotten it', async () => {
      await insert(1);
      for (let times = 0; times < 8; times++) await Promise.all([read(), read(), read(), read()]);
      await Promise.all([1, 2, 3, 4].map(() => database.query('DEALLOCATE ALL')));
      expect(await Promise.all([read(), read(), read(), read()])).toEqual(Array(4).fill([{ value: 0 }]));
    });
  });
});
