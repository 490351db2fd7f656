import fc from 'fast-check';
import { Client } from 'pg';
import type { Span } from '../../src/domain/interval.js';
import { isClockEvent, standstillsOf } from '../../src/domain/service-clock.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { pidWaitingFor } from '../support/lock-holder.js';
import { runs } from '../support/property-runs.js';

const BEGIN = Date.parse('2026-11-01T06:00Z');
const KINDS = ['waiting', 'resumed', 'resolved', 'reopened', 'note', 'escalated', 'returned'] as const;

interface Entry {
  /** In the order of the ids. */
  n: number;
  kind: (typeof KINDS)[number];
  minute: number;
}

/** The same stops by the rule of the domain. */
const expected = (entries: readonly Entry[]): Span[] =>
  standstillsOf(
    entries
      .toSorted((one, other) => one.minute - other.minute || one.n - other.n)
      .flatMap(({ kind, minute }) => (isClockEvent(kind) ? [{ kind, at: BEGIN + minute * 60_000 }] : [])),
  );

describe('when the clock of a request stood still', () => {
  let database: TestDatabase;
  let others: Client[];
  let id: string;

  beforeAll(async () => {
    database = await createDatabase();
    await database.query(
      `INSERT INTO locations (id, name, time_zone) VALUES (gen_random_uuid(), 'Lab', 'America/Chicago')`,
    );
    others = [0, 1].map(() => new Client(database.url));
    await Promise.all(others.map((client) => client.connect()));
  });
  beforeEach(async () => {
    id = await aRequest();
  });
  afterAll(async () => {
    await Promise.all(others.map((client) => client.end()));
    await database.drop();
  });

  const aRequest = async (): Promise<string> => {
    const [row] = await database.query<{ id: string }>(
      `INSERT INTO support_requests (id, location_id, opened_at) SELECT gen_random_uuid(), id, $1 FROM locations RETURNING id`,
      [new Date(BEGIN)],
    );
    return row!.id;
  };
  const idOf = (n: number): string => `${String(n).padStart(8, '0')}${id.slice(8)}`;
  const insert = (
    entries: readonly Entry[],
    client: { query(sql: string, values: unknown[]): Promise<unknown> } = database,
  ): Promise<unknown> =>
    client.query(
      `INSERT INTO request_entries (id, request_id, at, kind, text, author_id)
       SELECT id, $1::uuid, at, kind, 'x', $1::uuid FROM unnest($2::uuid[], $3::timestamptz[], $4::text[]) AS told (id, at, kind)`,
      [
        id,
        entries.map(({ n }) => idOf(n)),
        entries.map(({ minute }) => new Date(BEGIN + minute * 60_000)),
        entries.map(({ kind }) => kind),
      ],
    );
  /** Null for never; what has not ended goes on for ever. */
  const stopsOf = async (request = id): Promise<Span[] | null> => {
    const [row] = await database.query<{ is_null: boolean; spans: { start: number; end: number | null }[] }>(
      `SELECT stops IS NULL AS is_null, ARRAY(
         SELECT json_build_object('start', extract(epoch FROM lower(span)) * 1000, 'end', extract(epoch FROM upper(span)) * 1000)
         FROM unnest(stops) AS span) AS spans FROM support_requests WHERE id = $1`,
      [request],
    );
    return row!.is_null ? null : row!.spans.map(({ start, end }) => ({ start, end: end ?? Infinity }));
  };
  const isRight = async (entries: readonly Entry[]): Promise<void> => {
    const spans = expected(entries);
    expect(await stopsOf()).toEqual(spans.length > 0 ? spans : null);
  };

  it('is what the domain says after each change of its thread, also at equal times', async () => {
    const entry = fc.record({ kind: fc.constantFrom(...KINDS), minute: fc.integer({ min: 0, max: 6 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(entry, fc.nat(), entry), { maxLength: 9 }),
        fc.boolean(),
        async (told, isAtOnce) => {
          id = await aRequest();
          const entries = told.map(([one], n): Entry => ({ n, ...one }));
          const shuffled = entries.toSorted((one, other) => told[one.n]![1] - told[other.n]![1]);
          if (isAtOnce) await insert(shuffled);
          else
            for (const [index, one] of shuffled.entries()) {
              await insert([one]);
              await isRight(shuffled.slice(0, index + 1));
            }
          await isRight(entries);
          const [first, second, ...rest] = entries;
          if (!first || !second) return;
          const changed = { ...first, ...told[0]![2] };
          await database.query('UPDATE request_entries SET kind = $2, at = $3 WHERE id = $1', [
            idOf(changed.n),
            changed.kind,
            new Date(BEGIN + changed.minute * 60_000),
          ]);
          await isRight([changed, second, ...rest]);
          await database.query('DELETE FROM request_entries WHERE id = $1', [idOf(second.n)]);
          await isRight([changed, ...rest]);
        },
      ),
      { seed: 20261130, numRuns: runs(150) },
    );
  });

  it('changes nothing else, and nothing at all when it stays the same', async () => {
    const read = () => database.query('SELECT xmin::text, version FROM support_requests WHERE id = $1', [id]);
    const before = await read();
    await insert([
      { n: 0, kind: 'note', minute: 1 },
      { n: 1, kind: 'resumed', minute: 2 },
    ]);
    expect(await read()).toEqual(before);
    await insert([{ n: 2, kind: 'waiting', minute: 3 }]);
    const [paused] = await database.query('SELECT version FROM support_requests WHERE id = $1', [id]);
    expect(paused).toEqual({ version: 1 });
    const kept = await read();
    await insert([{ n: 3, kind: 'waiting', minute: 4 }]);
    expect(await read()).toEqual(kept);
  });

  it('goes with an entry to another request, and with the request', async () => {
    const other = await aRequest();
    await insert([{ n: 0, kind: 'waiting', minute: 1 }]);
    await database.query('UPDATE request_entries SET request_id = $1 WHERE request_id = $2', [other, id]);
    expect([await stopsOf(), await stopsOf(other)]).toEqual([
      null,
      [{ start: BEGIN + 60_000, end: Infinity }],
    ]);
    await database.query('DELETE FROM support_requests WHERE id = ANY ($1)', [[id, other]]);
    expect(await database.query('SELECT FROM request_entries WHERE request_id = $1', [other])).toEqual([]);
  });

  it('is right when two write at once and know nothing of each other', async () => {
    const [one, two] = others as [Client, Client];
    const entries: Entry[] = [
      { n: 0, kind: 'note', minute: 0 },
      { n: 1, kind: 'note', minute: 0 },
      { n: 2, kind: 'waiting', minute: 1 },
      { n: 3, kind: 'resumed', minute: 5 },
    ];
    for (const client of others) await client.query('BEGIN');
    // Both refer to the request before either changes it.
    await insert([entries[0]!], one);
    await insert([entries[1]!], two);
    await insert([entries[2]!], one);
    const second = insert([entries[3]!], two);
    await pidWaitingFor(database, one);
    await one.query('COMMIT');
    await second;
    await two.query('COMMIT');
    await isRight(entries);
    expect(await stopsOf()).toEqual([{ start: BEGIN + 60_000, end: BEGIN + 5 * 60_000 }]);
  });

  it('is right after many wrote at once, some of which gave up', async () => {
    const kept: Entry[] = [];
    let n = 0;
    const write = async (client: Client): Promise<void> => {
      for (let round = 0; round < 60; round++) {
        const own = { n: n++, kind: KINDS[(n * 7) % 4]!, minute: (n * 31) % 50 };
        await client.query('BEGIN');
        await insert([own], client);
        const isKept = own.n % 5 > 0;
        await client.query(isKept ? 'COMMIT' : 'ROLLBACK');
        if (isKept) kept.push(own);
      }
    };
    await Promise.all(others.map(write));
    expect(kept.length).toBeGreaterThan(90);
    await isRight(kept);
  });
});
