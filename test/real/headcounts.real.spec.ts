import { startApp, type TestApp } from '../support/app.js';
import { aLocation, coverageHours, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { importFile } from '../support/imports.js';
import { copyToScratch, HEADCOUNTS, realFile } from './real-data.js';

const AREAS = ['Computers', 'Silent', 'Quiet', 'Active', 'Other'];

describe('a library’s headcounts of five years', () => {
  let app: TestApp;
  let locationId: string;
  let file: Buffer;
  let result: Answer['body'];
  const mapping = (overrides: object = {}): object => ({
    kind: 'headcounts',
    locationId,
    timeZone: 'America/Chicago',
    columns: { date: 'Date', time: 'Time' },
    areas: Object.fromEntries(AREAS.map((area) => [area, area])),
    ...overrides,
  });

  beforeAll(async () => {
    app = await startApp({ now: '2027-01-01T00:00:00Z' });
    locationId = (await aLocation(app)).id;
    await coverageHours(app, locationId, {
      startsAt: '07:00',
      endsAt: '22:00',
      required: 0,
      effectiveFrom: '2021-01-01',
    });
    file = await realFile(HEADCOUNTS);
    await copyToScratch(app, HEADCOUNTS, 'scratch');
    // The line in the file, and the time slot as PostgreSQL reads "1:30 PM" or "12:30".
    await app.database.query(
      `CREATE TABLE scratch_slots AS
       SELECT row_number() OVER () + 1 AS line, ("Date" || ' ' || "Time")::timestamp AS slot, s.* FROM scratch s`,
    );
  });
  afterAll(() => app.close());

  const warned = async (code: string): Promise<number[]> => {
    const lines: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path = `/support-imports/${result.id}/remarks?kind=warning&limit=200${cursor && `&cursor=${cursor}`}`;
      const page: Answer['body'] = succeeded(await app.admin.get(path));
      for (const remark of page.items as { line: number; code: string }[])
        if (remark.code === code) lines.push(remark.line);
      cursor = page.nextCursor as string | null;
    }
    return lines.sort((a, b) => a - b);
  };
  const linesWhere = async (condition: string): Promise<number[]> =>
    (
      await app.database.query<{ line: number }>(
        `SELECT line FROM scratch_slots s WHERE ${condition} ORDER BY 1`,
      )
    ).map((row) => Number(row.line));
  const IS_REPEATED =
    'EXISTS (SELECT FROM scratch_slots later WHERE later.slot = s.slot AND later.line > s.line)';

  it('have two orders of day and month; the less frequent one is rejected and reported', async () => {
    const dry = await importFile(app, file, mapping({ columns: { at: 'timestamp' }, dryRun: true }));
    expect(dry).toMatchObject({ rows: 14_560, read: { dateOrder: 'dmy' }, rejectedCount: 451 });
    expect(dry.warnings[0]).toMatchObject({ line: null, code: 'MIXED_DATE_ORDERS' });
    expect(dry.warnings[0].message).toContain(
      '451 can only be read the other way and are not taken, 1886 could',
    );
    const [row] = await app.database.query(
      `SELECT count(*) AS month_first FROM scratch WHERE substring(timestamp FROM '^\\d{1,2}[-/](\\d{1,2})[-/]')::int > 12`,
    );
    expect(row).toEqual({ month_first: 451 });
  });

  it('import as 14,410 slots of five areas, also in a dry run', async () => {
    const dry = await importFile(app, file, mapping({ dryRun: true }));
    result = await importFile(app, file, mapping());
    // As autovacuum does within a minute. When it last looked right after the dry run, which left no row, PostgreSQL 15 takes the table
    // for empty, and checks each reference to it by an index that is not the primary key's: a minute instead of three seconds.
    await app.database.query('ANALYZE activity_counts');
    const [row] = await app.database.query<{ slots: number }>(
      'SELECT count(DISTINCT slot) AS slots FROM scratch_slots',
    );
    expect(row).toEqual({ slots: 14_410 });
    const counts = { rows: 14_560, created: 5 * 14_410, updated: 0, skipped: 5 * 150, rejectedCount: 0 };
    expect(result).toMatchObject({ status: 'completed', ...counts });
    expect(dry).toMatchObject({ status: 'completed', ...counts, warningCount: result.warningCount });
  });

  it('have for each slot the value of its last line', async () => {
    const [row] = await app.database.query(
      `SELECT count(*) AS same FROM activity_counts h JOIN scratch_slots s ON h.at = s.slot AT TIME ZONE 'America/Chicago'
       WHERE NOT ${IS_REPEATED} AND h.count::text = to_jsonb(s) ->> h.area`,
    );
    expect(row).toEqual({ same: 5 * 14_410 });
  });

  it('report the 150 lines that a later one repeats', async () => {
    const lines = await warned('DUPLICATE_SLOT');
    expect(lines).toHaveLength(150);
    expect(lines).toEqual(await linesWhere(IS_REPEATED));
  });

  it('accept unusual times as written, and report those in closed hours', async () => {
    const odd = await app.database.query<{ time: string; taken: string }>(
      `SELECT DISTINCT "Time" AS time, to_char(h.at AT TIME ZONE 'America/Chicago', 'HH24:MI') AS taken
       FROM scratch_slots s JOIN activity_counts h ON h.at = s.slot AT TIME ZONE 'America/Chicago'
       WHERE "Time" IN ('12:30 AM', '11:30 PM', '12:30', '12:30 PM', '2:00 PM') ORDER BY 1`,
    );
    expect(odd.map(({ time, taken }) => `${time} = ${taken}`)).toEqual([
      '11:30 PM = 23:30',
      '12:30 = 12:30',
      '12:30 AM = 00:30',
      '12:30 PM = 12:30',
      '2:00 PM = 14:00',
    ]);
    const outside = await warned('OUTSIDE_OPEN_HOURS');
    expect(outside.length).toBeGreaterThan(30);
    expect(outside).toEqual(
      await linesWhere(`NOT ${IS_REPEATED} AND (slot::time < '07:00' OR slot::time >= '22:00')`),
    );
  });

  it('change nothing when imported again', async () => {
    expect(await importFile(app, file, mapping())).toMatchObject({
      created: 0,
      updated: 0,
      skipped: 5 * 14_560,
    });
  });
});
