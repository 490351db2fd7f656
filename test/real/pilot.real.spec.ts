import { startApp, type TestApp } from '../support/app.js';
import { anOperator, aShift, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { packageOf, recomputed } from '../support/data-packages.js';
import { importFile } from '../support/imports.js';
import { assign } from '../support/assignments.js';
import {
  aLibrary,
  copyToScratch,
  HELP_DESK,
  helpDeskMapping,
  kaplanMeierSql,
  libraryHours,
  nearly,
  realFile,
  SCRATCH_CASES,
  type OpenDay,
  type Quantiles,
} from './real-data.js';

const PHASES = { baseline: ['2010-01-01', '2012-01-01'], pilot: ['2012-01-01', '2014-02-01'] } as const;
const ZONE = 'America/Chicago';
const FOLLOW_UP_HOURS = 720;

/** The help desk's log with the hours of a university's main library, and sometimes an operator on shift. */
describe('a pilot over real hours and real requests', () => {
  let app: TestApp;
  let metrics: Answer['body'];
  let pilotId: string;
  beforeAll(async () => {
    app = await startApp({ now: '2027-01-01T00:00:00Z' });
    const days = (await libraryHours()).get('Main Library')!;
    const locationId = await aLibrary(app, days);
    await importFile(app, await realFile(HELP_DESK), helpDeskMapping(locationId));
    const operator = await anOperator(app);
    for (let week = 0; week < 40; week++) {
      // From inside the opening hours to after their end, on a Tuesday or a Friday every other week.
      const day = new Date(Date.UTC(2012, 0, 3 + week * 14 + (week % 2) * 3)).toISOString().slice(0, 10);
      const shift = await aShift(app, locationId, {
        startsAt: `${day}T16:40:00Z`,
        endsAt: `${day}T23:50:00Z`,
      });
      await assign(app, shift.id, operator.id);
    }
    const [baseline, pilot] = [PHASES.baseline, PHASES.pilot].map(([from, to]) => ({ from, to }));
    const body = {
      name: 'Real',
      locationIds: [locationId],
      baseline,
      pilot,
      followUpHours: FOLLOW_UP_HOURS,
    };
    pilotId = succeeded(await app.admin.post('/pilots', body)).id as string;
    metrics = succeeded(await app.admin.get(`/pilots/${pilotId}/metrics?bucket=month`));
    await copyToScratch(app, HELP_DESK, 'scratch');
    await app.database.query(SCRATCH_CASES);
    await openWindows(days);
  });
  afterAll(() => app.close());

  /** Each day's opening as SQL computes it, cut where somebody is on shift. */
  async function openWindows(days: readonly OpenDay[]): Promise<void> {
    await app.database.query('CREATE TABLE scratch_hours (weekday int, open time, close time, days int)');
    for (const { weekday, open, close, closesNextDay } of days)
      await app.database.query('INSERT INTO scratch_hours VALUES ($1, $2, $3, $4)', [
        weekday,
        open,
        close,
        closesNextDay ? 1 : 0,
      ]);
    await app.database.query(
      `CREATE TABLE scratch_open AS SELECT tstzrange((day + open) AT TIME ZONE '${ZONE}', (day + days + close) AT TIME ZONE '${ZONE}') AS span
       FROM generate_series('2009-12-01'::date, '2014-12-31', '1 day') AS d(at), LATERAL (SELECT at::date AS day) AS l
       JOIN scratch_hours ON weekday = extract(isodow FROM day)`,
    );
    await app.database.query('CREATE INDEX ON scratch_open USING gist (span)');
  }

  const phaseSql = (phase: keyof typeof PHASES): string =>
    `tstzrange('${PHASES[phase][0]}'::timestamp AT TIME ZONE '${ZONE}', '${PHASES[phase][1]}'::timestamp AT TIME ZONE '${ZONE}')`;
  const minutes = (span: string): string =>
    `coalesce(extract(epoch FROM upper(${span}) - lower(${span})) / 60, 0)::float8`;

  it.each(['baseline', 'pilot'] as const)('counts the requests of the %s as SQL does', async (phase) => {
    const [row] = await app.database.query(
      `SELECT count(*) FILTER (WHERE is_open) AS requests, count(*) FILTER (WHERE NOT is_open) AS "requestsOutsideHours",
              count(last) AS resolved, count(*) FILTER (WHERE is_open AND NOT is_staffed) AS "demandDuringGaps",
              json_build_object('firstResponseAt', count(*) - count(response), 'resolvedAt', count(*) - count(last)) AS missing
       FROM (SELECT *, EXISTS (SELECT FROM scratch_open WHERE span @> opened) AS is_open,
                    EXISTS (SELECT FROM shifts WHERE starts_at <= opened AND opened < ends_at) AS is_staffed
             FROM scratch_cases WHERE ${phaseSql(phase)} @> opened) AS cases`,
    );
    expect(metrics.totals[phase]).toMatchObject(row as object);
    expect(metrics.totals[phase].requests).toBeGreaterThan(1_000);
  });

  it.each(['baseline', 'pilot'] as const)('covers the hours of the %s as SQL does', async (phase) => {
    const [row] = await app.database.query<Record<string, number>>(
      `SELECT sum(${minutes(`span * ${phaseSql(phase)}`)}) AS required,
              (SELECT coalesce(sum(${minutes('span * tstzrange(starts_at, ends_at)')}), 0) FROM scratch_open JOIN shifts
               ON span && tstzrange(starts_at, ends_at) WHERE ${phaseSql(phase)} @> starts_at) AS staffed
       FROM scratch_open WHERE span && ${phaseSql(phase)}`,
    );
    const { required, staffed } = row as { required: number; staffed: number };
    expect(metrics.totals[phase]).toMatchObject({
      openHours: expect.closeTo(required / 60, 6) as number,
      requiredMinutes: required,
      staffedMinutes: staffed,
      uncoveredMinutes: required - staffed,
      coverageRate: expect.closeTo(staffed / required, 9) as number,
    });
    expect(staffed > 0).toBe(phase === 'pilot');
  });

  it.each(['baseline', 'pilot'] as const)(
    'measures the answers of the %s as SQL does, in real and in service hours',
    async (phase) => {
      for (const [until, metric] of [
        ['response', 'firstResponse'],
        ['first', 'firstResolution'],
        ['last', 'resolution'],
      ] as const) {
        const within = `${phaseSql(phase)} @> opened`;
        const [wall] = await app.database.query<Quantiles>(kaplanMeierSql(until, FOLLOW_UP_HOURS, within));
        const [service] = await app.database.query<Omit<Quantiles, 'day'>>(
          `SELECT count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) AS p50,
                  percentile_cont(0.9) WITHIN GROUP (ORDER BY minutes) AS p90
           FROM (SELECT (SELECT coalesce(sum(${minutes(`span * tstzrange(opened, ${until})`)}), 0) FROM scratch_open
                         WHERE span && tstzrange(opened, ${until})) AS minutes
                 FROM scratch_cases WHERE ${within} AND ${until} IS NOT NULL) AS durations`,
        );
        for (const [clock, expected] of Object.entries({ Wall: wall!, Service: service! })) {
          const names = ['N', 'P50', 'P90'].map((end) => `${metric}${clock}Minutes${end}`);
          expect(names.map((name) => [name, metrics.totals[phase][name]])).toEqual([
            [names[0], Number(expected.n)],
            [names[1], nearly(expected.p50)],
            [names[2], nearly(expected.p90)],
          ]);
        }
        if (until === 'response')
          expect(metrics.totals[phase].answeredWithin24Hours).toBeCloseTo(wall!.day!, 9);
      }
    },
  );

  it('has figures that the SQL of its data package computes from its rows', async () => {
    const { compared, differences } = await recomputed(app.database, await packageOf(app.admin, pilotId));
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(50_000);
  }, 300_000);

  it('has the requests of each month as SQL counts them', async () => {
    const rows = await app.database.query<{ month: string; count: number }>(
      `SELECT to_char(date_trunc('month', opened AT TIME ZONE '${ZONE}'), 'YYYY-MM') AS month, count(*) AS count
       FROM scratch_cases WHERE ${phaseSql('baseline')} @> opened OR ${phaseSql('pilot')} @> opened GROUP BY 1`,
    );
    const counted = new Map(rows.map(({ month, count }) => [month, count]));
    expect(metrics.items).toHaveLength(24 + 25);
    for (const item of metrics.items as Answer['body'][]) {
      const month = (item.from as string).slice(0, 7);
      expect([month, item.requests + item.requestsOutsideHours]).toEqual([month, counted.get(month) ?? 0]);
      expect(item.partial).toBe(false);
    }
  });
});
