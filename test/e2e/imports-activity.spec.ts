import { startApp, type TestApp } from '../support/app.js';
import { aLocation, coverageHours, succeeded } from '../support/factories.js';
import { importFile, linesAndCodes } from '../support/imports.js';

describe('importing activity', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ now: '2027-04-01T12:00:00-05:00' });
  });
  afterAll(() => app.close());

  const stored = async (locationId: string): Promise<string[]> => {
    const rows = await app.database.query<{ text: string }>(
      `SELECT to_char(at AT TIME ZONE 'America/Chicago', 'MM-DD HH24:MI') || ' ' || series || ' [' || area || '] ' || count
              || CASE WHEN cumulative THEN ' +' ELSE '' END AS text
       FROM activity_counts WHERE location_id = $1 ORDER BY at, series, area`,
      [locationId],
    );
    return rows.map(({ text }) => text);
  };
  const columned = (locationId: string, overrides: object = {}): object => ({
    kind: 'activity',
    locationId,
    columns: { at: 'when', area: 'where', count: 'n', series: 'what', cumulative: 'stands' },
    ...overrides,
  });
  const gate = (locationId: string, overrides: object = {}): object => ({
    kind: 'activity',
    locationId,
    series: 'gate',
    cumulative: true,
    columns: { at: 'when', count: 'n' },
    ...overrides,
  });

  it('reads the series of each line, and whether it is a counter', async () => {
    const { id } = await aLocation(app);
    const csv = [
      'when,what,where,n,stands',
      '2026-10-26 10:00,headcount,Quiet,3,',
      '2026-10-26 10:00,Workstations in use,Quiet,2,no',
      '2026-10-26 10:00,GATE,,"1,204,812",yes',
      '2026-10-26 10:00,gate,South,31,',
      '2026-10-26 10:00,gate,South,32,',
    ].join('\n');
    const result = await importFile(app, csv, columned(id));
    expect(result).toMatchObject({ rows: 5, created: 4, updated: 0, skipped: 1, rejected: [] });
    expect(linesAndCodes(result.warnings)).toEqual(['5 DUPLICATE_SLOT']);
    expect(result.sample[2]).toEqual({
      line: 4,
      at: '2026-10-26T10:00:00-05:00',
      series: 'gate',
      area: '',
      count: 1_204_812,
      cumulative: true,
    });
    expect(await stored(id)).toEqual([
      '10-26 10:00 gate [] 1204812 +',
      '10-26 10:00 gate [South] 32',
      '10-26 10:00 headcount [Quiet] 3',
      '10-26 10:00 workstations-in-use [Quiet] 2',
    ]);
  });

  it('reads one series for the whole file, with a date and a time, or a column for each area', async () => {
    const { id } = await aLocation(app);
    await importFile(app, 'when,n\n2026-10-26 10:00,4812\n', gate(id));
    const wide = {
      kind: 'activity',
      series: 'workstations-in-use',
      locationId: id,
      columns: { date: 'day', time: 'hour' },
      areas: { Quiet: 'q', Loud: 'l' },
    };
    const result = await importFile(app, 'day,hour,q,l\n2026-10-26,11:00,3,4\n2026-10-26,12:00,,5\n', wide);
    expect(result).toMatchObject({ created: 3, rejected: [] });
    expect(await stored(id)).toEqual([
      '10-26 10:00 gate [] 4812 +',
      '10-26 11:00 workstations-in-use [Loud] 4',
      '10-26 11:00 workstations-in-use [Quiet] 3',
      '10-26 12:00 workstations-in-use [Loud] 5',
    ]);
  });

  it('names what it rejects, whole lines', async () => {
    const { id } = await aLocation(app);
    const csv = [
      'when,what,where,n,stands',
      '2026-10-26 10:00,noise,,3,',
      '2026-10-26 10:00,,,3,',
      '2026-10-26 10:00,headcount,,3,yes',
      '2026-10-26 10:00,gate,,3,maybe',
      '2026-10-26 10:00,gate,,100001,',
      '2026-10-26 10:00,gate,,1000000000,yes',
      '2027-10-26 10:00,gate,,3,',
      '2026-10-26 10:00,gate,,999999999,y',
    ].join('\n');
    const result = await importFile(app, csv, columned(id));
    expect(linesAndCodes(result.rejected)).toEqual([
      '2 INVALID_SERIES',
      '3 MISSING_VALUE',
      '4 NOT_CUMULATIVE',
      '5 INVALID_FLAG',
      '6 INVALID_COUNT',
      '7 INVALID_COUNT',
      '8 IN_THE_FUTURE',
    ]);
    expect(await stored(id)).toEqual(['10-26 10:00 gate [] 999999999 +']);
  });

  it('changes nothing the second time, and only the changed count later', async () => {
    const { id } = await aLocation(app);
    const csv = 'when,n\n2026-10-26 10:00,4812\n2026-10-26 11:00,4830\n';
    expect(await importFile(app, csv, gate(id, { dryRun: true }))).toMatchObject({ created: 2 });
    expect(await stored(id)).toEqual([]);
    expect(await importFile(app, csv, gate(id))).toMatchObject({ created: 2, updated: 0, skipped: 0 });
    expect(await importFile(app, csv, gate(id))).toMatchObject({ created: 0, updated: 0, skipped: 2 });
    const changed = csv.replace('4830', '4831');
    expect(await importFile(app, changed, gate(id))).toMatchObject({ created: 0, updated: 1, skipped: 1 });
    const counted = await importFile(app, changed, gate(id, { cumulative: false }));
    expect(counted).toMatchObject({ created: 0, updated: 2, skipped: 0 });
  });

  it('stores each count once when two imports of one file run at the same time', async () => {
    const { id } = await aLocation(app);
    const csv = `when,n\n${Array.from({ length: 300 }, (_, n) => `2026-10-${10 + Math.floor(n / 24)} ${n % 24}:00,${n}`).join('\n')}\n`;
    const results = await Promise.all([1, 2].map(() => importFile(app, csv, gate(id))));
    expect(results.map(({ created }) => created as number).sort((a, b) => a - b)).toEqual([0, 300]);
    expect(await stored(id)).toHaveLength(300);
  });

  it('warns of people counted in closed time, and not of gates, which are read at any time', async () => {
    const { id } = await aLocation(app);
    await coverageHours(app, id, { weekdays: [1, 2, 3, 4, 5, 6, 7], startsAt: '20:00', endsAt: '23:00' });
    const csv = [
      'when,what,where,n,stands',
      '2026-10-26 10:00,workstations-in-use,,3,',
      '2026-10-26 10:00,gate,,3,yes',
      '2026-10-26 21:00,workstations-in-use,,3,',
    ].join('\n');
    const result = await importFile(app, csv, columned(id));
    expect(linesAndCodes(result.warnings)).toEqual(['2 OUTSIDE_OPEN_HOURS']);
    expect(result.created).toBe(3);
  });

  it('takes no count from an operator’s hand without a word', async () => {
    const { id } = await aLocation(app);
    const body = { locationId: id, series: 'gate', at: '2026-10-26T10:00:00-05:00', count: 1 };
    const counted = succeeded(await app.admin.post('/activity', body));
    expect(await importFile(app, 'when,n\n2026-10-26 10:00,5\n', gate(id))).toMatchObject({ updated: 1 });
    expect(succeeded(await app.admin.get(`/activity/${counted.id}`))).toMatchObject({
      count: 5,
      cumulative: true,
      version: 2,
    });
  });
});
