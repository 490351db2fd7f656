import { startApp, type TestApp } from '../support/app.js';
import { aLocation, coverageHours } from '../support/factories.js';
import { importFile, linesAndCodes } from '../support/imports.js';

describe('importing headcounts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ now: '2027-04-01T12:00:00-05:00' });
  });
  afterAll(() => app.close());

  const stored = async (locationId: string): Promise<string[]> => {
    const rows = await app.database.query<{ text: string }>(
      `SELECT to_char(at AT TIME ZONE 'America/Chicago', 'MM-DD HH24:MI') || ' ' || area || ' ' || count AS text
       FROM activity_counts WHERE location_id = $1 ORDER BY at, area`,
      [locationId],
    );
    return rows.map((row) => row.text);
  };
  const long = (locationId: string, overrides: object = {}): object => ({
    kind: 'headcounts',
    locationId,
    columns: { at: 'when', area: 'where', count: 'heads' },
    ...overrides,
  });
  const wide = (locationId: string, overrides: object = {}): object => ({
    kind: 'headcounts',
    locationId,
    columns: { date: 'day', time: 'hour' },
    areas: { Quiet: 'q', Loud: 'l' },
    ...overrides,
  });

  it('reads one count per row; of two for one slot the later counts', async () => {
    const { id } = await aLocation(app);
    const csv =
      'when,where,heads\n2026-10-26 10:00,Quiet,3\n2026-10-26 10:00,Loud,0\n2026-10-26T15:00:00Z,Quiet,5\n';
    const result = await importFile(app, csv, long(id));
    expect(result).toMatchObject({ rows: 3, created: 2, updated: 0, skipped: 1, rejected: [] });
    expect(linesAndCodes(result.warnings)).toEqual(['2 DUPLICATE_SLOT']);
    expect(await stored(id)).toEqual(['10-26 10:00 Loud 0', '10-26 10:00 Quiet 5']);
  });

  it('reads one area per column, with a date and a time; an empty cell is no count', async () => {
    const { id } = await aLocation(app);
    const csv =
      'day,hour,q,l\n2026-10-26,1:30 PM,3,4\n2026-10-26,14:30,,5\n2026-10-26,12:30 AM,1,\n2026-10-26,11:30 pm,,\n';
    const result = await importFile(app, csv, wide(id));
    expect(result).toMatchObject({ rows: 4, created: 4, rejected: [], warnings: [] });
    expect(await stored(id)).toEqual([
      '10-26 00:30 Quiet 1',
      '10-26 13:30 Loud 4',
      '10-26 13:30 Quiet 3',
      '10-26 14:30 Loud 5',
    ]);
  });

  it('reports a line of areas once when a later one counts the same hour', async () => {
    const { id } = await aLocation(app);
    const csv = 'day,hour,q,l\n2026-10-26,10:00,1,2\n2026-10-26,10:00,3,4\n2026-10-26,10:00,5,\n';
    const result = await importFile(app, csv, wide(id));
    expect(linesAndCodes(result.warnings).sort()).toEqual(['2 DUPLICATE_SLOT', '3 DUPLICATE_SLOT']);
    expect(result).toMatchObject({ created: 2, skipped: 3 });
    expect(await stored(id)).toEqual(['10-26 10:00 Loud 4', '10-26 10:00 Quiet 5']);
  });

  it('names what it rejects, whole lines', async () => {
    const { id } = await aLocation(app);
    const csv = [
      'day,hour,q,l',
      '2026-10-26,10:00,1,two',
      '2026-10-26,10:00,-1,2',
      '2026-10-26,10:00,1.5,2',
      '2026-10-26,10:00,100001,2',
      '2026-10-26,13:00 PM,1,2',
      '26.10.2026,25:00,1,2',
      ',,1,2',
      '2026-10-26,10:00,1',
      '2026-10-26,11:00, 7 ,100000',
    ].join('\n');
    const result = await importFile(app, csv, wide(id));
    expect(linesAndCodes(result.rejected)).toEqual([
      '2 INVALID_COUNT',
      '3 INVALID_COUNT',
      '4 INVALID_COUNT',
      '5 INVALID_COUNT',
      '6 INVALID_TIME',
      '7 INVALID_TIME',
      '8 INVALID_TIME',
      '9 WRONG_COLUMN_COUNT',
    ]);
    expect(await stored(id)).toEqual(['10-26 11:00 Loud 100000', '10-26 11:00 Quiet 7']);
  });

  it('needs an area in a file with one count per row', async () => {
    const { id } = await aLocation(app);
    const result = await importFile(
      app,
      'when,where,heads\n2026-10-26 10:00, ,3\n2026-10-26 10:00,Quiet,\n',
      long(id),
    );
    expect(linesAndCodes(result.rejected)).toEqual(['2 MISSING_VALUE', '3 INVALID_COUNT']);
  });

  it('changes nothing the second time, and only the changed count later', async () => {
    const { id } = await aLocation(app);
    const csv = 'day,hour,q,l\n2026-10-26,10:00,1,2\n2026-10-26,11:00,3,4\n';
    expect(await importFile(app, csv, wide(id, { dryRun: true }))).toMatchObject({ created: 4, updated: 0 });
    expect(await stored(id)).toEqual([]);
    expect(await importFile(app, csv, wide(id))).toMatchObject({ created: 4, updated: 0, skipped: 0 });
    expect(await importFile(app, csv, wide(id))).toMatchObject({ created: 0, updated: 0, skipped: 4 });
    const changed = csv.replace('3,4', '3,9');
    expect(await importFile(app, changed, wide(id, { dryRun: true }))).toMatchObject({
      created: 0,
      updated: 1,
      skipped: 3,
    });
    expect(await importFile(app, changed, wide(id))).toMatchObject({ created: 0, updated: 1, skipped: 3 });
  });

  it('warns of headcounts in closed time, and stores them as written', async () => {
    const { id } = await aLocation(app);
    await coverageHours(app, id, {
      startsAt: '08:00',
      endsAt: '02:00',
      weekdays: [1, 2, 3, 4, 5],
      required: 0,
    });
    const csv = [
      'day,hour,q,l',
      '2026-10-26,07:59,1,1',
      '2026-10-26,08:00,1,1',
      '2026-10-27,01:59,1,1',
      '2026-10-27,02:00,1,1',
      '2026-10-31,01:30,1,1',
      '2026-10-31,12:00,1,1',
      '2026-10-31,12:00,2,2',
    ].join('\n');
    const result = await importFile(app, csv, wide(id));
    expect(linesAndCodes(result.warnings)).toEqual([
      '7 DUPLICATE_SLOT',
      '2 OUTSIDE_OPEN_HOURS',
      '5 OUTSIDE_OPEN_HOURS',
      '8 OUTSIDE_OPEN_HOURS',
    ]);
    expect(result).toMatchObject({ created: 12, skipped: 2 });
  });

  it('has no warning for a location without hours or without headcounts', async () => {
    const { id } = await aLocation(app);
    expect(await importFile(app, 'day,hour,q,l\n2026-10-26,03:00,1,1\n', wide(id))).toMatchObject({
      warnings: [],
    });
    await coverageHours(app, id);
    expect(await importFile(app, 'day,hour,q,l\n', wide(id))).toMatchObject({
      status: 'completed',
      warnings: [],
    });
  });
});
