import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { succeeded } from '../support/factories.js';
import { ACTOR, idMadeAt, seedTrail } from '../support/history-seeds.js';
import { findBigTables, problemsOf, sentBy } from '../support/hot-statements.js';
import type { Planning } from '../support/plans.js';
import { seededId, SHIFT } from '../support/seeds.js';

const ROWS = 100_000;
const DAYS = 300;
const DAY = 86_400_000;
const BEGUN = Date.parse(TEST_NOW) - DAYS * DAY;
/** A page, or the 333 events of a day: for one person's events of a day either index is good. */
const MOST_READ = { fixed: 1_000, each: 2 };
const BOTH: readonly Planning[] = ['for all values', 'for its values'];

describe('a statement about the audit trail', () => {
  let app: TestApp;
  let bigTables: Set<string>;

  beforeAll(async () => {
    app = await startApp({ env: { SCAN_EVERY_MINUTES: '59' } });
    await seedTrail(app.database, { rows: ROWS, from: new Date(BEGUN), days: DAYS });
    await app.database.query('ANALYZE');
    bigTables = await findBigTables(app.database);
  });
  afterAll(() => app.close());

  const at = (day: number): string => new Date(BEGUN + day * DAY).toISOString();
  const by = (person: number): string => `actorId=${seededId(ACTOR, person)}`;
  const RARELY = 99;
  const NEVER = 77;
  const trail = async (query: string): Promise<{ id: string }[]> =>
    succeeded(await app.admin.get(`/audit-events?${query}`)).items;

  const HOT: [name: string, query: string][] = [
    ['of everything', ''],
    ['of somebody who rarely does anything', by(RARELY)],
    ['of somebody who does much', by(3)],
    ['of somebody who did nothing', by(NEVER)],
    ['of a day', `from=${at(60)}&to=${at(61)}`],
    ['of most days', `from=${at(20)}&to=${at(250)}`],
    ['since a day', `from=${at(60)}`],
    ['until a day', `to=${at(60)}`],
    ['of a day with nothing', `from=${at(-60)}&to=${at(-59)}`],
    ['of somebody on a day', `${by(3)}&from=${at(60)}&to=${at(61)}`],
    ['of somebody who rarely does anything, since a day', `${by(RARELY)}&from=${at(60)}`],
    ['of a rare kind', 'entity=pilot'],
    ['of a frequent kind', 'entity=shift'],
    ['of one thing', `entity=shift&entityId=${seededId(SHIFT, 7)}`],
    ['of one thing, whatever its kind', `entityId=${seededId(SHIFT, 7)}`],
    ['of one thing since a day', `entity=shift&entityId=${seededId(SHIFT, 7)}&from=${at(60)}`],
  ];

  it('is tested on 100,000 events', () => {
    expect(bigTables).toContain('audit_events');
  });

  it.each(HOT)('reads no more than a page or a day, with either plan: the trail %s', async (_name, query) => {
    const sent = await sentBy(() => trail(query));
    expect(await problemsOf(app.database, sent, { bigTables, most: MOST_READ, plannings: BOTH })).toEqual([]);
  });

  it.each([
    ['audit_events_actor', by(RARELY)],
    ['audit_events_kind', 'entity=pilot'],
    ['audit_events_about', `entityId=${seededId(SHIFT, 7)}`],
    ['audit_events_other_clock', `from=${at(60)}&to=${at(61)}`],
  ])('is reported without the index %s', async (index, query) => {
    const sent = await sentBy(() => trail(query));
    await app.database.query('BEGIN');
    await app.database.query(`DROP INDEX ${index}`);
    const problems = await problemsOf(app.database, sent, { bigTables, most: MOST_READ, plannings: BOTH });
    await app.database.query('ROLLBACK');
    expect(problems[0]).toMatch(/^reads (all of|\d+ rows)/);
  });

  it('finds the events of some days also when their ids are older, newer or a little apart', async () => {
    const [from, to] = [at(100), at(100.1)];
    await app.database.query(
      `INSERT INTO audit_events (id, at, actor_kind, request_id, action, entity, entity_id, details)
       SELECT ${idMadeAt(`at + apart * interval '1 second'`, '200000 + n')}, at, 'system', 'seed', 'shift.created', 'shift',
              $2::uuid, '{}'
       FROM (SELECT $1::timestamptz + (n - 9) * interval '5 minutes' AS at, n,
                    (ARRAY[-9000000, -61, -60, -59, 0, 59, 60, 61, 9000000])[1 + n % 9] AS apart
             FROM generate_series(0, 59) n) AS seeded`,
      [from, seededId(SHIFT, 5)],
    );
    const expected = await app.database.query<{ id: string }>(
      'SELECT id FROM audit_events WHERE at >= $1 AND at < $2 ORDER BY id DESC',
      [from, to],
    );
    const found = await trail(`from=${from}&to=${to}&limit=200`);
    expect(expected.length).toBeGreaterThan(60);
    expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    const page = await app.admin.get(`/audit-events?from=${from}&to=${to}&limit=40`);
    const { items, nextCursor } = succeeded(page) as { items: { id: string }[]; nextCursor: string };
    const next = await trail(`from=${from}&to=${to}&limit=200&cursor=${nextCursor}`);
    expect([...items, ...next].map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });
});
