import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { importFile, linesAndCodes, rowsMapping, storedRequests } from '../support/imports.js';

describe('importing support requests, a row each', () => {
  let app: TestApp;
  let locationId: string;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: '2027-04-01T12:00:00-05:00' });
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const aSource = (): string => `source ${++count}`;
  /** The stored requests of a source, without the columns that all have. */
  const stored = (source: string, columns: string) => storedRequests(app, source, columns);

  it('imports all fields', async () => {
    const source = aSource();
    const columns = Object.fromEntries(
      [
        'firstResponseAt',
        'escalatedAt',
        'resolvedAt',
        'tier',
        'channel',
        'category',
        'priority',
        'readLevel',
        'directional',
        'externalUrl',
      ].map((name) => [name, name]),
    );
    const csv =
      `key,opened,${Object.keys(columns).join(',')}\n` +
      'A,2026-10-26 10:00,2026-10-26 10:05,,2026-10-26 11:00,campus-it,chat,"Log-in, SSO",High,3,yes,https://t.example/A\n' +
      'B,2026-10-26T10:00:00Z,,,,,,,,,,\n';
    const result = await importFile(app, csv, rowsMapping(locationId, source, columns));
    expect(result).toMatchObject({
      status: 'completed',
      rows: 2,
      created: 2,
      updated: 0,
      skipped: 0,
      rejected: [],
      warnings: [],
    });
    const list = succeeded(await app.admin.get(`/support-requests?locationId=${locationId}&limit=200`)).items;
    const [a, b] = ['A', 'B'].map((key) =>
      list.find(
        (item: { source: string; externalId: string }) => item.source === source && item.externalId === key,
      ),
    );
    expect(a).toMatchObject({
      openedAt: '2026-10-26T10:00:00-05:00',
      firstResponseAt: '2026-10-26T10:05:00-05:00',
      escalatedAt: null,
      firstResolvedAt: '2026-10-26T11:00:00-05:00',
      resolvedAt: '2026-10-26T11:00:00-05:00',
      tier: 'campus-it',
      channel: 'chat',
      category: 'Log-in, SSO',
      readLevel: 3,
      priority: 'high',
      directional: true,
      externalUrl: 'https://t.example/A',
    });
    expect(b).toMatchObject({
      openedAt: '2026-10-26T05:00:00-05:00',
      tier: 'library',
      category: null,
      readLevel: null,
      priority: 'normal',
      directional: false,
    });
  });

  it('names every rejected line with its number and the reason', async () => {
    const source = aSource();
    const columns = {
      resolvedAt: 'resolved',
      tier: 'tier',
      readLevel: 'level',
      directional: 'way',
      externalUrl: 'url',
      category: 'what',
    };
    const csv = [
      'key,opened,resolved,tier,level,way,url,what',
      ',2026-10-26 10:00,,,,,,',
      'b,,,,,,,',
      'c,2026-02-30 10:00,,,,,,',
      'd,26/10/2026 10:00,,,,,,',
      'e,2026-10-26 25:00,,,,,,',
      'f,2026-10-26 10:00,soon,,,,,',
      'g,2026-10-26 10:00,,staff,,,,',
      'h,2026-10-26 10:00,,,7,,,',
      'i,2026-10-26 10:00,,,,maybe,,',
      'j,2026-10-26 10:00,,,,,ftp://x,',
      `k,2026-10-26 10:00,,,,,,${'x'.repeat(101)}`,
      'l,2026-10-26 10:00,,,,,,a\0b',
      'm,2026-10-26 10:00',
      'n,2026-10-26 10:00,,,,,,,',
      'o,2026-10-26 10:00,,,,,,say "x"',
      '',
      '"p\r\nq",2026-10-26 10:00,,,,,,fine',
      `r,2026-10-26 1:00${' '.repeat(100_000)}x,,,,,,`,
      's,1969-12-31 10:00,,,,,,',
      't,2026-10-26 10:00,,,,,,"never closed',
      'u,2026-10-26 10:00,,,,,,fine',
    ].join('\n');
    const result = await importFile(app, csv, rowsMapping(locationId, source, columns));
    expect(linesAndCodes(result.rejected)).toEqual([
      '2 MISSING_VALUE',
      '3 INVALID_TIME',
      '4 INVALID_TIME',
      '6 INVALID_TIME',
      '13 INVALID_TEXT',
      '14 WRONG_COLUMN_COUNT',
      '15 WRONG_COLUMN_COUNT',
      '16 INVALID_CSV',
      '20 INVALID_TIME',
      '21 INVALID_TIME',
      '22 INVALID_CSV',
    ]);
    // A field that may be empty stays empty, and the request is accepted.
    expect(linesAndCodes(result.warnings)).toEqual([
      '7 INVALID_TIME',
      '8 INVALID_TIER',
      '9 INVALID_READ_LEVEL',
      '10 INVALID_FLAG',
      '11 INVALID_URL',
      '12 TOO_LONG',
    ]);
    expect(result).toMatchObject({ status: 'completed', rows: 20, created: 9, rejectedCount: 11 });
    expect(result.rejected[2].message).toContain('2026-02-30');
    expect(
      await stored(source, 'external_id, resolved_at, tier, read_level, directional, external_url, category'),
    ).toEqual(
      ['d', 'f', 'g', 'h', 'i', 'j', 'k', 'p\r\nq', 'u'].map((key) => ({
        external_id: key,
        resolved_at: null,
        tier: 'library',
        read_level: null,
        directional: false,
        external_url: null,
        category: key > 'l' ? 'fine' : null,
      })),
    );
  });

  it('rejects invalid bytes in mapped columns of a UTF-8 file, and accepts the other lines', async () => {
    const source = aSource();
    const latin = Buffer.from(
      'key,opened,note,what\nA,2026-10-26 10:00,M\xfcller,fine\nB,2026-10-26 10:00,,M\xfcller\n',
      'latin1',
    );
    const mapping = rowsMapping(locationId, source, { category: 'what' }, { encoding: 'utf-8' });
    const result = await importFile(app, latin, mapping);
    expect(linesAndCodes(result.rejected)).toEqual(['3 INVALID_TEXT']);
    expect(await stored(source, 'category')).toEqual([{ category: 'fine' }]);
  });

  it.each([
    ['a byte order mark', '\uFEFFkey,opened\nA,2026-10-26 10:00\n'],
    ['CRLF', 'key,opened\r\nA,2026-10-26 10:00\r\n'],
    ['blank lines', '\n\nkey,opened\n\nA,2026-10-26 10:00\n\n'],
    ['quotes everywhere', '"key","opened"\n"A","2026-10-26 10:00"'],
  ])('reads a file with %s', async (_name, csv) => {
    const source = aSource();
    expect(await importFile(app, csv, rowsMapping(locationId, source))).toMatchObject({
      created: 1,
      rejected: [],
    });
    expect(await stored(source, 'external_id')).toEqual([{ external_id: 'A' }]);
  });

  it('does nothing with a header alone', async () => {
    expect(await importFile(app, 'key,opened\n', rowsMapping(locationId, aSource()))).toMatchObject({
      status: 'completed',
      rows: 0,
      created: 0,
      error: null,
    });
  });

  it('keeps formulas and SQL as plain text', async () => {
    const source = aSource();
    const texts = [
      '=HYPERLINK("http://x")',
      '+1',
      '-1',
      '@SUM(A1)',
      "'; DROP TABLE support_requests; --",
      '$1',
      '\\.',
      '\\N',
      'NULL',
    ];
    const lines = texts.map((text, index) => `${index},2026-10-26 10:00,"${text.replaceAll('"', '""')}"`);
    const csv = `key,opened,"what'); DROP TABLE x; --"\n${lines.join('\n')}\n`;
    const mapping = rowsMapping(locationId, source, { category: "what'); DROP TABLE x; --" });
    expect(await importFile(app, csv, mapping)).toMatchObject({ created: texts.length });
    expect((await stored(source, 'category')).map((row) => row['category'])).toEqual(texts);
  });

  describe('again', () => {
    const columns = { resolvedAt: 'resolved', category: 'what' };
    const csv =
      'key,opened,resolved,what\nA,2026-10-26 10:00,2026-10-26 11:00,x\nB,2026-10-26 10:30,,y\nC,2026-10-26 10:45,,\n';

    it('changes nothing when the file is the same', async () => {
      const mapping = rowsMapping(locationId, aSource(), columns);
      expect(await importFile(app, csv, mapping)).toMatchObject({ created: 3, updated: 0, skipped: 0 });
      expect(await importFile(app, csv, mapping)).toMatchObject({ created: 0, updated: 0, skipped: 3 });
    });

    it('updates only the changed row', async () => {
      const source = aSource();
      const mapping = rowsMapping(locationId, source, columns);
      await importFile(app, csv, mapping);
      const changed = csv.replace('2026-10-26 10:30,,y', '2026-10-26 10:30,2026-10-26 12:00,');
      expect(await importFile(app, changed, mapping)).toMatchObject({ created: 0, updated: 1, skipped: 2 });
      expect(
        await stored(source, 'external_id, category, version, resolved_at IS NOT NULL AS resolved'),
      ).toEqual([
        { external_id: 'A', category: 'x', version: 1, resolved: true },
        { external_id: 'B', category: null, version: 2, resolved: true },
        { external_id: 'C', category: null, version: 1, resolved: false },
      ]);
    });

    it('does not change fields without a column', async () => {
      const source = aSource();
      await importFile(app, csv, rowsMapping(locationId, source, columns));
      await importFile(app, csv, rowsMapping(locationId, source));
      expect(await stored(source, 'category')).toEqual([
        { category: 'x' },
        { category: 'y' },
        { category: null },
      ]);
    });
  });

  it('counts the same in a dry run, and changes nothing', async () => {
    const source = aSource();
    const csv =
      'key,opened,resolved\nA,2026-10-26 10:00,2026-10-26 09:00\nB,never,\nA,2026-10-26 10:00,2026-10-26 12:00\n';
    const dry = await importFile(
      app,
      csv,
      rowsMapping(locationId, source, { resolvedAt: 'resolved' }, { dryRun: true }),
    );
    expect(dry.dryRun).toBe(true);
    expect(await stored(source, 'id')).toEqual([]);
    const real = await importFile(app, csv, rowsMapping(locationId, source, { resolvedAt: 'resolved' }));
    const told = ({ rows, created, updated, skipped, rejected, warnings }: typeof real) => ({
      rows,
      created,
      updated,
      skipped,
      rejected,
      warnings,
    });
    expect(told(real)).toEqual(told(dry));
    expect(told(real)).toMatchObject({ rows: 3, created: 1, skipped: 1 });
  });

  it('warns of times out of order and of rows a later one repeats', async () => {
    const csv =
      'key,opened,response,resolved\n' +
      'A,2026-10-26 10:00,2026-10-26 12:00,2026-10-26 11:00\n' +
      'B,2026-10-26 10:00,,2026-10-26 09:00\n' +
      'C,2026-10-26 10:00,2026-10-26 10:00,2026-10-26 10:00\n' +
      'D,2026-10-26 10:00,,\n' +
      'D,2026-10-26 10:30,,\n';
    const mapping = rowsMapping(locationId, aSource(), {
      firstResponseAt: 'response',
      resolvedAt: 'resolved',
    });
    const result = await importFile(app, csv, mapping);
    expect(linesAndCodes(result.warnings).sort()).toEqual([
      '2 TIMES_OUT_OF_ORDER',
      '3 TIMES_OUT_OF_ORDER',
      '5 REPEATED_IN_FILE',
    ]);
    expect(result).toMatchObject({ created: 4, skipped: 1, rejected: [] });
  });

  it('rejects a request recorded at another location', async () => {
    const source = aSource();
    const elsewhere = await aLocation(app);
    await importFile(app, 'key,opened\nA,2026-10-26 10:00\n', rowsMapping(elsewhere.id, source));
    const result = await importFile(
      app,
      'key,opened\nA,2026-10-26 12:00\nB,2026-10-26 12:00\n',
      rowsMapping(locationId, source),
    );
    expect(linesAndCodes(result.rejected)).toEqual(['2 OTHER_LOCATION']);
    expect(result).toMatchObject({ created: 1, updated: 0 });
    expect(await stored(source, 'location_id')).toEqual([
      { location_id: elsewhere.id },
      { location_id: locationId },
    ]);
  });

  describe('reads times', () => {
    const openedAs = async (written: string, overrides: object = {}): Promise<string> => {
      const source = aSource();
      await importFile(app, `key,opened\nA,"${written}"\n`, rowsMapping(locationId, source, {}, overrides));
      const [row] = await app.database.query<{ at: Date }>(
        'SELECT opened_at AS at FROM support_requests WHERE source = $1',
        [source],
      );
      return row!.at.toISOString();
    };

    it.each([
      ['of the repeated hour as its first', '2026-11-01 01:30', {}, '2026-11-01T06:30:00.000Z'],
      ['of the missing hour as an hour later', '2026-03-08 02:30', {}, '2026-03-08T08:30:00.000Z'],
      ['by their own offset', '2026-11-01 01:30-06:00', {}, '2026-11-01T07:30:00.000Z'],
      [
        'by their own offset whatever the zone',
        '2026-07-01T10:00:00Z',
        { timeZone: 'Asia/Kolkata' },
        '2026-07-01T10:00:00.000Z',
      ],
      [
        'as wall-clock where the offset is to be ignored',
        '2026-07-01 10:00:00+00:00',
        { ignoreOffset: true },
        '2026-07-01T15:00:00.000Z',
      ],
      [
        'in the zone of the mapping',
        '2026-07-01 10:00',
        { timeZone: 'Asia/Kolkata' },
        '2026-07-01T04:30:00.000Z',
      ],
      ['of twelve hours', '2026-07-01 12:05 AM', {}, '2026-07-01T05:05:00.000Z'],
      ['to the millisecond', '2026-07-01 10:00:00.1239', {}, '2026-07-01T15:00:00.123Z'],
    ])('%s', async (_name, written, overrides, expected) => {
      expect(await openedAs(written, overrides)).toBe(expected);
    });
  });
});
