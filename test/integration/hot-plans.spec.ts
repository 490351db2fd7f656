import { LiveRepository } from '../../src/outreach/live/live.repository.js';
import { MetricsFacts } from '../../src/pilots/metrics-facts.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aShift, succeeded } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { findBigTables, problemsOf, sentBy } from '../support/hot-statements.js';
import { LOCATION, seededId, seedLocations, seedRequests, seedShifts, SHIFT } from '../support/seeds.js';

const LOCATIONS = 100;
const SHIFTS = 20_000;
const REQUESTS = 30_000;
const EVENTS = 30_000;
const DAY = 86_400_000;
const FROM = new Date(Date.parse(TEST_NOW) + DAY);
const MOST_READ = { fixed: 1_000, each: 30 };

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
    bigTables = await findBigTables(database);
    operator = app.anonymous.with({ cookie: 'afterhours_session=seeded-1' });
  });
  afterAll(() => app.close());

  /** The problems in the plans of the statements that the app sends during an action. */
  const problems = async (act: () => Promise<unknown>): Promise<string[]> =>
    problemsOf(app.database, await sentBy(act), {
      bigTables,
      most: MOST_READ,
      plannings: ['for all values'],
    });

  const at = (days: number): string => new Date(FROM.getTime() + days * DAY).toISOString();
  const week = new URLSearchParams({ locationId: seededId(LOCATION, 7), from: at(7), to: at(14) }).toString();

  const PLACE = seededId(LOCATION, 3);
  /** A time in which nobody has a shift yet. */
  const FREE = { startsAt: at(40), endsAt: at(40.1) };

  const feedOf = async (client: HttpClient, body: object): Promise<void> => {
    const { url } = succeeded(await client.post('/calendar-feeds', body));
    succeeded(await app.anonymous.get(new URL(url as string).pathname.replace('/api/v1', '')));
  };

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
    [
      'who is on duty',
      async () => succeeded(await app.admin.get(`/on-duty?locationId=${PLACE}&at=${at(3.5)}`)),
    ],
    ['a calendar of own shifts', () => feedOf(operator, { kind: 'mine' })],
    ['a calendar of a location', () => feedOf(app.admin, { kind: 'location', locationId: PLACE })],
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
