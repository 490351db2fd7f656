import { startApp, type TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import { upload } from '../support/imports.js';

describe('the mapping of an import', () => {
  let app: TestApp;
  let locationId: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const rows = { externalId: 'a', openedAt: 'b' };
  const log = { externalId: 'a', activity: 'b', at: 'c' };
  const violations = async (mapping: object): Promise<unknown[]> => {
    const { status, body } = await upload(app, 'a,b,c\n', { locationId, source: 's', ...mapping });
    return [status, ...(body.violations as { field: string }[]).map(({ field }) => field)];
  };
  const COUNTS = { at: 'a', area: 'b', count: 'c' };
  const activity = (mapping: object): object => ({
    kind: 'activity',
    source: undefined,
    series: 'gate',
    columns: { at: 'a', count: 'b' },
    ...mapping,
  });
  const headcounts = (mapping: object): object => ({ kind: 'headcounts', source: undefined, ...mapping });

  it.each<[string, object, string[]]>([
    ['an unknown kind', { kind: 'loans', columns: rows }, ['mapping.kind']],
    ['an unknown shape', { shape: 'tree', columns: rows }, ['mapping.shape']],
    ['a null shape', { shape: null, columns: rows }, ['mapping.shape']],
    ['no place', { locationId: undefined, columns: rows }, ['mapping.locationId']],
    ['a place that is no id', { locationId: 'x', columns: rows }, ['mapping.locationId']],
    ['a blank source', { source: ' ', columns: rows }, ['mapping.source']],
    ['a zone that is an offset', { timeZone: 'UTC+5', columns: rows }, ['mapping.timeZone']],
    ['a flag as text', { dryRun: 'yes', columns: rows }, ['mapping.dryRun']],
    ['an unknown field', { quote: "'", columns: rows }, ['mapping.quote']],
    ['a delimiter that is none', { delimiter: 'x', columns: rows }, ['mapping.delimiter']],
    ['a delimiter by its name', { delimiter: 'tab', columns: rows }, ['mapping.delimiter']],
    ['a delimiter that is null', { delimiter: null, columns: rows }, ['mapping.delimiter']],
    ['an encoding that is none', { encoding: 'latin-1', columns: rows }, ['mapping.encoding']],
    ['an order of dates that is none', { dateOrder: 'ydm', columns: rows }, ['mapping.dateOrder']],
    ['a header line of zero', { headerLine: 0, columns: rows }, ['mapping.headerLine']],
    ['a header line as text', { headerLine: '1', columns: rows }, ['mapping.headerLine']],
    ['a header line below the file', { headerLine: 3, columns: rows }, ['mapping.headerLine']],
    ['values as a list', { columns: rows, values: [] }, ['mapping.values']],
    [
      'values of an unknown field',
      { columns: rows, values: { title: { a: 'b' } } },
      ['mapping.values.title'],
    ],
    [
      'values of a field without a column',
      { columns: rows, values: { category: { a: 'b' } } },
      ['mapping.values.category'],
    ],
    [
      'values that are no words',
      { columns: { ...rows, category: 'c' }, values: { category: { a: 1 } } },
      ['mapping.values.category'],
    ],
    [
      'values that are blank',
      { columns: { ...rows, category: 'c' }, values: { category: { a: ' ' } } },
      ['mapping.values.category'],
    ],
    [
      'values that are too long',
      { columns: { ...rows, category: 'c' }, values: { category: { a: 'x'.repeat(101) } } },
      ['mapping.values.category'],
    ],
    [
      'values as text',
      { columns: { ...rows, category: 'c' }, values: { category: 'x' } },
      ['mapping.values.category'],
    ],
    [
      'one word in two cases',
      { columns: { ...rows, channel: 'c' }, values: { channel: { Web: 'x', ' WEB': 'y' } } },
      ['mapping.values.channel'],
    ],
    [
      'another delimiter than the file has',
      { delimiter: ';', columns: rows },
      ['mapping.columns', 'mapping.columns'],
    ],
    ['another header line than the file has', { headerLine: 2, columns: rows }, ['mapping.headerLine']],
    ['several at once', { kind: 'loans', dryRun: 1, columns: rows }, ['mapping.kind', 'mapping.dryRun']],
    ['columns as a list', { columns: ['a'] }, ['mapping.columns']],
    ['columns as text', { columns: 'a' }, ['mapping.columns']],
    ['no columns', { columns: undefined }, ['mapping.columns']],
    ['a field requests have not', { columns: { ...rows, owner: 'c' } }, ['mapping.columns.owner']],
    [
      'words for priorities that mean none of ours',
      { columns: { ...rows, priority: 'c' }, values: { priority: { P1: 'urgent', P2: 'very high' } } },
      ['mapping.values.priority'],
    ],
    ['a column that is a number', { columns: { ...rows, tier: 3 } }, ['mapping.columns.tier']],
    ['a column without a name', { columns: { ...rows, tier: '' } }, ['mapping.columns.tier']],
    [
      'no external id and no opening',
      { columns: { tier: 'a' } },
      ['mapping.columns.externalId', 'mapping.columns.openedAt'],
    ],
    ['no source for requests', { source: undefined, columns: rows }, ['mapping.source']],
    ['areas for requests', { columns: rows, areas: { Quiet: 'a' } }, ['mapping.areas']],
    ['activities for rows', { columns: rows, activities: { resolvedAt: ['x'] } }, ['mapping.activities']],
    [
      'an event log by the columns of rows',
      { shape: 'event-log', columns: { externalId: 'a', openedAt: 'b' } },
      ['mapping.columns.openedAt', 'mapping.columns.activity', 'mapping.columns.at'],
    ],
    [
      'activities of no milestone',
      { shape: 'event-log', columns: log, activities: { closedAt: ['x'] } },
      ['mapping.activities.closedAt'],
    ],
    [
      'activities as text',
      { shape: 'event-log', columns: log, activities: { resolvedAt: 'x' } },
      ['mapping.activities.resolvedAt'],
    ],
    [
      'activities of numbers',
      { shape: 'event-log', columns: log, activities: { resolvedAt: [1] } },
      ['mapping.activities.resolvedAt'],
    ],
    [
      'headcounts as an event log',
      headcounts({ shape: 'event-log', columns: { at: 'a', area: 'b', count: 'c' } }),
      ['mapping.shape'],
    ],
    [
      'headcounts without a time',
      headcounts({ columns: { area: 'b', count: 'c' } }),
      ['mapping.columns.date', 'mapping.columns.time'],
    ],
    [
      'headcounts with half a time',
      headcounts({ columns: { date: 'a', area: 'b', count: 'c' } }),
      ['mapping.columns.time'],
    ],
    [
      'headcounts without area and count',
      headcounts({ columns: { at: 'a' } }),
      ['mapping.columns.area', 'mapping.columns.count'],
    ],
    ['headcounts of no areas', headcounts({ columns: { at: 'a' }, areas: {} }), ['mapping.areas']],
    [
      'headcounts of an area without a column',
      headcounts({ columns: { at: 'a' }, areas: { Quiet: '' } }),
      ['mapping.areas'],
    ],
    [
      'headcounts of a nameless area',
      headcounts({ columns: { at: 'a' }, areas: { ' ': 'b' } }),
      ['mapping.areas'],
    ],
    ['areas as a list', headcounts({ columns: { at: 'a' }, areas: [1] }), ['mapping.areas']],
    ['an activity of no series', activity({ series: undefined }), ['mapping.series']],
    [
      'an activity of a series in two places',
      activity({ columns: { at: 'a', count: 'b', series: 'c' } }),
      ['mapping.series'],
    ],
    ['an activity of an unknown series', activity({ series: 'noise' }), ['mapping.series']],
    [
      'counters in two places',
      activity({ cumulative: true, columns: { at: 'a', count: 'b', cumulative: 'c' } }),
      ['mapping.cumulative'],
    ],
    ['counters of people', activity({ series: 'headcount', cumulative: true }), ['mapping.cumulative']],
    ['an activity without a count', activity({ columns: { at: 'a' } }), ['mapping.columns.count']],
    ['an activity as an event log', activity({ shape: 'event-log' }), ['mapping.shape']],
    ['a series of headcounts', headcounts({ columns: COUNTS, series: 'gate' }), ['mapping.series']],
    ['counters of headcounts', headcounts({ columns: COUNTS, cumulative: true }), ['mapping.cumulative']],
    [
      'columns the file has not',
      { columns: { externalId: 'x', openedAt: "b'; DROP TABLE support_requests; --" } },
      ['mapping.columns', 'mapping.columns'],
    ],
  ])('is refused with %s, each violation named', async (_name, mapping, fields) => {
    expect(await violations(mapping)).toEqual([400, ...fields]);
  });

  it.each(['[]', 'null', '1', '"text"', '', 'NaN'])('is refused as %s', async (mapping) => {
    expect(await upload(app, 'a,b\n', mapping)).toMatchObject({
      status: 400,
      body: { violations: [{ field: 'mapping' }] },
    });
  });

  it('is not confused by names that all objects have', async () => {
    const mapping = `{"locationId":"${locationId}","source":"s","columns":{"externalId":"constructor","openedAt":"b","__proto__":"a"}}`;
    expect(await upload(app, 'a,b\n', mapping)).toMatchObject({ status: 400 });
    const named = { locationId, source: 's', columns: { externalId: 'toString', openedAt: '__proto__' } };
    expect((await upload(app, 'toString,__proto__\n1,2026-10-26 10:00\n', named)).status).toBe(201);
  });
});
