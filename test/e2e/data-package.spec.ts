import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { FIGURE_NAMES } from '../../src/domain/metrics/metrics.js';
import { CountsService } from '../../src/pilots/counts/counts.service.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { packageOf, recomputed, recordsOf } from '../support/data-packages.js';
import { anOperator, aUser, succeeded } from '../support/factories.js';
import { MADE_UP_NOW, madeUpPilot } from '../support/made-up-pilot.js';

const leftOvers = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('afterhours-package-'));

describe('the data package of a pilot', () => {
  let app: TestApp;
  let places: string[];
  let compared: string;
  let id: string;
  let files: Record<string, string>;

  beforeAll(async () => {
    app = await startApp({ now: MADE_UP_NOW });
    ({ id, places, compared } = await madeUpPilot(app));
    files = await packageOf(app.admin, id);
  });
  afterAll(() => app.close());

  it('computes every figure by its own SQL from its own rows', async () => {
    const { compared: count, differences } = await recomputed(app.database, files);
    expect(differences).toEqual([]);
    expect(count).toBeGreaterThan(FIGURE_NAMES.length * 2 * 100);
    const told = recordsOf(files['figures.csv']!).filter(({ value }) => value !== null);
    expect(new Set(told.map(({ figure }) => figure))).toEqual(new Set(FIGURE_NAMES));
  });

  it('computes the figures of counted days by the same SQL from the rows', async () => {
    await app.app.get(CountsService).count();
    const [counted] = await app.database.query<{ days: number }>(
      'SELECT count(*)::int AS days FROM location_days',
    );
    expect(counted!.days).toBeGreaterThan(150);
    files = await packageOf(app.admin, id);
    expect((await recomputed(app.database, files)).differences).toEqual([]);
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
    expect(files['before-after.csv']).toMatch(/^location_id,from,to,reason,/);
  });

  it('has workstations in use, and the readings of gates that tell who came', () => {
    const rows = recordsOf(files['activity.csv']!);
    const firsts = new Map<string, string>();
    for (const { series, at } of rows) if (at! < (firsts.get(series!) ?? '9')) firsts.set(series!, at!);
    expect([...firsts.keys()].sort()).toEqual(['gate', 'workstations-in-use']);
    // The baseline begins on 16 September; what came then began before.
    expect(firsts.get('gate')! < '2026-09-15T14' && firsts.get('gate')! > '2026-09-14T10').toBe(true);
    expect(new Set(rows.map(({ cumulative }) => cumulative)).size).toBe(2);
    expect(rows.some(({ series, area }) => series === 'workstations-in-use' && !area)).toBe(true);
  });

  it('says what everything in it is, and has the SQL and the definition of every figure', () => {
    expect(Object.keys(files).sort()).toEqual(
      [
        'README.txt',
        'evaluation.json',
        ...[
          'activity',
          'before-after',
          'claims',
          'comparisons',
          'definitions',
          'figures',
          'gaps',
          'headcounts',
          'locations',
          'maintenance',
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
      if (
        name.endsWith('.csv') &&
        !['comparisons.csv', 'targets.csv', 'before-after.csv', 'definitions.csv'].includes(name)
      )
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
    expect(opened.filter((at) => at < '2026-09-15T13:00Z' || at > MADE_UP_NOW)).toEqual([]);
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
