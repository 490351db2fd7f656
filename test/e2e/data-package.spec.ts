import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { FIGURE_NAMES } from '../../src/domain/metrics/metrics.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { onShift, recordAttendance } from '../support/assignments.js';
import { packageOf, recomputed, recordsOf } from '../support/data-packages.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aSupportRequest,
  aUser,
  coverageHours,
  succeeded,
} from '../support/factories.js';

// Both phases have a clock change: Chicago's on 1 November 2026, and Lord Howe's, of half an hour, on 4 October 2026.
const NOW = '2026-11-12T20:20:20.345Z';
const leftOvers = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('afterhours-package-'));

describe('the data package of a pilot', () => {
  let app: TestApp;
  let places: string[];
  let compared: string;
  let id: string;
  let files: Record<string, string>;

  beforeAll(async () => {
    app = await startApp({ now: NOW });
    const here = await aLocation(app, { name: '=Lab, "one"' });
    const island = await aLocation(app, { name: 'Island', timeZone: 'Australia/Lord_Howe' });
    compared = (await aLocation(app)).id;
    places = [here.id, island.id];
    const position = (await aPosition(app, { name: 'Repairs', hourlyCost: 23.5 })).id;
    for (const place of places) {
      await coverageHours(app, place, {
        startsAt: '18:00',
        endsAt: '03:00',
        required: 2,
        effectiveFrom: '2026-09-14',
      });
      await coverageHours(app, place, {
        startsAt: '09:00',
        endsAt: '18:00',
        required: 0,
        effectiveFrom: '2026-09-14',
      });
    }
    await coverageHours(app, here.id, {
      positionId: position,
      startsAt: '23:30',
      endsAt: '01:30',
      required: 1,
      effectiveFrom: '2026-10-12',
    });
    succeeded(
      await app.admin.post('/coverage-exceptions', {
        locationId: here.id,
        date: '2026-10-31',
        kind: 'special',
        reason: 'Halloween',
        hours: [{ startsAt: '20:00', endsAt: '06:00', required: 3 }],
      }),
    );
    await requests();
    await onShifts(here.id, position);
    await counts();
    id = succeeded(
      await app.admin.post('/pilots', {
        name: 'Läte labs: 1/2',
        locationIds: places,
        comparisonLocationIds: [compared],
        baseline: { from: '2026-09-16', to: '2026-10-12' },
        pilot: { from: '2026-10-12', to: '2026-12-14' },
        exclusions: [
          { from: '2026-10-20', to: '2026-10-22', reason: 'power' },
          { from: '2026-10-03', to: '2026-10-04', reason: 'storm' },
        ],
        targets: [{ metric: 'firstResponseWallMinutesP50', comparison: 'at-most', value: 30, primary: true }],
        followUpHours: 24,
        fixedCosts: 1_000,
        escalationCost: 12.5,
      }),
    ).id as string;
    files = await packageOf(app.admin, id);
  });
  afterAll(() => app.close());

  /** Requests of every kind, at all hours, with parts of seconds. */
  async function requests(): Promise<void> {
    await app.database.query(
      `INSERT INTO support_requests (id, location_id, source, external_id, opened_at, first_response_at, first_resolved_at, resolved_at,
         escalated_at, tier, channel, category, directional, read_level)
       SELECT gen_random_uuid(), ($1::uuid[])[1 + n % 3], CASE WHEN n % 4 > 0 THEN 'desk' END, CASE WHEN n % 4 > 0 THEN n::text END, at,
              CASE WHEN n % 7 > 0 THEN at + wait END, CASE WHEN n % 5 > 0 THEN at + 2 * wait END,
              CASE WHEN n % 5 > 0 THEN at + 3 * wait END, CASE WHEN n % 6 = 0 THEN at + wait / 2 END,
              CASE WHEN n % 9 = 0 THEN 'campus-it' ELSE 'library' END, CASE WHEN n % 3 = 0 THEN '=1+1, "x"' ELSE 'mail' END,
              CASE WHEN n % 2 = 0 THEN 'printing' END, n % 11 = 0, CASE WHEN n % 2 = 0 THEN 1 + n % 6 END
       FROM (SELECT n, '2026-09-15T00:00Z'::timestamptz + n * interval '50 minutes 13.077 seconds' AS at,
                    CASE WHEN n % 13 = 0 THEN '0' WHEN n % 17 = 0 THEN '-1 minute'
                         ELSE (n * n % 97) * interval '11 minutes 7.4 seconds' END::interval AS wait
             FROM generate_series(1, 1600) AS n) AS made`,
      [[...places, compared]],
    );
    for (const waitedMinutes of [0, 4, 9])
      await aSupportRequest(app, places[0]!, { openedAt: '2026-11-02T21:00:00-06:00', waitedMinutes });
  }

  /** Worked, worked in part, not come, without a record, in training, and of two positions at once. */
  async function onShifts(here: string, position: string): Promise<void> {
    const names = [1, 2, 3, 4, 5, 6].map(() => anOperator(app, { positionIds: undefined }));
    const [a, b, c, d, e, f] = await Promise.all(names);
    for (const day of ['13', '14', '15', '19', '23', '31']) {
      const shift = {
        startsAt: `2026-10-${day}T18:00:00-05:00`,
        endsAt: `2026-10-${day}T23:59:00-05:00`,
        seats: 3,
      };
      const worked = await onShift(app, here, a!.id, shift);
      await recordAttendance(
        app,
        worked.id,
        `2026-10-${day}T18:07:00-05:00`,
        `2026-10-${day}T22:41:00-05:00`,
      );
      await onShift(app, here, b!.id, shift);
      const absent = await onShift(app, here, c!.id, { ...shift, startsAt: `2026-10-${day}T20:30:00-05:00` });
      succeeded(await app.admin.post(`/claims/${absent.id}/no-show`));
    }
    const night = { startsAt: '2026-10-31T23:00:00-05:00', endsAt: '2026-11-01T05:00:00-06:00', seats: 2 };
    const long = await onShift(app, here, d!.id, night);
    await recordAttendance(app, long.id, '2026-10-31T23:30:00-05:00');
    await app.database.query('INSERT INTO operator_positions (operator_id, position_id) VALUES ($1, $2)', [
      e!.id,
      position,
    ]);
    for (const day of ['13', '14', '31'])
      await onShift(app, here, e!.id, {
        positionId: position,
        startsAt: `2026-10-${day}T23:00:00-05:00`,
        endsAt: `2026-10-${day}T23:45:00-05:00`,
      });
    const trained = await onShift(app, here, f!.id, {
      startsAt: '2026-10-15T18:00:00-05:00',
      endsAt: '2026-10-15T21:00:00-05:00',
    });
    await app.database.query('UPDATE claims SET is_shadow = true WHERE id = $1', [trained.id]);
    await onShift(app, places[1]!, f!.id, {
      startsAt: '2026-10-17T20:00:00+11:00',
      endsAt: '2026-10-18T02:00:00+11:00',
    });
  }

  async function counts(): Promise<void> {
    await app.database.query(
      `INSERT INTO support_tallies (id, location_id, at, count, directional, channel)
       SELECT gen_random_uuid(), ($1::uuid[])[1 + n % 2], '2026-09-20T03:07Z'::timestamptz + n * interval '31 hours', 1 + n % 4, n % 3 = 0, 'desk'
       FROM generate_series(1, 40) AS n`,
      [places],
    );
    await app.database.query(
      `INSERT INTO headcounts (id, location_id, area, at, count)
       SELECT gen_random_uuid(), $1, CASE n % 2 WHEN 0 THEN 'A' ELSE 'B' END, '2026-10-10T22:00Z'::timestamptz + n * interval '40 minutes', n % 23
       FROM generate_series(1, 300) AS n`,
      [places[0]],
    );
  }

  it('computes every figure by its own SQL from its own rows', async () => {
    const { compared: count, differences } = await recomputed(app.database, files);
    expect(differences).toEqual([]);
    expect(count).toBeGreaterThan(FIGURE_NAMES.length * 2 * 100);
    const told = recordsOf(files['figures.csv']!).filter(({ value }) => value !== null);
    expect(new Set(told.map(({ figure }) => figure))).toEqual(new Set(FIGURE_NAMES));
  });

  it('has the figures of the metrics and of the evaluation', async () => {
    const totals = succeeded(await app.admin.get(`/pilots/${id}/metrics`)).totals as Record<
      string,
      Record<string, number>
    >;
    const told = recordsOf(files['figures.csv']!).filter(
      ({ kind, basis }) => kind === 'all' && basis === 'approved',
    );
    for (const { figure, phase, value } of told)
      expect(value === null ? null : Number(value)).toBe(totals[phase!]![figure!]);
    const evaluation = succeeded(await app.admin.get(`/pilots/${id}/evaluation`));
    expect(JSON.parse(files['evaluation.json']!)).toEqual(evaluation);
    const [target] = recordsOf(files['targets.csv']!);
    expect(Number(target!['actual'])).toBe(evaluation.targets[0].actual);
    expect(recordsOf(files['comparisons.csv']!)).toHaveLength(evaluation.comparisons.length);
  });

  it('says what everything in it is, and has the SQL and the definition of every figure', () => {
    expect(Object.keys(files).sort()).toEqual(
      [
        'README.txt',
        'evaluation.json',
        ...[
          'claims',
          'comparisons',
          'definitions',
          'figures',
          'gaps',
          'headcounts',
          'locations',
          'phases',
          'pilot',
        ],
        ...['requests', 'required', 'seats', 'tallies', 'targets'],
        ...['sql/1-load.sql', 'sql/2-tables.sql', ...FIGURE_NAMES.map((name) => `sql/figures/${name}.sql`)],
      ]
        .map((name) => (/[./]/.test(name) ? name : `${name}.csv`))
        .sort(),
    );
    const defined = recordsOf(files['definitions.csv']!);
    expect(defined.map(({ figure }) => figure)).toEqual([...FIGURE_NAMES]);
    for (const { sql, definition } of defined) expect(files[sql!]).toContain(definition);
    for (const [name, text] of Object.entries(files))
      if (name.endsWith('.csv') && !['comparisons.csv', 'targets.csv', 'definitions.csv'].includes(name))
        expect(files['README.txt']).toContain(`${name}\n`);
      else expect(text).not.toBe('');
  });

  it('has gaps that are those of the coverage report, of each basis', async () => {
    const span = 'from=2026-10-23T00:00:00-05:00&to=2026-11-05T00:00:00-06:00';
    for (const basis of ['approved', 'attended']) {
      const { items } = succeeded(
        await app.admin.get(`/coverage/gaps?locationId=${places[0]}&${span}&basis=${basis}`),
      ) as { items: { startsAt: string; endsAt: string }[] };
      const [start, end] = [Date.parse('2026-10-23T05:00Z'), Date.parse('2026-11-05T06:00Z')];
      const told = recordsOf(files['gaps.csv']!)
        .filter((gap) => gap['basis'] === basis && gap['location_id'] === places[0])
        .map((gap) => [
          Math.max(start, Date.parse(gap['starts_at']!)),
          Math.min(end, Date.parse(gap['ends_at']!)),
        ])
        .filter(([from, to]) => from! < to!);
      expect(told).toEqual(items.map(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)]));
    }
  });

  it('names nobody, and has nothing from outside the counted time', async () => {
    const people = await app.database.query<{ text: string }>(
      `SELECT unnest(ARRAY[u.name, u.display_name, u.email, u.id::text, o.id::text]) AS text
       FROM users u LEFT JOIN operators o ON o.user_id = u.id`,
    );
    const all = Object.values(files).join('\n');
    for (const { text } of people) if (text !== null && text !== 'Operator') expect(all).not.toContain(text);
    const opened = recordsOf(files['requests.csv']!).map((row) => row['opened_at']!);
    expect(opened.filter((at) => at < '2026-09-15T13:00Z' || at > NOW)).toEqual([]);
    expect(opened.filter((at) => at > '2026-10-20T13:00Z' && at < '2026-10-21T13:00Z')).toEqual([]);
  });

  it('writes text that no spreadsheet takes for a formula', () => {
    expect(files['locations.csv']).toContain(`"'=Lab, ""one"""`);
    expect(files['requests.csv']).toContain(`"'=1+1, ""x"""`);
  });

  it('stands in the trail with its rows, and leaves nothing on the disk', async () => {
    const before = leftOvers();
    const analyst = await aUser(app, 'analyst', [...places, compared]);
    await packageOf(analyst.client, id);
    const [event] = await app.database.query<{ actor_id: string; details: { rows: Record<string, number> } }>(
      `SELECT actor_id, details FROM audit_events WHERE action = 'data-package.exported' AND entity_id = $1 ORDER BY id DESC LIMIT 1`,
      [id],
    );
    expect(event!.actor_id).toBe(analyst.id);
    expect(event!.details.rows['requests']).toBe(recordsOf(files['requests.csv']!).length);
    await waitFor(() => Promise.resolve(leftOvers().length <= before.length));
  });

  it('is removed from the disk when its reader gives up', async () => {
    const before = leftOvers().length;
    const giving = new AbortController();
    const response = await fetch(`${app.url}/api/v1/pilots/${id}/data-package`, {
      headers: app.admin.headers,
      signal: giving.signal,
    });
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="la-te-labs-1-2-2026-11-12.zip"',
    );
    giving.abort();
    await waitFor(() => Promise.resolve(leftOvers().length <= before));
  });

  it('is for those who read the pilot', async () => {
    const other = await aUser(app, 'analyst', [places[0]!]);
    expect((await other.client.get(`/pilots/${id}/data-package`)).status).toBe(404);
    const operator = await anOperator(app);
    expect((await operator.client.get(`/pilots/${id}/data-package`)).status).toBe(403);
  });

  it('is whole before anything was measured', async () => {
    const planned = succeeded(
      await app.admin.post('/pilots', {
        name: 'Planned',
        locationIds: [places[0]],
        baseline: { from: '2027-01-01', to: '2027-02-01' },
        pilot: { from: '2027-03-01', to: '2027-04-01' },
      }),
    ).id as string;
    expect(succeeded(await app.admin.get(`/pilots/${planned}/evaluation`)).verdict).toBe('cannot-tell');
    expect((await app.admin.get(`/pilots/${planned}/brief`)).status).toBe(200);
    const empty = await packageOf(app.admin, planned);
    expect(recordsOf(empty['requests.csv']!)).toEqual([]);
    const { differences } = await recomputed(app.database, empty);
    expect(differences).toEqual([]);
  });
});
