import { Client } from 'pg';
import { CountsService } from '../../src/pilots/counts/counts.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { withoutCounts } from '../support/counts.js';
import { aPosition, succeeded } from '../support/factories.js';
import { importFile, takenBack } from '../support/imports.js';
import { MADE_UP_NOW, madeUpPilot } from '../support/made-up-pilot.js';
import { DIFFERS, nearlyEqual } from '../support/nearly-equal.js';
import { rosterMapping } from '../support/rosters.js';

const QUERIES = [
  ...['none', 'hour-of-week', 'day', 'week', 'month'].flatMap((bucket) =>
    ['all', 'common', 'extended'].map((hours) => `bucket=${bucket}&hours=${hours}`),
  ),
  ...['location', 'position', 'tier', 'channel', 'category'].flatMap((by) => [
    `by=${by}`,
    `by=${by}&bucket=week&hours=extended`,
  ]),
  'basis=attended',
  'basis=attended&bucket=week&by=location&hours=common',
  'basis=attended&by=position',
  'planned=true&bucket=week',
  // Cut between hours, within an hour, and in hours that are those of one zone alone.
  'from=2026-09-20T13:00:00-05:00&to=2026-11-03T07:00:00Z',
  'from=2026-09-20T13:17:23.4-05:00&to=2026-11-03T07:59:00Z&bucket=week',
  'from=2026-10-30T00:00:00Z&to=2026-11-03T00:00:00Z&bucket=hour',
];

describe('counts of days', () => {
  let app: TestApp;
  let id: string;
  let places: string[];
  let counts: CountsService;

  beforeAll(async () => {
    app = await startApp({ now: MADE_UP_NOW });
    ({ id, places } = await madeUpPilot(app));
    counts = app.app.get(CountsService);
  });
  afterAll(() => app.close());

  /** Twenty at once, which share one load of the facts. */
  const figures = async (queries: readonly string[] = QUERIES): Promise<Record<string, unknown>> => {
    const found: Record<string, unknown> = {};
    for (let first = 0; first < queries.length; first += 20)
      await Promise.all(
        queries.slice(first, first + 20).map(async (query) => {
          found[query] = succeeded(await app.admin.get(`/pilots/${id}/metrics?phase=both&${query}`));
        }),
      );
    return { ...found, evaluation: succeeded(await app.admin.get(`/pilots/${id}/evaluation`)) };
  };
  /** The same from the rows alone. */
  const figuresOfRows = (queries?: readonly string[]): Promise<Record<string, unknown>> =>
    withoutCounts(app.database, () => figures(queries));
  const staleDays = async (): Promise<number> => {
    const [row] = await app.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM location_days d WHERE stale OR EXISTS (
         SELECT FROM stale_spans s WHERE (s.location_id IS NULL OR s.location_id = d.location_id)
           AND s.starts_at <= d.reaches_at AND s.ends_at >= d.starts_at)`,
    );
    return row!.n;
  };

  it('give the figures of the rows, in every split, bucket, kind of hours and basis', async () => {
    const ofRows = await figures();
    await counts.count();
    const [days] = await app.database.query<{ n: number; last: string }>(
      'SELECT count(*)::int AS n, max(date)::text AS last FROM location_days',
    );
    // 26 days of baseline and 30 of the pilot at three locations, up to a day ago: it is the 13th on the island.
    expect(days).toEqual({ n: 3 * (26 + 30) + 1, last: '2026-11-11' });
    const ofCounts = await figures();
    expect(nearlyEqual(ofCounts, ofRows)).toEqual(DIFFERS.nowhere);
  });

  it('are what is read: without their rows the figures of old days stay', async () => {
    const before = await figures(['bucket=week', 'by=category']);
    const client = new Client(app.database.url);
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('ALTER TABLE support_requests DISABLE TRIGGER ALL');
      await client.query(
        `CREATE TABLE kept AS SELECT * FROM support_requests WHERE opened_at < '2026-10-20'`,
      );
      await client.query(`DELETE FROM support_requests WHERE opened_at < '2026-10-20'`);
      await client.query('ALTER TABLE support_requests ENABLE TRIGGER ALL');
      await client.query('COMMIT');
      const after = await figures(['bucket=week', 'by=tier']);
      expect(nearlyEqual(after['bucket=week'], before['bucket=week'])).toEqual(DIFFERS.nowhere);
      const [logged] = await Promise.all([warnings(counts, () => counts.verify())]);
      expect(logged.flatMap(({ dates }) => dates)).toContain('2026-10-19');
      const mended = await figures(['bucket=week', 'by=tier']);
      expect(nearlyEqual(mended, await figuresOfRows(['bucket=week', 'by=tier']))).toEqual(DIFFERS.nowhere);
      expect(nearlyEqual(mended['bucket=week'], before['bucket=week'])).not.toEqual(DIFFERS.nowhere);
    } finally {
      await client.query('INSERT INTO support_requests SELECT * FROM kept');
      await client.query('DROP TABLE kept');
      await client.end();
    }
    await counts.count();
    expect(await staleDays()).toBe(0);
    expect(await warnings(counts, () => counts.verify())).toEqual([]);
    expect(nearlyEqual(await figures(['bucket=week', 'by=category']), before)).toEqual(DIFFERS.nowhere);
  });

  const nameOf = async (positionId: string): Promise<string> =>
    succeeded(await app.admin.get(`/positions/${positionId}`)).name as string;
  const SOME = [
    'bucket=week',
    'from=2026-10-12&to=2026-10-16&bucket=day',
    'by=position',
    'by=channel&hours=extended',
    'basis=attended',
  ];
  const CHANGES: [string, string][] = [
    [
      'a request that came late',
      `INSERT INTO support_requests (id, location_id, opened_at) VALUES (gen_random_uuid(), $1, '2026-10-05T23:10Z')`,
    ],
    [
      'an answer that came late',
      `UPDATE support_requests SET first_response_at = opened_at + interval '3 hours', waited_minutes = NULL
       WHERE opened_at BETWEEN '2026-10-06' AND '2026-10-07'`,
    ],
    [
      'requests that moved to another time',
      `UPDATE support_requests SET opened_at = opened_at - interval '9 days', waited_minutes = NULL
       WHERE opened_at BETWEEN '2026-10-25' AND '2026-10-26'`,
    ],
    [
      'requests that moved to another location',
      `UPDATE support_requests SET location_id = $1 WHERE opened_at BETWEEN '2026-10-27' AND '2026-10-28'`,
    ],
    [
      'requests that were removed',
      `DELETE FROM support_requests WHERE opened_at BETWEEN '2026-10-08' AND '2026-10-09'`,
    ],
    [
      'pauses',
      `INSERT INTO request_entries (id, request_id, at, kind, author_id)
       SELECT gen_random_uuid(), id, opened_at + (resolved_at - opened_at) / 4, 'waiting', id FROM support_requests
       WHERE opened_at BETWEEN '2026-10-13' AND '2026-10-14' AND resolved_at > opened_at AND stops IS NULL`,
    ],
    [
      'pauses that ended earlier',
      `UPDATE request_entries SET at = at - interval '7 minutes' WHERE kind = 'resumed' AND at > '2026-10-13'`,
    ],
    ['reopenings that were removed', `DELETE FROM request_entries WHERE kind = 'reopened'`],
    ['tallies', `UPDATE support_tallies SET count = count + 1 WHERE at < '2026-10-20'`],
    [
      'headcounts',
      `INSERT INTO activity_counts (id, location_id, series, area, at, count) VALUES (gen_random_uuid(), $1, 'headcount', 'C', '2026-10-14T01:00Z', 40)`,
    ],
    [
      'workstations in use, of the whole location',
      `INSERT INTO activity_counts (id, location_id, series, area, at, count)
       VALUES (gen_random_uuid(), $1, 'workstations-in-use', '', '2026-10-14T01:00Z', 40)`,
    ],
    [
      'a reading of a gate that came late',
      `INSERT INTO activity_counts (id, location_id, series, area, at, count, cumulative)
       VALUES (gen_random_uuid(), $1, 'gate', 'North', '2026-10-14T00:30Z', 3, true)`,
    ],
    [
      'readings of a gate that were removed',
      `DELETE FROM activity_counts WHERE series = 'gate' AND at BETWEEN '2026-10-15' AND '2026-10-15T23:00Z'`,
    ],
    [
      'where counters stood',
      `UPDATE activity_counts SET count = count / 2 WHERE cumulative AND at BETWEEN '2026-10-26' AND '2026-10-27'`,
    ],
    [
      'attendance',
      `UPDATE claims SET checked_out_at = checked_out_at - interval '37 minutes 3.2 seconds' WHERE checked_out_at IS NOT NULL`,
    ],
    ['a no-show that was taken back', `UPDATE claims SET no_show = false WHERE no_show`],
    [
      'a claim that was given up',
      `UPDATE claims SET status = 'withdrawn', seat = NULL WHERE starts_at BETWEEN '2026-10-13' AND '2026-10-14'`,
    ],
    [
      'attendance elsewhere, which ends the one here',
      `UPDATE claims SET checked_in_at = starts_at - interval '1 hour' WHERE starts_at BETWEEN '2026-10-16' AND '2026-10-18'`,
    ],
    ['shifts', `UPDATE shifts SET seats = seats + 1 WHERE starts_at < '2026-10-25'`],
    [
      'a shift that was cancelled',
      `UPDATE shifts SET status = 'cancelled' WHERE starts_at BETWEEN '2026-10-19' AND '2026-10-20'`,
    ],
    ['what a position costs', 'UPDATE positions SET hourly_cost = coalesce(hourly_cost, 0) + 1'],
    [
      'coverage hours',
      `UPDATE coverage_hours SET required = 1, effective_from = '2026-09-21' WHERE location_id = $1 AND required = 2`,
    ],
    [
      'hours that a request waited through',
      `UPDATE coverage_hours SET ends_at = '04:00' WHERE location_id = $1 AND required = 1`,
    ],
    [
      'an exception',
      `INSERT INTO coverage_exceptions (id, location_id, date, until_date, kind, reason)
       VALUES (gen_random_uuid(), $1, '2026-10-06', '2026-10-07', 'closed', 'flood')`,
    ],
    ['the hours of an exception', 'UPDATE coverage_exception_hours SET required = required + 1'],
    ['an exception that was taken back', 'DELETE FROM coverage_exceptions'],
    [
      'maintenance that closes coverage',
      `INSERT INTO maintenance_windows (id, location_id, starts_at, ends_at, reason, closes_coverage, division)
       VALUES (gen_random_uuid(), $1, '2026-10-13T00:10Z', '2026-10-13T05:20Z', 'wiring', true, 'campus-it')`,
    ],
    [
      'maintenance that moved',
      `UPDATE maintenance_windows SET starts_at = starts_at + interval '7 days 1 hour', ends_at = ends_at + interval '8 days'`,
    ],
    ['maintenance that was withdrawn', `UPDATE maintenance_windows SET withdrawn_because = 'none'`],
    [
      'maintenance before midnight, whose visitors came after it',
      `INSERT INTO maintenance_windows (id, location_id, starts_at, ends_at, reason, closes_coverage, division)
       VALUES (gen_random_uuid(), $1, '2026-10-15T01:30Z', '2026-10-15T04:30Z', 'wiring', true, 'library')`,
    ],
    ['maintenance that was taken back', 'DELETE FROM maintenance_windows'],
    ['a zone', `UPDATE locations SET time_zone = 'America/New_York' WHERE id = $1`],
  ];

  it.each(CHANGES)('are right after %s: at once, and when they were counted again', async (_, sql) => {
    await counts.count();
    expect(await staleDays()).toBe(0);
    const before = await figures(SOME);
    await app.database.query(sql, sql.includes('$1') ? [places[0]] : []);
    expect(await staleDays()).toBeGreaterThan(0);
    const atOnce = await figures(SOME);
    const ofRows = await figuresOfRows(SOME);
    expect(nearlyEqual(before, ofRows)).not.toEqual(DIFFERS.nowhere);
    expect(nearlyEqual(atOnce, ofRows)).toEqual(DIFFERS.nowhere);
    await counts.count();
    expect(await staleDays()).toBe(0);
    expect(nearlyEqual(await figures(SOME), ofRows)).toEqual(DIFFERS.nowhere);
  });

  it('are right after a past roster was imported, and after it was taken back, of days that were counted already', async () => {
    const [place] = places;
    const position = await aPosition(app, { hourlyCost: 21 });
    const { email } = succeeded(
      await app.admin.post('/operators', {
        name: 'Una Before',
        email: 'una@before.edu',
        locationIds: [place],
      }),
    );
    const isRight = async (before: unknown): Promise<unknown> => {
      expect(await staleDays()).toBeGreaterThan(0);
      const ofRows = await figuresOfRows(SOME);
      expect(nearlyEqual(before, ofRows)).not.toEqual(DIFFERS.nowhere);
      expect(nearlyEqual(await figures(SOME), ofRows)).toEqual(DIFFERS.nowhere);
      await counts.count();
      expect(await staleDays()).toBe(0);
      expect(nearlyEqual(await figures(SOME), ofRows)).toEqual(DIFFERS.nowhere);
      return ofRows;
    };
    await counts.count();
    const before = await figures(SOME);
    const lines = ['05', '13', '14'].map((day) => `${email},2026-10-${day} 22:00,06:00,position`);
    const roster = await importFile(
      app,
      `who,start,end,post\n${lines.join('\n').replaceAll('position', await nameOf(position.id))}\n`,
      rosterMapping(place!, { position: 'post' }),
    );
    expect(roster).toMatchObject({ created: 3, rejectedCount: 0 });
    const after = await isRight(before);
    expect(await takenBack(app, roster.id as string)).toMatchObject({ removed: 3, kept: 0 });
    const again = await isRight(after);
    // The operator and the position stay.
    expect(nearlyEqual(again, before)).toEqual(DIFFERS.nowhere);
  });

  it('take merged categories together, and apart again, without counting anew', async () => {
    const BY = ['by=category', 'by=category&bucket=week&hours=extended'];
    const requestsOf = (answer: unknown): Record<string, number> =>
      Object.fromEntries(
        (answer as { items: { phase: string; category: string | null; requests: number }[] }).items
          .filter(({ phase }) => phase === 'pilot')
          .map(({ category, requests }) => [category ?? 'none', requests]),
      );
    await app.database.query(
      `UPDATE support_requests SET category = 'login' WHERE category = 'printing' AND extract(minute FROM opened_at) < 30`,
    );
    await counts.count();
    const before = await figures(BY);
    const apart = requestsOf(before['by=category']);
    const { items } = succeeded(await app.admin.get('/support-categories'));
    const idOf = (word: string): string =>
      items.find(({ name }: { name: string }) => name === word).id as string;
    await app.admin.patch(`/support-categories/${idOf('printing')}`, { mergedIntoId: idOf('login') });
    expect(await staleDays()).toBe(0);
    const merged = await figures(BY);
    const { printing = 0, login = 0, ...rest } = apart;
    expect(Math.min(printing, login)).toBeGreaterThan(0);
    expect(requestsOf(merged['by=category'])).toEqual({ ...rest, login: login + printing });
    expect(nearlyEqual(merged, await figuresOfRows(BY))).toEqual(DIFFERS.nowhere);
    await app.admin.patch(`/support-categories/${idOf('printing')}`, { mergedIntoId: null });
    expect(nearlyEqual(await figures(BY), before)).toEqual(DIFFERS.nowhere);
  });

  it('are the same when all of them are counted again', async () => {
    expect(await warnings(counts, () => counts.verify())).toEqual([]);
  });

  it('can be removed at any time, and are counted again', async () => {
    const before = await figures(SOME);
    await app.database.query('DELETE FROM location_days');
    expect(nearlyEqual(await figures(SOME), before)).toEqual(DIFFERS.nowhere);
    await counts.count();
    expect(nearlyEqual(await figures(SOME), before)).toEqual(DIFFERS.nowhere);
  });

  it('go with the pilot', async () => {
    await app.database.query('DELETE FROM pilots');
    await counts.verify();
    expect(await app.database.query('SELECT FROM location_days')).toEqual([]);
  });
});

interface Warned {
  locationId: string;
  dates: string[];
}

/** What the service logged as mended meanwhile. */
async function warnings(counts: CountsService, work: () => Promise<void>): Promise<Warned[]> {
  const { logger } = counts as unknown as { logger: { warn: (details: Warned, text: string) => void } };
  const warned: Warned[] = [];
  const before = logger.warn.bind(logger);
  logger.warn = (details) => void warned.push(details);
  try {
    await work();
  } finally {
    logger.warn = before;
  }
  return warned;
}
