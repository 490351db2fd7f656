import fc from 'fast-check';
import { succeeded } from '../support/factories.js';
import { FileSources, fileMapping } from '../support/file-sources.js';
import { importFile } from '../support/imports.js';

// A file gives the same requests whether it is imported or collected. It is April 2027, so that both nights in which clocks are
// put lie behind.

const files = new FileSources();
beforeEach(() => files.app.clock.set('2027-04-01T12:00:00-05:00'));

const requestsOf = (source: string): Promise<unknown[]> =>
  files.app.database.query(
    `SELECT external_id, location_id, opened_at, first_response_at, escalated_at, first_resolved_at, resolved_at, tier,
            channel, category, read_level, directional, external_url, waited_minutes
     FROM support_requests WHERE source = $1 ORDER BY external_id COLLATE "C"`,
    [source],
  );

/** What a file gives when it is imported; it has to be the same when it is collected. */
async function bothWays(content: Buffer | string, mapping: object): Promise<Record<string, unknown>[]> {
  for (const table of ['support_sources', 'support_requests'])
    await files.app.database.query(`DELETE FROM ${table}`);
  const { locationId } = files;
  await importFile(files.app, content, { ...mapping, locationId, source: 'imported' });
  files.host.content = Buffer.from(content as string);
  await files.aSource({ ...mapping, locationId, source: 'collected' }, { name: 'collected' });
  const imported = await requestsOf('imported');
  expect(await requestsOf('collected')).toEqual(imported);
  return imported as Record<string, unknown>[];
}

const ALL = {
  firstResponseAt: 'answered',
  escalatedAt: 'handed',
  resolvedAt: 'closed',
  tier: 'tier',
  channel: 'how',
  category: 'what',
  readLevel: 'level',
  directional: 'way',
  externalUrl: 'link',
};
const HEADER = `key,opened,${Object.values(ALL).join(',')}`;
const LOG = {
  shape: 'event-log',
  columns: { externalId: 'case', activity: 'what', at: 'when' },
  activities: {
    firstResponseAt: ['Taken', 'Called'],
    escalatedAt: ['Passed on'],
    resolvedAt: ['Resolved'],
  },
};

describe('the same file gives the same requests imported and collected', () => {
  it.each([
    [
      'with all columns, and cells that are not understood',
      [
        HEADER,
        'A,2026-10-26 09:00,2026-10-26 09:05,,2026-10-26 11:00,campus-it,chat,"Log-in, SSO",3,yes,https://t.example/A',
        'B,2026-10-26T09:00:00Z,,,,,,,,,',
        'C,2026-10-26 09:00,soon,0000-00-00 00:00:00,,nobody,,,READ 9,perhaps,ftp://x',
        'A,2026-10-26 08:00,,,,,,,,,',
        'C,nothing,,,,,,,,,',
        ',2026-10-26 09:00,,,,,,,,,',
      ].join('\n') + '\n',
      fileMapping(ALL, { values: { category: { printer: 'printing' } } }),
      3,
    ],
    [
      'with semicolons in Windows-1252, below a title',
      Buffer.from('Desk log\n\nkey;opened;what\nA;26.10.2026 09:00;Caf\xe9\nB;7.10.2026 10:00;\n', 'latin1'),
      fileMapping({ category: 'what' }),
      2,
    ],
    [
      'with tabs in UTF-16',
      Buffer.from('\uFEFFkey\topened\twhat\r\nA\t2026-10-26 09:00\tLog-in\r\n', 'utf16le'),
      fileMapping({ category: 'what' }),
      1,
    ],
    ['as Excel writes it', 'sep=;\nkey;opened\nA;44446.55861\n', fileMapping(), 1],
    ['with seconds since 1970', 'key,opened\nA,1792998000\n', fileMapping(), 1],
    ['with month first', 'key,opened\nA,10/5/2026 9:00 PM\nB,10/26/2026 12:05 AM\n', fileMapping(), 2],
    [
      'with offsets that count, and such that do not',
      'key,opened\nA,2026-10-26T09:00:00+02:00\n',
      fileMapping({}, { ignoreOffset: true }),
      1,
    ],
    ['in another zone', 'key,opened\nA,2026-10-26 09:00\n', fileMapping({}, { timeZone: 'Asia/Kolkata' }), 1],
    [
      'as a log whose events are in any order',
      [
        'case,what,when',
        ...['1,Resolved,12:00', '2,Taken,09:30', '1,Called,10:20', '1,Made,10:00', '1,Resolved,15:00'],
        ...['1,Taken,10:10', '1,Passed on,10:30', '1,Passed on,10:40', '2,Made,09:00', '3,Made,9:0x'],
      ]
        .map((line) => line.replace(/(\d\d:)/, '2026-10-26 $1'))
        .join('\n') + '\n',
      LOG,
      2,
    ],
    [
      'as a log of which only the response is named',
      'case,what,when\n1,Made,2026-10-26 09:00\n1,Taken,2026-10-26 09:05\n1,Resolved,2026-10-26 09:10\n',
      { ...LOG, activities: { firstResponseAt: ['Taken'], resolvedAt: [] } },
      1,
    ],
  ] as const)('%s', async (_name, content, mapping, count) => {
    expect(await bothWays(content as string, mapping)).toHaveLength(count);
  });
});

describe('nights', () => {
  const line = (key: string, opened: string, answered: string): string =>
    `${key},${opened},${answered},,,,,,,,\n`;
  const minutesOf = (rows: Record<string, unknown>[]): number[] =>
    rows.map((row) => (Number(row['first_response_at']) - Number(row['opened_at'])) / 60_000);

  it.each([
    ['over midnight', '2026-10-26 23:50', '2026-10-27 00:10', 20],
    ['when clocks go back', '2026-11-01 00:30', '2026-11-01 02:30', 180],
    ['when clocks go forward', '2027-03-14 01:30', '2027-03-14 03:30', 60],
    ['at a time that is not there', '2027-03-14 02:30', '2027-03-14 03:40', 10],
  ])('%s: from %s to %s are %s minutes', async (_name, opened, answered, minutes) => {
    const rows = await bothWays(`${HEADER}\n${line('A', opened, answered)}`, fileMapping(ALL));
    expect(minutesOf(rows)).toEqual([minutes]);
    const log = `case,what,when\nA,Made,${opened}\nA,Taken,${answered}\n`;
    expect(minutesOf(await bothWays(log, LOG))).toEqual([minutes]);
  });
});

describe('any file', () => {
  const moment = fc
    .integer({ min: 0, max: 100_000 })
    .map((minutes) => new Date(Date.UTC(2026, 8, 1) + minutes * 60_000).toISOString().slice(0, 16));
  const id = fc.integer({ min: 1, max: 30 }).map(String);
  const cell = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom('', 'printer', 'a "b", c', 'line\nbreak', 'campus it', '3', 'yes'),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  );
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const fileOf = (header: string, lines: readonly (readonly string[])[]): string =>
    [header, ...lines.map((cells) => cells.map(quoted).join(','))].map((text) => `${text}\r\n`).join('');
  const maybe = (time: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 5, arbitrary: time },
      { weight: 1, arbitrary: fc.constantFrom('', 'never', '2026-02-30 10:00') },
    );
  const rows = fc.array(
    fc.tuple(
      id,
      maybe(moment),
      maybe(moment),
      maybe(moment),
      maybe(moment),
      cell,
      cell,
      cell,
      cell,
      cell,
      cell,
    ),
    { minLength: 1, maxLength: 60 },
  );
  const events = fc.array(
    fc.tuple(id, fc.constantFrom('Made', 'Taken', 'Called', 'Passed on', 'Resolved', ''), maybe(moment)),
    { minLength: 1, maxLength: 120 },
  );

  it('of rows', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (lines) => {
        const good = ['first', '2026-10-01 10:00', ...Array<string>(9).fill('')];
        await bothWays(fileOf(HEADER, [good, ...lines]), fileMapping(ALL, { dateOrder: 'ymd' }));
      }),
      { numRuns: 6 },
    );
  }, 120_000);

  it('of events', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (lines) => {
        const good = ['first', 'Made', '2026-10-01 10:00'];
        await bothWays(fileOf('case,what,when', [good, ...lines]), { ...LOG, dateOrder: 'ymd' });
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});

it('a request that was imported goes on being collected, where it is', async () => {
  const { locationId } = files;
  const content = 'key,opened,what\nA,2026-10-26 09:00,printer\n';
  await importFile(files.app, content, fileMapping({ category: 'what' }, { locationId, source: 'file' }));
  files.host.content = Buffer.from(content.replace('printer', 'scanner'));
  const id = await files.aSource(fileMapping({ category: 'what' }));
  expect(await files.stored()).toMatchObject([{ locationId, category: 'scanner' }]);
  const { items } = succeeded(await files.app.admin.get(`/support-sources/${id}/runs`));
  expect(items).toMatchObject([{ created: 0, updated: 1 }]);
});
