import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { importFile, linesAndCodes } from '../support/imports.js';

const ACTIVITIES = {
  firstResponseAt: ['Taken', 'Called'],
  escalatedAt: ['Passed on'],
  resolvedAt: ['Resolved'],
};

describe('importing an event log', () => {
  let app: TestApp;
  let locationId: string;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: '2027-04-01T12:00:00-05:00' });
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const aSource = (): string => `log ${++count}`;
  const mapping = (
    source: string,
    activities: object | undefined = ACTIVITIES,
    overrides: object = {},
  ): object => ({
    locationId,
    source,
    shape: 'event-log',
    columns: { externalId: 'case', activity: 'what', at: 'when' },
    activities,
    ...overrides,
  });
  const log = (...events: [string, string, string][]): string =>
    ['case,what,when', ...events.map(([key, what, time]) => `${key},${what},2026-10-26 ${time}`)].join('\n');
  const stored = (source: string) =>
    app.database.query<Record<string, string | null>>(
      `SELECT external_id AS key, ${[
        'opened_at',
        'first_response_at',
        'escalated_at',
        'first_resolved_at',
        'resolved_at',
      ]
        .map((column) => `to_char(${column} AT TIME ZONE 'America/Chicago', 'HH24:MI') AS ${column}`)
        .join(', ')} FROM support_requests WHERE source = $1 ORDER BY 1`,
      [source],
    );

  it('combines each case to one request, for any order of its events', async () => {
    const source = aSource();
    const csv = log(
      ['1', 'Resolved', '12:00'],
      ['2', 'Taken', '09:30'],
      ['1', 'Called', '10:20'],
      ['1', 'Made', '10:00'],
      ['1', 'Resolved', '15:00'],
      ['1', 'Taken', '10:10'],
      ['1', 'Passed on', '10:30'],
      ['1', 'Passed on', '10:40'],
      ['2', 'Made', '09:00'],
      ['2', 'Made', '09:00'],
    );
    const result = await importFile(app, csv, mapping(source));
    expect(result).toMatchObject({
      rows: 10,
      created: 2,
      updated: 0,
      skipped: 0,
      rejected: [],
      warnings: [],
    });
    expect(await stored(source)).toEqual([
      {
        key: '1',
        opened_at: '10:00',
        first_response_at: '10:10',
        escalated_at: '10:30',
        first_resolved_at: '12:00',
        resolved_at: '15:00',
      },
      {
        key: '2',
        opened_at: '09:00',
        first_response_at: '09:30',
        escalated_at: null,
        first_resolved_at: null,
        resolved_at: null,
      },
    ]);
    expect(await importFile(app, csv, mapping(source))).toMatchObject({ created: 0, updated: 0, skipped: 2 });
  });

  it('updates only the case that got an event', async () => {
    const source = aSource();
    const events: [string, string, string][] = [
      ['1', 'Made', '10:00'],
      ['2', 'Made', '10:00'],
    ];
    await importFile(app, log(...events), mapping(source));
    const result = await importFile(app, log(...events, ['2', 'Resolved', '11:00']), mapping(source));
    expect(result).toMatchObject({ created: 0, updated: 1, skipped: 1 });
  });

  it('does not change a milestone without activities', async () => {
    const source = aSource();
    await importFile(app, log(['1', 'Made', '10:00'], ['1', 'Taken', '10:05']), mapping(source));
    const [request] = succeeded(
      await app.admin.get(`/support-requests?locationId=${locationId}&limit=200`),
    ).items.filter((item: { source: string }) => item.source === source);
    const times = { escalatedAt: '2026-10-26T10:30:00-05:00', resolvedAt: '2026-10-26T11:00:00-05:00' };
    succeeded(await app.admin.patch(`/support-requests/${request.id}`, times));
    const events = log(['1', 'Made', '10:00'], ['1', 'Taken', '10:10']);
    await importFile(app, events, mapping(source, { firstResponseAt: ['Taken'], escalatedAt: [] }));
    expect(await stored(source)).toMatchObject([
      { first_response_at: '10:10', escalated_at: '10:30', first_resolved_at: '11:00', resolved_at: '11:00' },
    ]);
    await importFile(app, events, mapping(source, undefined, { activities: undefined }));
    expect(await stored(source)).toMatchObject([{ first_response_at: '10:10', resolved_at: '11:00' }]);
  });

  it('warns of activities that no event has', async () => {
    const activities = { firstResponseAt: ['Taken', 'Answered'], resolvedAt: ['Closed'] };
    const result = await importFile(
      app,
      log(['1', 'Made', '10:00'], ['1', ' Taken ', '10:05']),
      mapping(aSource(), activities),
    );
    expect(linesAndCodes(result.warnings)).toEqual(['null ACTIVITY_NOT_FOUND', 'null ACTIVITY_NOT_FOUND']);
    const messages = result.warnings.map((warning: { message: string }) => warning.message).join();
    expect(messages).toMatch(/(?=.*"Answered", which firstResponseAt)(?=.*"Closed", which resolvedAt)/);
  });

  it('names rejected events by line, and imports the others', async () => {
    const source = aSource();
    const result = await importFile(
      app,
      `${log(['1', 'Made', '10:00'], ['', 'Made', '10:00'], ['1', 'Taken', '10:99'])}\n1,Made`,
      mapping(source),
    );
    expect(linesAndCodes(result.rejected)).toEqual([
      '3 MISSING_VALUE',
      '4 INVALID_TIME',
      '5 WRONG_COLUMN_COUNT',
    ]);
    expect(result).toMatchObject({ rows: 4, created: 1 });
    expect(await stored(source)).toMatchObject([{ key: '1', opened_at: '10:00', first_response_at: null }]);
  });

  it('rejects a case recorded elsewhere with its first line, and warns of times out of order', async () => {
    const source = aSource();
    const elsewhere = await aLocation(app);
    await importFile(app, log(['1', 'Made', '10:00']), { ...mapping(source), locationId: elsewhere.id });
    // The first event opens a case, so only a resolution before the response can be out of order.
    const csv = log(
      ['2', 'Made', '10:00'],
      ['1', 'Made', '10:00'],
      ['1', 'Taken', '10:00'],
      ['2', 'Resolved', '11:00'],
      ['2', 'Taken', '12:00'],
    );
    const result = await importFile(app, csv, mapping(source));
    expect(linesAndCodes(result.rejected)).toEqual(['3 OTHER_LOCATION']);
    expect(linesAndCodes(result.warnings)).toEqual([
      'null ACTIVITY_NOT_FOUND',
      'null ACTIVITY_NOT_FOUND',
      '2 TIMES_OUT_OF_ORDER',
    ]);
  });
});
