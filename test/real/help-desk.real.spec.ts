import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { importFile } from '../support/imports.js';
import {
  copyToScratch,
  HELP_DESK,
  helpDeskMapping,
  kaplanMeierSql,
  nearly,
  realFile,
  SCRATCH_CASES,
  type Quantiles,
} from './real-data.js';

describe('a help desk’s log of four years', () => {
  let app: TestApp;
  let locationId: string;
  let file: Buffer;
  beforeAll(async () => {
    app = await startApp({ now: '2027-01-01T00:00:00Z' });
    locationId = (await aLocation(app)).id;
    file = await realFile(HELP_DESK);
    await copyToScratch(app, HELP_DESK, 'scratch');
    await app.database.query(SCRATCH_CASES);
  });
  afterAll(() => app.close());

  it('counts in a dry run as in the import: 4,580 requests, 295 without a response, 11 without a resolution', async () => {
    const dry = await importFile(app, file, helpDeskMapping(locationId, { dryRun: true }));
    expect(await app.database.query('SELECT FROM support_requests')).toHaveLength(0);
    const real = await importFile(app, file, helpDeskMapping(locationId));
    const counts = { rows: 21_348, created: 4_580, updated: 0, skipped: 0, rejectedCount: 0 };
    expect(dry).toMatchObject({ status: 'completed', ...counts });
    expect(real).toMatchObject({
      status: 'completed',
      ...counts,
      warnings: dry.warnings,
      warningCount: dry.warningCount,
    });
    const [row] = await app.database.query(
      `SELECT count(*) AS requests, count(*) FILTER (WHERE first_response_at IS NULL) AS unanswered,
              count(*) FILTER (WHERE resolved_at IS NULL) AS unresolved,
              count(*) FILTER (WHERE first_resolved_at < resolved_at) AS resolved_again
       FROM support_requests`,
    );
    expect(row).toMatchObject({ requests: 4_580, unanswered: 295, unresolved: 11 });
  });

  it('has all times that SQL finds in the file', async () => {
    const [row] = await app.database.query(
      `SELECT count(*) AS same FROM support_requests r JOIN scratch_cases c ON c.key = r.external_id
       WHERE (r.opened_at, r.first_response_at, r.first_resolved_at, r.resolved_at)
             IS NOT DISTINCT FROM (c.opened, c.response, c.first, c.last)`,
    );
    expect(row).toEqual({ same: 4_580 });
  });

  it('warns of exactly the cases with a resolution before the response', async () => {
    const [last] = succeeded(await app.admin.get('/support-imports?limit=1')).items;
    const [row] = await app.database.query<{ disordered: number }>(
      'SELECT count(*) AS disordered FROM scratch_cases WHERE last < response OR response < opened OR last < opened',
    );
    expect(last.warningCount).toBe(row!.disordered);
    expect(last.warningCount).toBeGreaterThan(0);
  });

  it.each([72, 8_760])(
    'has the percentiles that SQL computes, followed for %d hours',
    async (followUpHours) => {
      const pilot = succeeded(
        await app.admin.post('/pilots', {
          name: `Help desk, ${followUpHours} hours`,
          followUpHours,
          locationIds: [locationId],
          baseline: { from: '2009-01-01', to: '2010-01-01' },
          pilot: { from: '2010-01-01', to: '2014-02-01' },
        }),
      );
      const { totals } = succeeded(await app.admin.get(`/pilots/${pilot.id}/metrics`));
      for (const [until, metric] of [
        ['response', 'firstResponseWallMinutes'],
        ['first', 'firstResolutionWallMinutes'],
        ['last', 'resolutionWallMinutes'],
      ] as const) {
        const [expected] = await app.database.query<Quantiles>(kaplanMeierSql(until, followUpHours));
        const { n, p50, p90 } = expected!;
        expect([
          until,
          ...['N', 'P50', 'P90'].map((end) => totals.pilot[`${metric}${end}`] as number | null),
        ]).toEqual([until, Number(n), nearly(p50), nearly(p90)]);
      }
      expect(totals.pilot).toMatchObject({
        requests: 0,
        requestsOutsideHours: 4_580,
        resolved: 4_569,
        missing: { firstResponseAt: 295, resolvedAt: 11 },
      });
      expect(totals.baseline).toMatchObject({ requestsOutsideHours: 0, resolutionWallMinutesP50: null });
    },
  );

  it('is the same in its first format, with slashes and milliseconds, in any encoding', async () => {
    const first = file
      .toString()
      .replaceAll(/(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)\+00:00/g, '$1/$2/$3 $4.000');
    expect(first).toContain('2010/01/13 08:40:25.000');
    const elsewhere = (await aLocation(app)).id;
    for (const [name, saved] of [
      ['as it is', Buffer.from(first)],
      ['by a spreadsheet', Buffer.from(`\uFEFFHelp desk\r\n${first.replaceAll(',', '\t')}`, 'utf16le')],
    ] as const) {
      const source = `help desk ${name}`;
      const overrides = { source, ignoreOffset: undefined };
      const result = await importFile(app, saved, helpDeskMapping(elsewhere, overrides));
      expect(result).toMatchObject({ rows: 21_348, created: 4_580, rejectedCount: 0, status: 'completed' });
      expect(result.read).toEqual(
        name === 'as it is'
          ? { delimiter: ',', encoding: 'utf-8', dateOrder: 'ymd', headerLine: 1 }
          : { delimiter: '\t', encoding: 'utf-16', dateOrder: 'ymd', headerLine: 2 },
      );
      const [row] = await app.database.query(
        `SELECT count(*) AS same FROM support_requests a JOIN support_requests b
           ON b.external_id = a.external_id AND b.source = $1
         WHERE a.source = 'help desk'
           AND (a.opened_at, a.first_response_at, a.first_resolved_at, a.resolved_at)
               IS NOT DISTINCT FROM (b.opened_at, b.first_response_at, b.first_resolved_at, b.resolved_at)`,
        [source],
      );
      expect(row).toEqual({ same: 4_580 });
      await app.database.query('DELETE FROM support_requests WHERE source = $1', [source]);
    }
  });

  it('changes nothing when imported again', async () => {
    const again = await importFile(app, file, helpDeskMapping(locationId));
    expect(again).toMatchObject({ created: 0, updated: 0, skipped: 4_580 });
    const [row] = await app.database.query(
      'SELECT max(version) AS version, count(*) AS requests FROM support_requests',
    );
    expect(row).toEqual({ version: 1, requests: 4_580 });
  });
});
