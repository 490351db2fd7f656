import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/bootstrap.js';
import { aheadBy, DemoClock } from '../../src/demo/demo-clock.js';
import { demoConfig } from '../../src/demo/demo-settings.js';
import { beginningFor, fill } from '../../src/demo/fill/fill.js';
import { guideText, recipesFor, SIGN_INS, type Recipe } from '../../src/demo/guide.js';
import { ZONE } from '../../src/demo/plan/labs.js';
import { DEMO_PASSWORD } from '../../src/demo/plan/people.js';
import { TestClock } from '../support/clock.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { packageOf, recomputed } from '../support/data-packages.js';
import { succeeded } from '../support/factories.js';
import { HttpClient, type Answer } from '../support/http-client.js';

const DAY = '2026-11-24';
/** Noon in Chicago next summer: the demo's clock is months behind. */
const MACHINE_NOW = '2027-07-04T17:00:00Z';

const FIGURES = [
  'requests',
  'escalated',
  'coverageRate',
  'noShowRate',
  'demandDuringGaps',
  'firstResponseWallMinutesP50',
];
const figures = (metrics: Record<string, number>): object =>
  Object.fromEntries(FIGURES.map((name) => [name, metrics[name]]));

describe('the demo', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let recipes: Recipe[];
  let anonymous: HttpClient;
  const chapters: string[] = [];
  const clock = new DemoClock(new TestClock(MACHINE_NOW));
  const sessions = new Map<string, HttpClient>();

  beforeAll(async () => {
    database = await createDatabase();
    clock.standAt(beginningFor(DAY));
    app = await createApp(demoConfig({ LOG_LEVEL: 'silent', PORT: '0' }), database.addresses, clock);
    const ahead = aheadBy(DAY, Date.parse(MACHINE_NOW), ZONE);
    const now = Date.parse(MACHINE_NOW) + ahead;
    await fill({ app, clock, day: DAY, now, progress: (line) => chapters.push(line) });
    clock.run(ahead);
    await app.listen(0, '127.0.0.1');
    anonymous = new HttpClient(await app.getUrl());
    recipes = await recipesFor(app, DAY);
    for (const { email } of SIGN_INS) sessions.set(email, await signIn(email));
    // A whole term is created through the services.
  }, 300_000);
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  async function signIn(email: string): Promise<HttpClient> {
    const answer = await anonymous.post('/auth/login', {
      email,
      password: DEMO_PASSWORD,
      keepSignedIn: true,
    });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect({ email, status: answer.status, cookie }).toMatchObject({
      status: 200,
      cookie: expect.stringContaining('Max-Age='),
    });
    return anonymous.with({ cookie: cookie.split(';')[0]! });
  }
  const client = (name: string): HttpClient =>
    sessions.get(SIGN_INS.find(({ email }) => email.startsWith(name))!.email)!;
  const follow = async ({ email, path, accept }: Recipe): Promise<Answer['body']> =>
    succeeded(await sessions.get(email)!.get(path, accept ? { accept } : {}));
  const count = async (sql: string): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await database.query<{ name: string; count: number }>(sql)).map(({ name, count }) => [name, count]),
    );

  it('reports its progress, week by week', () => {
    expect(chapters).toEqual([
      'Labs, staff and hours',
      'Operators, and the first shifts to claim',
      ...[1, 2, 3, 4, 5, 6].map((week) => `Pilot week ${week} of 8`),
    ]);
  });

  it('has figures that the SQL of its data package computes from its rows', async () => {
    const { items } = succeeded(await client('priya').get('/pilots'));
    const files = await packageOf(client('priya'), items[0].id as string);
    const { compared, differences } = await recomputed(database, files);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(10_000);
  });

  it('compares the weeks before and after the upgrade, and says why it cannot for what is ahead', async () => {
    const { items } = succeeded(await client('priya').get('/pilots'));
    const { beforeAfter } = succeeded(await client('priya').get(`/pilots/${items[0].id}/evaluation`));
    const told = (
      beforeAfter as { reason: string; before?: { weeks: number }; refused?: { code: string } }[]
    ).map(({ reason, before, refused }) => [reason.slice(0, 9), before?.weeks ?? refused!.code]);
    expect(told).toEqual([
      ['New disks', 3],
      ['New disks', 3],
      ['Switches ', 'NOT_COMPARED'],
      ['Switches ', 'NOT_COMPARED'],
    ]);
  });

  it('has workstations in use, and a gate that was full once and set back once', async () => {
    const { items } = succeeded(await client('priya').get('/pilots'));
    const { totals } = succeeded(await client('priya').get(`/pilots/${items[0].id}/metrics`));
    const { baseline, pilot } = totals as Record<string, Record<string, Record<string, number | null>>>;
    expect(baseline!['workstationUse']).toMatchObject({ hours: 0, mean: null });
    expect(pilot!['workstationUse']!['hours']).toBeGreaterThan(50);
    expect(pilot!['workstationUse']!['mean']).toBeLessThan(pilot!['occupancy']!['mean']!);
    expect([baseline!['visits']!['resets'], pilot!['visits']!['resets']]).toEqual([0, 1]);
    for (const { visits } of [baseline!, pilot!]) {
      const perHour = visits!['entries']! / visits!['hours']!;
      expect(perHour).toBeGreaterThan(8);
      expect(perHour).toBeLessThan(40);
    }
  });

  it('has routing rules, which sent none of what came before them to Campus IT', async () => {
    const rules = await database.query<{ words: string; hasLocation: boolean }>(
      'SELECT words, location_id IS NOT NULL AS "hasLocation" FROM routing_rules ORDER BY words',
    );
    expect(rules).toEqual([
      { words: 'No one is here at night', hasLocation: true },
      { words: 'The network is run by Campus IT', hasLocation: false },
    ]);
    const straight = `SELECT 'straight' AS name, count(*)::int AS count FROM support_requests
      WHERE tier = 'campus-it' AND escalated_at IS NULL`;
    expect(await count(straight)).toEqual({ straight: 0 });
  });

  it('has the same rows each time', async () => {
    const tables = [
      'support_requests',
      'support_tallies',
      'activity_counts',
      'shifts',
      'claims',
      'coverage_alerts',
    ];
    const sql = tables.map((table) => `SELECT '${table}' AS name, count(*)::int AS count FROM ${table}`);
    const byStatus = (table: string): string =>
      `SELECT '${table} ' || status AS name, count(*)::int AS count FROM ${table} GROUP BY status`;
    const all = [...sql, byStatus('claims'), byStatus('coverage_alerts')];
    expect(await count(all.join(' UNION ALL '))).toEqual({
      support_requests: 2965,
      support_tallies: 161,
      activity_counts: 1319,
      shifts: 183,
      claims: 231,
      'claims approved': 214,
      'claims pending': 4,
      'claims rejected': 2,
      'claims withdrawn': 4,
      'claims cancelled': 7,
      coverage_alerts: 105,
      'coverage_alerts open': 25,
      'coverage_alerts filled': 63,
      'coverage_alerts past': 17,
    });
  });

  it('lets all named users sign in, with their roles', async () => {
    for (const { email, role } of SIGN_INS) {
      expect((await sessions.get(email)!.get('/me')).body).toMatchObject({ email, role, active: true });
    }
    expect(guideText('http://lab', DAY, recipes)).toContain(DEMO_PASSWORD);
  });

  it('is on its day, at the machine’s time of day', async () => {
    const scan = succeeded(await client('priya').post('/coverage/scans'));
    expect(scan.startedAt).toBe('2026-11-24T18:00:00+00:00');
  });

  it('has future gaps, tonight’s first, with an alert for each evening', async () => {
    const { items } = await follow(recipes[0]!);
    expect(items[0]).toMatchObject({ startsAt: '2026-11-24T22:00:00-06:00', missing: 1 });
    expect(items.length).toBeGreaterThan(1);
    const alerts = succeeded(await client('priya').get('/coverage/alerts?status=open&limit=200')).items;
    expect(alerts.some((alert: { date: string }) => alert.date === DAY)).toBe(true);
  });

  it('has pending claims, one of Jonas’s, and the shift that Jonas missed', async () => {
    const { items } = await follow(recipes[1]!);
    expect(items.length).toBeGreaterThanOrEqual(4);
    const own = succeeded(await client('jonas').get('/claims?limit=200')).items;
    expect(own.filter((claim: { status: string }) => claim.status === 'pending')).toHaveLength(1);
    expect(own.filter((claim: { noShow: boolean }) => claim.noShow)).toHaveLength(1);
  });

  it('has Maya on the first shift tonight', async () => {
    const own = succeeded(await client('maya').get('/claims?status=approved&limit=200')).items;
    expect(own.map((claim: { startsAt: string }) => claim.startsAt)).toContain('2026-11-24T18:00:00-06:00');
  });

  it('has requests handed on to Campus IT, most closed, one of last night waiting', async () => {
    const items: { openedAt: string; resolvedAt: string | null }[] = (await follow(recipes[2]!)).items;
    expect(items).toContainEqual(
      expect.objectContaining({ openedAt: '2026-11-23T20:40:00-06:00', tier: 'campus-it', resolvedAt: null }),
    );
    const closed = items.filter((request) => request.resolvedAt !== null);
    expect(closed.length).toBeGreaterThan(items.length / 2);
    for (const request of items)
      expect(request).toMatchObject({
        externalUrl: expect.stringContaining('https://it.'),
        firstResponseAt: expect.anything(),
      });
  });

  it('shows that the pilot helps: faster answers, fewer escalations, mostly covered, the same each time', async () => {
    const { baseline, pilot } = (await follow(recipes[3]!)).totals;
    expect(pilot.firstResponseWallMinutesP50).toBeLessThan(baseline.firstResponseWallMinutesP50 / 4);
    expect(pilot.escalationShare).toBeLessThan(baseline.escalationShare);
    expect(pilot.firstLevelResolutionRate).toBeGreaterThan(baseline.firstLevelResolutionRate);
    expect(pilot.requestsPerOpenHour).toBeGreaterThan(baseline.requestsPerOpenHour);
    expect(pilot.demandDuringGaps).toBeGreaterThan(50);
    expect({ baseline: figures(baseline), pilot: figures(pilot) }).toEqual({
      baseline: {
        requests: 965,
        escalated: 277,
        coverageRate: null,
        noShowRate: null,
        demandDuringGaps: 0,
        firstResponseWallMinutesP50: 66.5,
      },
      pilot: {
        requests: 1760,
        escalated: 169,
        coverageRate: expect.closeTo(0.906, 3),
        noShowRate: expect.closeTo(1 / 176, 6),
        demandDuringGaps: 236,
        firstResponseWallMinutesP50: 5,
      },
    });
  });

  it('gives the weeks of both labs as CSV', async () => {
    const lines = ((await follow(recipes[4]!)) as string).trim().split('\n');
    expect(lines[0]).toContain('phase,from,to,partial,locationId');
    expect(lines).toHaveLength(1 + 2 * (8 + 6));
  });

  it('has everybody’s timetable, fully understood, and no seat taken during class', async () => {
    const own = await follow(recipes[5]!);
    expect(own.ignored).toEqual([]);
    expect(own.understood.map(({ title }: { title: string }) => title)).toHaveLength(4);
    const operators = succeeded(await client('priya').get('/operators?limit=200')).items;
    for (const { id } of operators)
      expect((await client('priya').get(`/operators/${id}/timetable`)).status).toBe(200);
  });

  it('has a shift of nine hours in the night in which the clocks go back, fully worked', async () => {
    const query = 'from=2026-11-01T00:00:00-05:00&to=2026-11-01T03:00:00-06:00';
    const { items } = succeeded(await client('tom').get(`/shifts?${query}`));
    expect(items).toMatchObject([
      {
        startsAt: '2026-10-31T22:00:00-05:00',
        endsAt: '2026-11-01T06:00:00-06:00',
        claims: [{ status: 'approved' }],
      },
    ]);
  });

  it('has an import with rejected lines', async () => {
    const { items } = succeeded(await client('tom').get('/support-imports'));
    const tickets = items.find((one: { fileName: string }) => one.fileName.includes('tickets'));
    const { rejected, warnings } = succeeded(await client('tom').get(`/support-imports/${tickets.id}`));
    expect(rejected.map((remark: { code: string }) => remark.code)).toEqual([
      'INVALID_TIME',
      'MISSING_VALUE',
    ]);
    expect(warnings).toMatchObject([{ code: 'INVALID_READ_LEVEL' }, { code: 'TIMES_OUT_OF_ORDER' }]);
  });

  it('has an audit trail in order of time, each action with its actor', async () => {
    const [{ backwards }] = (await database.query<{ backwards: number }>(
      `SELECT count(*)::int AS backwards FROM (SELECT at, lag(at) OVER (ORDER BY id) AS before FROM audit_events) e WHERE at < before`,
    )) as [{ backwards: number }];
    expect(backwards).toBe(0);
    const actors = await count(
      `SELECT u.role AS name, count(*)::int AS count FROM audit_events e JOIN users u ON u.id = e.actor_id
       WHERE e.action = 'claim.created' GROUP BY 1`,
    );
    expect(Object.keys(actors)).toEqual(['operator']);
  });
});
