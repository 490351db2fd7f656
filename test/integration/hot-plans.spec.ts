import { jest } from '@jest/globals';
import { LiveRepository } from '../../src/outreach/live/live.repository.js';
import { MetricsFacts } from '../../src/pilots/metrics-facts.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aShift, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { genericPlan, nodesOf, rowsRead, type SentStatement } from '../support/plans.js';
import { LOCATION, seededId, seedLocations, seedRequests, seedShifts, SHIFT } from '../support/seeds.js';

const LOCATIONS = 100;
const SHIFTS = 20_000;
const REQUESTS = 30_000;
const EVENTS = 30_000;
const DAY = 86_400_000;
const FROM = new Date(Date.parse(TEST_NOW) + DAY);
/** A table with at least this many rows is big; a hot statement must not read all of it. */
const BIG = 5_000;
/** The number of rows that a statement may read: a fixed number, plus some for each row that it finds. */
const ROWS_READ = 1_000;
const ROWS_READ_EACH = 30;

describe('a hot statement', () => {
  let app: TestApp;
  let operator: HttpClient;
  let bigTables: Set<string>;

  beforeAll(async () => {
    app = await startApp({ env: { SCAN_EVERY_MINUTES: '59' } });
    const { database } = app;
    await seedLocations(database, LOCATIONS);
    await seedShifts(database, { shifts: SHIFTS, locations: LOCATIONS, from: FROM, seats: 3, claims: 2 });
    const begun = new Date(Date.parse(TEST_NOW) - 300 * DAY);
    await seedRequests(database, { requests: REQUESTS, from: begun, days: 300 });
    await seedHistory(app);
    await database.query('ANALYZE');
    await database.query('SET plan_cache_mode = force_generic_plan');
    const big = await database.query<{ name: string }>(
      'SELECT relname AS name FROM pg_class WHERE relkind = $1 AND reltuples >= $2',
      ['r', BIG],
    );
    bigTables = new Set(big.map(({ name }) => name));
    operator = app.anonymous.with({ cookie: 'afterhours_session=seeded-1' });
  });
  afterAll(() => app.close());

  /** The statements that the app sends during an action, each text once. */
  async function sentBy(act: () => Promise<unknown>): Promise<SentStatement[]> {
    const query = jest.spyOn(Database.prototype, 'query');
    try {
      await act();
      const sent = query.mock.calls.map(([text, values = []]) => ({ text, values }));
      return [...new Map(sent.map((statement) => [statement.text, statement])).values()];
    } finally {
      query.mockRestore();
    }
  }

  /** The problems in the plans of the statements that the app sends during an action. */
  async function problems(act: () => Promise<unknown>): Promise<string[]> {
    const sent = await sentBy(act);
    if (sent.length === 0) throw new Error('nothing was sent');
    const found: string[] = [];
    for (const statement of sent) {
      const plan = await genericPlan(app.database, statement);
      const say = (what: string): number => found.push(`${what}: ${statement.text.replace(/\s+/g, ' ')}`);
      for (const node of nodesOf(plan)) {
        const table = node['Relation Name'] ?? '';
        if (node['Node Type'] === 'Seq Scan' && bigTables.has(table)) say(`reads all of ${table}`);
        if (node['Parent Relationship'] === 'SubPlan' && (node['Actual Loops'] ?? 1) > 1)
          for (const below of nodesOf(node))
            if (bigTables.has(below['Relation Name'] ?? ''))
              say(`reads ${below['Relation Name']} once per row`);
      }
      const read = nodesOf(plan).reduce((sum, node) => sum + (node['Relation Name'] ? rowsRead(node) : 0), 0);
      const most = ROWS_READ + ROWS_READ_EACH * (plan['Actual Rows'] ?? 0);
      if (read > most) say(`reads ${read} rows for ${plan['Actual Rows']}`);
    }
    return found;
  }

  const at = (days: number): string => new Date(FROM.getTime() + days * DAY).toISOString();
  const week = new URLSearchParams({ locationId: seededId(LOCATION, 7), from: at(7), to: at(14) }).toString();

  const PLACE = seededId(LOCATION, 3);
  /** A time in which nobody has a shift yet. */
  const FREE = { startsAt: at(40), endsAt: at(40.1) };

  const HOT: [name: string, act: () => Promise<unknown>][] = [
    ['the shifts of a week', async () => succeeded(await app.admin.get(`/shifts?${week}&limit=200`))],
    ['future shifts at all locations', async () => succeeded(await operator.get(`/shifts?from=${at(3)}`))],
    [
      'shifts with the reasons against a claim',
      async () => succeeded(await operator.get(`/shifts?${week}&eligibility=true`)),
    ],
    ['a shift', async () => succeeded(await app.admin.get(`/shifts/${seededId(SHIFT, 4321)}`))],
    ['the gaps of a week', async () => succeeded(await app.admin.get(`/coverage/gaps?${week}`))],
    [
      'a claim',
      async () => {
        const { id } = await aShift(app, PLACE, FREE);
        succeeded(await operator.post(`/shifts/${id}/claims`));
      },
    ],
    ['own claims', async () => succeeded(await operator.get('/claims'))],
    ['a new shift', () => aShift(app, PLACE, FREE)],
    ['the caller', async () => succeeded(await app.admin.get('/me'))],
    [
      'a sign-in',
      async () =>
        succeeded(
          await app.anonymous.post('/auth/login', { email: 'admin@example.edu', password: 'correct horse' }),
        ),
    ],
    ['messages', async () => succeeded(await app.admin.get('/messages'))],
    [
      'the live events of open pages',
      () => app.app.get(LiveRepository, { strict: false }).findAfter({ transaction: '29950', id: '0' }),
    ],
    [
      'the support requests of a location',
      async () => succeeded(await app.admin.get(`/support-requests?locationId=${seededId(LOCATION, 1)}`)),
    ],
    [
      'support requests of a day',
      async () => succeeded(await app.admin.get(`/support-requests?from=${at(-9)}&to=${at(-8)}`)),
    ],
    ['the audit trail', async () => succeeded(await app.admin.get('/audit-events'))],
    [
      'the trail of a shift',
      async () =>
        succeeded(await app.admin.get(`/audit-events?entity=shift&entityId=${seededId(SHIFT, 77)}`)),
    ],
    [
      'the facts of a month',
      () =>
        new MetricsFacts(app.app.get(Database), app.app.get(Clock)).load(
          { id: seededId(LOCATION, 7), timeZone: 'America/Chicago' },
          { start: FROM.getTime(), end: FROM.getTime() + 7 * DAY },
          0,
        ),
    ],
  ];

  it.each(HOT)(
    'uses indexes, reads no big table once per row, and reads few more rows than it finds: %s',
    async (_name, act) => {
      expect(await problems(act)).toEqual([]);
    },
  );

  it('is reported when its index is missing', async () => {
    expect(bigTables).toContain('shifts');
    await app.database.query('DROP INDEX shifts_location_start');
    const [first] = await problems(async () => succeeded(await app.admin.get(`/shifts?${week}`)));
    expect(first).toMatch(/^(reads all of shifts|reads \d+ rows)/);
  });
});

/** SQL: an id made from a number; a higher number gives a later id. */
const newest = (number: string): string =>
  `('00000000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/** Inserts 30,000 audit events, live changes and messages. */
async function seedHistory({ database }: TestApp): Promise<void> {
  await database.query(
    `INSERT INTO audit_events (id, at, actor_kind, request_id, action, entity, entity_id, details)
     SELECT ${newest('row_number() OVER ()')}, now(), 'system', 'seed', 'shift.created', 'shift', id, '{}'
     FROM shifts, generate_series(1, $1::int)`,
    [Math.ceil(EVENTS / SHIFTS)],
  );
  await database.query(
    `INSERT INTO live_changes (transaction, at, entity) SELECT n, now(), 'shift' FROM generate_series(1, $1::int) n`,
    [EVENTS],
  );
  await database.query(
    `INSERT INTO messages (id, key, user_id, kind, facts, status, sent_at, created_at)
     SELECT ${newest('row_number() OVER ()')}, 'seed ' || n || o.id, o.user_id, 'seed', '{}', 'sent', now(), now()
     FROM operators o, generate_series(1, $1::int) n`,
    [EVENTS / 600],
  );
}
