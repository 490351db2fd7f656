import { Client } from 'pg';
import { DomainError, invalid } from '../../src/domain/errors.js';
import { CountsRepository } from '../../src/pilots/counts/counts.repository.js';
import { CountsService } from '../../src/pilots/counts/counts.service.js';
import { WorkerPool } from '../../src/platform/workers/worker-pool.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { withoutCounts } from '../support/counts.js';
import { onShift } from '../support/assignments.js';
import { aLocation, anOperator, coverageHours, succeeded } from '../support/factories.js';
import { MADE_UP_NOW, madeUpPilot } from '../support/made-up-pilot.js';
import { DIFFERS, nearlyEqual } from '../support/nearly-equal.js';

const TASK = new URL('../../src/pilots/counts/counting.task.js', import.meta.url);
const DAY = 86_400_000;
const QUERIES = ['bucket=day', 'basis=attended&bucket=day', 'bucket=week&by=channel'];

describe('counts are kept right', () => {
  let app: TestApp;
  let id: string;
  let places: string[];
  let counts: CountsService;
  let repository: CountsRepository;

  beforeAll(async () => {
    app = await startApp({ now: MADE_UP_NOW });
    ({ id, places } = await madeUpPilot(app));
    counts = app.app.get(CountsService);
    repository = app.app.get(CountsRepository);
  });
  afterAll(() => app.close());

  const change = (sql: string, values: unknown[] = []): Promise<object[]> => app.database.query(sql, values);
  const figures = async (queries = QUERIES, pilot = id): Promise<unknown[]> =>
    (
      await Promise.all(queries.map((query) => app.admin.get(`/pilots/${pilot}/metrics?phase=both&${query}`)))
    ).map(succeeded);
  const figuresOfRows = (queries = QUERIES, pilot = id): Promise<unknown[]> =>
    withoutCounts(app.database, () => figures(queries, pilot));
  /** At once, when the days are known to be stale, and when they are counted again. */
  const areRight = async (): Promise<void> => {
    const ofRows = await figuresOfRows();
    expect(nearlyEqual(await figures(), ofRows)).toEqual(DIFFERS.nowhere);
    await repository.writing(() => repository.settleChanges());
    expect(nearlyEqual(await figures(), ofRows)).toEqual(DIFFERS.nowhere);
    await counts.count();
    expect(nearlyEqual(await figures(), ofRows)).toEqual(DIFFERS.nowhere);
  };
  const attended = (claimId: string, from: string | null, to: string | null): Promise<object[]> =>
    change('UPDATE claims SET checked_in_at = $2, checked_out_at = $3 WHERE id = $1', [claimId, from, to]);

  it('for a request that waits for weeks, when hours change that it waited through', async () => {
    await change(
      `INSERT INTO support_requests (id, location_id, opened_at, first_response_at, resolved_at)
       SELECT gen_random_uuid(), $1, '2026-09-20T22:00Z'::timestamptz + n * interval '1 second', '2026-10-25T22:00Z', '2026-10-26T22:00Z'
       FROM generate_series(1, 60) AS n`,
      [places[0]],
    );
    await counts.count();
    await change(
      `INSERT INTO coverage_exceptions (id, location_id, date, until_date, kind, reason)
       VALUES (gen_random_uuid(), $1, '2026-10-07', '2026-10-09', 'closed', 'flood')`,
      [places[0]],
    );
    await areRight();
  });

  it('for a request that waits for a location: it marks nothing until it has one, and when it loses it', async () => {
    await counts.count();
    const marks = async (): Promise<number> => (await change('SELECT FROM stale_spans')).length;
    await repository.writing(() => repository.settleChanges());
    await change(
      `INSERT INTO support_requests (id, source, external_id, opened_at) VALUES (gen_random_uuid(), 'rt', 'waits', '2026-10-12T20:00Z')`,
    );
    await change(`UPDATE support_requests SET category = 'printing' WHERE external_id = 'waits'`);
    expect(await change('SELECT * FROM stale_spans')).toEqual([]);
    await change(`UPDATE support_requests SET location_id = $1 WHERE external_id = 'waits'`, [places[0]]);
    expect(await marks()).toBe(1);
    await areRight();
    await change(`UPDATE support_requests SET location_id = NULL WHERE external_id = 'waits'`);
    await areRight();
  });

  it('for attendance far from its shift, which ended that of a later shift', async () => {
    const { id: who } = await anOperator(app);
    const [first, later] = [
      await onShift(app, places[1]!, who, {
        startsAt: '2026-10-13T00:00:00Z',
        endsAt: '2026-10-14T00:00:00Z',
      }),
      await onShift(app, places[0]!, who, {
        startsAt: '2026-10-15T20:00:00Z',
        endsAt: '2026-10-16T20:00:00Z',
      }),
    ];
    await attended(first.id, '2026-10-14T23:00Z', '2026-10-15T00:00Z');
    await attended(later.id, '2026-10-14T21:00Z', '2026-10-17T19:00Z');
    await counts.count();
    await attended(first.id, null, null);
    await areRight();
  });

  it('for a check-in a day early, which ended attendance of the day before', async () => {
    const { id: who } = await anOperator(app);
    const [first, next] = [
      await onShift(app, places[0]!, who, {
        startsAt: '2026-10-13T20:00:00Z',
        endsAt: '2026-10-14T20:00:00Z',
      }),
      await onShift(app, places[1]!, who, {
        startsAt: '2026-10-15T19:00:00Z',
        endsAt: '2026-10-15T22:00:00Z',
      }),
    ];
    await attended(first.id, '2026-10-13T20:00Z', null);
    await attended(next.id, '2026-10-14T19:00Z', null);
    await counts.count();
    await attended(next.id, null, null);
    await areRight();
  });

  it('for a shift that is cancelled, with attendance on the days around', async () => {
    const { id: who } = await anOperator(app);
    const claim = await onShift(app, places[0]!, who, {
      startsAt: '2026-10-14T05:30:00Z',
      endsAt: '2026-10-15T04:30:00Z',
    });
    await attended(claim.id, '2026-10-14T00:30Z', '2026-10-15T09:30Z');
    await counts.count();
    await change(`UPDATE shifts SET status = 'cancelled' WHERE id = $1`, [claim.shiftId]);
    await areRight();
  });

  it('for texts of any kind, and parts of a millisecond before midnight', async () => {
    await change(
      `INSERT INTO support_requests (id, location_id, opened_at, first_response_at, channel, category)
       SELECT gen_random_uuid(), $1, at, at + interval '11 minutes 0.4 seconds',
              (ARRAY['null', NULL, '', repeat('ü😀', 5000), 'e' || chr(769), 'é', chr(65279) || 'mail'])[1 + n % 7], (ARRAY['null', NULL, ''])[1 + n % 3]
       FROM (SELECT n, '2026-10-05T00:00Z'::timestamptz + n * interval '37 minutes' AS at FROM generate_series(1, 400) AS n) AS made`,
      [places[0]],
    );
    await change(
      `INSERT INTO support_requests (id, location_id, opened_at) VALUES (gen_random_uuid(), $1, '2026-10-06T04:59:59.9997Z')`,
      [places[0]],
    );
    await areRight();
    await change(`UPDATE location_days SET stale = true WHERE date = '2026-10-06'`);
    await areRight();
  });

  it('for queries at once that cut days within their hours', async () => {
    const queries = [
      'bucket=week',
      'by=category&bucket=day',
      'from=2026-09-20T13:17:23.4-05:00&to=2026-11-03T07:59:00Z&bucket=week',
      'from=2026-09-25T13:17:23.4-05:00&to=2026-10-15T07:59:00Z&by=channel&bucket=day',
      'from=2026-09-25T00:00:00-05:00&to=2026-10-07T00:00:00-05:00&bucket=hour',
    ];
    expect(nearlyEqual(await figures(queries), await figuresOfRows(queries))).toEqual(DIFFERS.nowhere);
  });

  it.each([1, 2, 23, 720, 8_760])('when requests are followed for %i hours', async (hours) => {
    const before = await change('SELECT follow_up_hours FROM pilots WHERE id = $1', [id]);
    await change('UPDATE pilots SET version = version + 1, follow_up_hours = $2 WHERE id = $1', [id, hours]);
    expect(nearlyEqual(await figures(), await figuresOfRows())).toEqual(DIFFERS.nowhere);
    const { follow_up_hours: usual } = before[0] as { follow_up_hours: number };
    await change('UPDATE pilots SET version = version + 1, follow_up_hours = $2 WHERE id = $1', [id, usual]);
  });

  it.each([
    '2026-10-01T05:00:00Z',
    '2026-10-01T04:59:59.999Z',
    '2026-11-11T05:00:00.001Z',
    '2026-09-15T00:00:00Z',
  ])('at %s', async (now) => {
    app.clock.set(now);
    expect(nearlyEqual(await figures(), await figuresOfRows())).toEqual(DIFFERS.nowhere);
    app.clock.set(MADE_UP_NOW);
  });

  it('for a request that is followed for longer than its day is over', async () => {
    const place = (await aLocation(app)).id;
    // Three were answered after 50 hours, and three are open for 40 now.
    await change(
      `INSERT INTO support_requests (id, location_id, opened_at, first_response_at)
       SELECT gen_random_uuid(), $1::uuid, $2::timestamptz - interval '10 days', $2::timestamptz - interval '10 days' + interval '50 hours' FROM generate_series(1, 3)
       UNION ALL SELECT gen_random_uuid(), $1, $2::timestamptz - interval '40 hours', NULL FROM generate_series(1, 3)`,
      [place, MADE_UP_NOW],
    );
    const pilot = succeeded(
      await app.admin.post('/pilots', {
        name: 'Followed',
        locationIds: [place],
        baseline: { from: '2026-09-01', to: '2026-10-01' },
        pilot: { from: '2026-10-01', to: '2026-12-01' },
        followUpHours: 72,
      }),
    ).id as string;
    await counts.count();
    const [found] = (await figures(['bucket=none'], pilot)) as [{ totals: { pilot: object } }];
    expect(found.totals.pilot).toMatchObject({
      firstResponseWallMinutesP50: 50 * 60,
      censored: { firstResponseAt: 3 },
    });
  });

  it('while a change comes between the lock and the state that is counted', async () => {
    await counts.count();
    await change('UPDATE location_days SET stale = true');
    const uncounted = await repository.findUncounted(new Date(app.clock.now() - DAY));
    const { timeZone, dates } = uncounted.find(({ locationId }) => locationId === places[0])!;
    const other = new Client(app.database.url);
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('LOCK TABLE location_days IN SHARE ROW EXCLUSIVE MODE');
      const counting = app.app.get(WorkerPool).run(TASK, {
        location: { id: places[0], timeZone },
        dates: dates.slice(0, 20),
        now: app.clock.now(),
        verifies: false,
      });
      await waitFor(async () => {
        const waiting = await change(
          `SELECT FROM pg_locks WHERE relation = 'location_days'::regclass AND NOT granted`,
        );
        return waiting.length > 0;
      });
      await change(
        `UPDATE support_requests SET first_response_at = opened_at + interval '7 hours', waited_minutes = NULL
         WHERE location_id = $1 AND opened_at < '2026-10-01'`,
        [places[0]],
      );
      await other.query('DELETE FROM stale_spans');
      await other.query('COMMIT');
      await counting;
    } finally {
      await other.end();
    }
    await areRight();
  });

  it('when a zone changes while another server counts', async () => {
    await change('DELETE FROM location_days');
    const find = repository.findUncounted.bind(repository);
    repository.findUncounted = async (before) => {
      const found = await find(before);
      repository.findUncounted = find;
      await change(`UPDATE locations SET time_zone = 'America/New_York' WHERE id = $1`, [places[0]]);
      await repository.writing(() => repository.settleChanges());
      return found;
    };
    await counts.count();
    await areRight();
  });

  it('when days were stored with other borders', async () => {
    await change(
      `UPDATE location_days SET starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour',
         reaches_at = reaches_at + interval '1 hour' WHERE location_id = $1`,
      [places[0]],
    );
    const ofRows = await figuresOfRows();
    await counts.verify();
    expect(nearlyEqual(await figures(), ofRows)).toEqual(DIFFERS.nowhere);
  });

  it('at all other locations when one cannot be counted, and by halves when a month is too much', async () => {
    const workers = app.app.get(WorkerPool);
    const run = workers.run.bind(workers);
    const asked: number[] = [];
    workers.run = (async (task: URL, job: { location: { id: string }; dates: string[] }) => {
      if (job.location.id === places[1]) throw new Error('it cannot be counted');
      asked.push(job.dates.length);
      if (job.dates.length > 8) throw invalid('query', 'TOO_MUCH_TO_COMPUTE') satisfies DomainError;
      return run(task, job);
    }) as typeof workers.run;
    await change('DELETE FROM location_days');
    try {
      await counts.count();
    } finally {
      workers.run = run;
    }
    const counted = await change('SELECT DISTINCT location_id FROM location_days');
    expect(counted).not.toContainEqual({ location_id: places[1] });
    expect(counted).toContainEqual({ location_id: places[0] });
    expect(Math.max(...asked)).toBeGreaterThan(8);
    await areRight();
    expect(await repository.findUncounted(new Date(app.clock.now() - DAY))).toEqual([]);
  });

  it('so that a location can be removed while days are counted', async () => {
    const { id: unused } = await aLocation(app);
    const done = Promise.withResolvers<void>();
    const held = repository.writing(() => done.promise);
    try {
      expect((await app.admin.delete(`/locations/${unused}`)).status).toBe(204);
    } finally {
      done.resolve();
      await held;
    }
  });

  it('beside a query that is refused: it leaves the totals of others', async () => {
    // Hours of 394 days at three locations are too many items; those of the baseline are not.
    const { id: third } = await aLocation(app);
    await change('INSERT INTO pilot_locations (pilot_id, location_id) VALUES ($1, $2)', [id, third]);
    await change(`UPDATE pilots SET version = version + 1, pilot_to = '2027-11-10' WHERE id = $1`, [id]);
    const [alone] = (await figures(['by=tier'])) as [{ totals: object }];
    const [good, refused] = await Promise.all([
      app.admin.get(`/pilots/${id}/metrics?phase=both&by=tier&planned=true`),
      app.admin.get(`/pilots/${id}/metrics?phase=both&bucket=hour&by=location&planned=true`),
    ]);
    expect(refused.status).toBe(400);
    const lonely = succeeded(await app.admin.get(`/pilots/${id}/metrics?phase=both&by=tier&planned=true`));
    expect(nearlyEqual(succeeded(good).totals, lonely.totals)).toEqual(DIFFERS.nowhere);
    expect(nearlyEqual(lonely.totals.baseline, (alone.totals as { baseline: object }).baseline)).toEqual(
      DIFFERS.nowhere,
    );
  });
});

describe('counts are those of the rows in zones', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ now: '2027-05-01T12:00:00Z' });
  });
  afterAll(() => app.close());

  const CASES: [string, string[], string, string, string, string][] = [
    [
      'that jump at midnight, by half hours and by two, and lie far from UTC',
      ['America/Havana', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', 'Antarctica/Troll'],
      '2026-02-20',
      '2026-04-05',
      '2026-10-01',
      '2026-11-10',
    ],
    ['that skip a date', ['Pacific/Apia'], '2011-12-10', '2011-12-28', '2011-12-29', '2012-01-02'],
  ];
  it.each(CASES)('%s', async (name, zones, from, baselineTo, pilotFrom, to) => {
    const places: string[] = [];
    for (const timeZone of zones) {
      const { id } = await aLocation(app, { timeZone });
      places.push(id);
      for (const hours of [
        { startsAt: '21:00', endsAt: '03:00', required: 1 },
        { startsAt: '00:00', endsAt: '00:00', required: 0 },
      ])
        await coverageHours(app, id, { ...hours, effectiveFrom: from });
      await app.database.query(
        `INSERT INTO support_requests (id, location_id, opened_at, first_response_at, resolved_at, channel)
         SELECT gen_random_uuid(), $1, at, at + n % 50 * interval '13 minutes', at + n % 50 * interval '31 minutes', CASE n % 3 WHEN 0 THEN 'x' END
         FROM (SELECT n, $2::timestamptz + n * interval '187 minutes' AS at FROM generate_series(-10, 8 * ($3::date - $2::date)) AS n) AS made`,
        [id, from, to],
      );
      await app.database.query(
        `INSERT INTO activity_counts (id, location_id, series, area, at, count)
         SELECT gen_random_uuid(), $1, 'headcount', 'A', $2::timestamptz + n * interval '85 minutes', abs(n) % 9 FROM generate_series(-20, 16 * ($3::date - $2::date)) AS n`,
        [id, from, to],
      );
    }
    const { id } = succeeded(
      await app.admin.post('/pilots', {
        name,
        locationIds: places,
        baseline: { from, to: baselineTo },
        pilot: { from: pilotFrom, to },
      }),
    ) as { id: string };
    const queries = [
      'bucket=day',
      'bucket=week&hours=common',
      'bucket=hour-of-week',
      'by=channel&hours=extended',
      'by=location&bucket=month',
    ];
    const figures = async (): Promise<unknown[]> =>
      (
        await Promise.all(queries.map((query) => app.admin.get(`/pilots/${id}/metrics?phase=both&${query}`)))
      ).map(succeeded);
    const ofRows = await figures();
    const counts = app.app.get(CountsService);
    await counts.count();
    expect(nearlyEqual(await figures(), ofRows)).toEqual(DIFFERS.nowhere);
    // Days alone, with others between them.
    await app.database.query(
      `UPDATE location_days SET stale = true WHERE (date - date '2000-01-01') % 3 = 0`,
    );
    await counts.count();
    expect(nearlyEqual(await figures(), ofRows)).toEqual(DIFFERS.nowhere);
    expect(await app.app.get(CountsRepository).findUncounted(new Date('2027-04-30'))).toEqual([]);
  });
});
