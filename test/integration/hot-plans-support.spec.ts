import { SupportFactsRepository } from '../../src/support/support-facts.repository.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { onShift } from '../support/assignments.js';
import { succeeded } from '../support/factories.js';
import {
  ACTOR,
  REQUEST,
  seedHeadcounts,
  seedSkewedRequests,
  seedTallies,
  seedThreads,
} from '../support/history-seeds.js';
import { findBigTables, problemsOf, sentBy } from '../support/hot-statements.js';
import type { HttpClient } from '../support/http-client.js';
import type { Planning } from '../support/plans.js';
import { LOCATION, seededId, seedLocations } from '../support/seeds.js';

const LOCATIONS = 10;
const ROWS = 100_000;
const DAYS = 300;
const DAY = 86_400_000;
const BEGUN = Date.parse(TEST_NOW) - DAYS * DAY;
/** An operator who logged nothing, and wrote about requests. */
const AT_DESK = 300;
/** A request that the operator wrote about, and somebody else logged. */
const NOTED = 29_912;
/** A page has 51 rows, which may be the newest of any of the ten locations. */
const MOST_READ = { fixed: 700, each: 2 };
const SHIFT = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T15:00:00-05:00' };
const BOTH: readonly Planning[] = ['for all values', 'for its values'];

describe('a statement about support', () => {
  let app: TestApp;
  let supervisor: HttpClient;
  let operator: HttpClient;
  let atDesk: HttpClient;
  let facts: SupportFactsRepository;
  let bigTables: Set<string>;

  beforeAll(async () => {
    app = await startApp({ env: { SCAN_EVERY_MINUTES: '59' } });
    const { database } = app;
    await seedLocations(database, LOCATIONS);
    const shape = { rows: ROWS, from: new Date(BEGUN), days: DAYS, locations: LOCATIONS };
    await seedSkewedRequests(database, shape);
    await seedTallies(database, shape);
    await seedHeadcounts(database, shape);
    for (const [number, role] of [
      [1, 'supervisor'],
      [2, 'operator'],
      [AT_DESK, 'operator'],
    ] as const)
      await database.query(
        `INSERT INTO users (id, email, name, display_name, role, created_at) VALUES ($1, $2, $2, $2, $3, now())`,
        [seededId(ACTOR, number), `${role}${number}@example.edu`, role],
      );
    // As many as make a look-up by id worth an index.
    await database.query(
      `INSERT INTO users (id, email, name, display_name, role, created_at)
       SELECT gen_random_uuid(), n || '@example.edu', n, n, 'operator', now() FROM generate_series(1, 2000) n`,
    );
    await database.query('INSERT INTO operators (id, user_id) VALUES ($1, $1), ($2, $2)', [
      seededId(ACTOR, 2),
      seededId(ACTOR, AT_DESK),
    ]);
    await database.query(
      'INSERT INTO operator_positions (operator_id, position_id) SELECT $1, id FROM positions',
      [seededId(ACTOR, AT_DESK)],
    );
    await seedThreads(database, shape, seededId(ACTOR, AT_DESK));
    await onShift(app, seededId(LOCATION, 1), seededId(ACTOR, AT_DESK), SHIFT);
    await database.query('INSERT INTO user_locations (user_id, location_id) VALUES ($1, $2), ($1, $3)', [
      seededId(ACTOR, 1),
      seededId(LOCATION, 4),
      seededId(LOCATION, 5),
    ]);
    for (const place of [seededId(LOCATION, 1), null])
      await database.query(
        `INSERT INTO routing_rules (id, location_id, rank, staffing, tier, words)
         SELECT gen_random_uuid(), $1, n, 'nobody-on-shift', 'campus-it', 'Nobody is here' FROM generate_series(1, 100) n`,
        [place],
      );
    await database.query('ANALYZE');
    bigTables = await findBigTables(database);
    supervisor = await app.signedIn(seededId(ACTOR, 1));
    operator = await app.signedIn(seededId(ACTOR, 2));
    atDesk = await app.signedIn(seededId(ACTOR, AT_DESK));
    facts = app.app.get(SupportFactsRepository, { strict: false });
  });
  afterAll(() => app.close());

  const at = (day: number): Date => new Date(BEGUN + day * DAY);
  const inDays = (from: number, to: number): string =>
    `from=${at(from).toISOString()}&to=${at(to).toISOString()}`;
  const place = (number: number): string => `locationId=${seededId(LOCATION, number)}`;
  const requests = async (query: string, by = app.admin): Promise<unknown> =>
    succeeded(await by.get(`/support-requests?${query}`));
  const tallies = async (query: string, by = app.admin): Promise<unknown> =>
    succeeded(await by.get(`/support-tallies?${query}`));
  const headcounts = async (query: string): Promise<unknown> =>
    succeeded(await app.admin.get(`/headcounts?${query}`));

  const activity = async (query: string): Promise<unknown> =>
    succeeded(await app.admin.get(`/activity?${query}`));

  const choices = async (by = app.admin): Promise<unknown> =>
    succeeded(await by.get('/support-request-choices'));

  const about = async (path: string, by = app.admin): Promise<unknown> =>
    succeeded(await by.get(`/support-requests/${seededId(REQUEST, NOTED)}${path}`));

  /** A list that answers nothing reads nothing, so its plan would not be tested. */
  const RARE = 'category=telescope';

  const HOT: [name: string, act: () => Promise<unknown>][] = [
    ['the newest requests', () => requests('')],
    ['requests of a location', () => requests(place(3))],
    ['requests of all locations of a supervisor', () => requests('', supervisor)],
    ['own requests', () => requests('', operator)],
    ['requests of a day', () => requests(inDays(100, 101))],
    ['requests of a rare category', () => requests(RARE)],
    ['requests of a rare category at a location', () => requests(`${RARE}&${place(1)}`)],
    ['requests of a rare category, for a supervisor', () => requests(RARE, supervisor)],
    ['requests of a rare category on some days', () => requests(`${RARE}&${inDays(50, 250)}`)],
    [
      'requests of a rare category, a tier and a channel',
      () => requests(`${RARE}&tier=library&channel=desk`),
    ],
    ['requests of the most frequent category', () => requests('category=category 0')],
    ['requests of a category that a location does not have', () => requests(`category=none&${place(1)}`)],
    ['requests over a rare channel', () => requests('channel=post')],
    ['requests over a rare channel at a location', () => requests(`channel=post&${place(1)}`)],
    ['urgent requests', () => requests('priority=urgent')],
    ['urgent requests of a location', () => requests(`priority=urgent&${place(1)}`)],
    ['urgent requests of a supervisor', () => requests('priority=urgent', supervisor)],
    [
      'urgent requests of some days',
      () => requests('priority=urgent&firstDay=2026-03-01&lastDay=2026-08-31'),
    ],
    ['requests of the usual priority', () => requests('priority=normal')],
    ['requests of working days', () => requests('firstDay=2026-06-01&lastDay=2026-06-01')],
    [
      'requests of working days at a location, over a channel and for an assignee',
      () => requests(`firstDay=2026-06-01&lastDay=2026-06-30&channel=desk&assignee=nobody&${place(3)}`),
    ],
    ['requests of working days of an operator at a desk', () => requests('firstDay=2026-06-01', atDesk)],
    ['requests of a rare tier', () => requests('tier=campus-it')],
    ['requests of a rare tier at a location', () => requests(`tier=campus-it&${place(1)}`)],
    ['escalated requests', () => requests('escalated=true&history=false&limit=100')],
    ['escalated requests of a supervisor', () => requests('escalated=true&history=false', supervisor)],
    ['open requests', () => requests('resolved=false')],
    ['open requests of a location', () => requests(`resolved=false&${place(1)}`)],
    ['open requests of a supervisor', () => requests('resolved=false', supervisor)],
    ['requests that somebody works on', () => requests(`assignee=${seededId(ACTOR, AT_DESK)}`)],
    [
      'requests that somebody works on, at a location',
      () => requests(`assignee=${seededId(ACTOR, AT_DESK)}&${place(1)}`),
    ],
    ['requests that the caller works on', () => requests('assignee=me', supervisor)],
    ['requests with a rare word', () => requests('search=eyepiece')],
    ['requests with the beginnings of words', () => requests('search=eyep+lost+pc-1')],
    ['requests with a rare word at a location', () => requests(`search=eyepiece&${place(1)}`)],
    ['requests with a rare word, for a supervisor', () => requests('search=eyepiece', supervisor)],
    ['requests of an operator at a desk', () => requests('', atDesk)],
    ['open requests of an operator at a desk', () => requests('resolved=false', atDesk)],
    ['requests that an operator works on', () => requests('assignee=me', atDesk)],
    ['a request', () => about('')],
    ['a request that an operator wrote about', () => about('', operator)],
    ['a thread', () => about('/thread')],
    ['the people who may work on a request', () => about('/assignees')],
    [
      'who would get a request first',
      async () =>
        succeeded(
          await app.admin.post('/routing-rules/try', {
            locationId: seededId(LOCATION, 1),
            at: SHIFT.startsAt,
          }),
        ),
    ],
    ['the newest tallies', () => tallies('')],
    ['tallies of a location', () => tallies(place(3))],
    ['tallies of a location since a day', () => tallies(`${place(3)}&from=${at(200).toISOString()}`)],
    ['tallies of a day', () => tallies(inDays(100, 101))],
    ['tallies of all locations of a supervisor', () => tallies('', supervisor)],
    ['own tallies', () => tallies('', operator)],
    ['the newest headcounts', () => headcounts('')],
    ['headcounts of a location', () => headcounts(place(3))],
    ['headcounts of a day', () => headcounts(inDays(100, 101))],
    ['the newest activity', () => activity('')],
    ['activity of a location', () => activity(place(3))],
    ['activity of a day', () => activity(inDays(100, 101))],
    ['activity of an area of a location', () => activity(`${place(3)}&series=headcount&area=Hall`)],
    ['the tallies of a month', () => facts.findTallies([seededId(LOCATION, 3)], at(100), at(130))],
    [
      'the tallies of a week at each location',
      () =>
        facts.findTallies(
          Array.from({ length: LOCATIONS }, (_, index) => seededId(LOCATION, index + 1)),
          at(100),
          at(107),
        ),
    ],
    ['the last answer of a week', () => facts.findLastAnswer(seededId(LOCATION, 3), at(100), at(107))],
    [
      'the occupied hours of a month',
      () =>
        facts.findOccupiedHours(seededId(LOCATION, 3), 'headcount', {
          from: at(100),
          to: at(130),
          timeZone: 'America/Chicago',
        }),
    ],
    [
      'the readings of gates of a month',
      () => facts.findGateReadings(seededId(LOCATION, 3), { start: +at(100), end: +at(130) }),
    ],
  ];

  it('is tested on tables of 100,000 rows', () => {
    expect([...bigTables].sort()).toEqual(
      expect.arrayContaining(['activity_counts', 'request_entries', 'support_requests', 'support_tallies']),
    );
  });

  it.each(HOT)(
    'reads no big table as a whole and few more rows than it finds, with either plan: %s',
    async (_name, act) => {
      const sent = await sentBy(act);
      expect(await problemsOf(app.database, sent, { bigTables, most: MOST_READ, plannings: BOTH })).toEqual(
        [],
      );
    },
  );

  it.each([
    ['support_requests_category', () => requests(RARE)],
    ['support_requests_channel', () => requests('channel=post')],
    ['support_requests_urgency', () => requests('priority=urgent')],
    ['support_requests_campus_it', () => requests('tier=campus-it')],
    ['support_requests_escalated', () => requests('escalated=true')],
    ['support_requests_open', () => requests('resolved=false')],
    ['support_requests_open', () => requests('resolved=false', atDesk)],
    ['support_requests_assignee', () => requests(`assignee=${seededId(ACTOR, AT_DESK)}`)],
    ['support_requests_words', () => requests('search=eyepiece')],
    // One look-up for each person, and one for each channel of a location.
    ['support_requests_assignee', () => choices(supervisor)],
    ['support_requests_channel', () => choices(supervisor)],
    ['request_entries_thread', () => about('/thread')],
    ['request_entries_author', () => requests('', operator)],
    ['support_requests_opened', () => requests('', supervisor)],
    ['support_requests_creator', () => requests('', operator)],
    ['support_tallies_at', () => tallies('')],
    ['support_tallies_creator', () => tallies('', operator)],
    ['activity_counts_at', () => headcounts('')],
  ])('is reported without the index %s', async (index, act) => {
    const sent = await sentBy(act);
    await app.database.query('BEGIN');
    await app.database.query(`DROP INDEX ${index}`);
    const problems = await problemsOf(app.database, sent, { bigTables, most: MOST_READ, plannings: BOTH });
    await app.database.query('ROLLBACK');
    expect(problems[0]).toMatch(/^reads (all of|\d+ rows)/);
  });
});
