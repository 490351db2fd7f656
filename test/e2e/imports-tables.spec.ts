import { startApp, type TestApp } from '../support/app.js';
import { aLocation } from '../support/factories.js';
import { importFile, linesAndCodes, rowsMapping, storedRequests, upload } from '../support/imports.js';

const AS_FOUND = { delimiter: ',', encoding: 'utf-8', dateOrder: 'ymd', headerLine: 1 };

describe('importing tables in common formats', () => {
  let app: TestApp;
  let locationId: string;
  let count = 0;
  beforeAll(async () => {
    app = await startApp({ now: '2027-04-01T12:00:00-05:00' });
    locationId = (await aLocation(app)).id;
  });
  afterAll(() => app.close());

  const aSource = (): string => `table ${++count}`;
  const stored = (source: string, columns: string) => storedRequests(app, source, columns);
  const openedOf = async (source: string): Promise<string[]> =>
    (
      await stored(
        source,
        `external_id || ' ' || to_char(opened_at AT TIME ZONE 'America/Chicago', 'YYYY-MM-DD HH24:MI:SS') AS text`,
      )
    ).map(({ text }) => text as string);
  const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

  describe('says how a file was read, in a dry run too:', () => {
    const text = 'key,opened,what\nA,2026-10-26 10:00,Café\nB,2026-10-26 10:05,x\n';
    it.each<[string, string | Buffer, object, object?]>([
      ['commas', text, {}],
      ['semicolons', text.replaceAll(',', ';'), { delimiter: ';' }],
      ['tabs', text.replaceAll(',', '\t'), { delimiter: '\t' }],
      ['bars', text.replaceAll(',', '|'), { delimiter: '|' }],
      [
        'a spreadsheet’s word on its delimiter',
        `sep=;\r\n${text.replaceAll(',', ';')}`,
        { delimiter: ';', headerLine: 2 },
      ],
      ['titles above', `Tickets,,\nof "October",,\n,,\n${text}`, { headerLine: 4 }],
      ['UTF-16', utf16(text), { encoding: 'utf-16' }],
      ['UTF-16 the other way round', utf16(text).swap16(), { encoding: 'utf-16' }],
      ['Windows-1252', Buffer.from(text, 'latin1'), { encoding: 'windows-1252' }],
      [
        'one byte far down that makes it Windows-1252',
        Buffer.from(
          `key,opened,what\n${'\n'.repeat(400_000)}A,2026-10-26 10:00,Café\nB,2026-10-26 10:05,x\n`,
          'latin1',
        ),
        { encoding: 'windows-1252' },
      ],
      [
        'what the mapping says',
        `key;opened;what\n${text.replaceAll(',', ';')}`,
        { delimiter: ';', encoding: 'utf-8', dateOrder: 'dmy', headerLine: 2 },
        { delimiter: ';', encoding: 'utf-8', dateOrder: 'dmy', headerLine: 2 },
      ],
      ['auto, said aloud', text, {}, { delimiter: 'auto', encoding: 'auto', dateOrder: 'auto' }],
    ])('%s', async (_name, file, read, given = {}) => {
      const source = aSource();
      const mapping = rowsMapping(locationId, source, { category: 'what' }, given);
      const dry = await importFile(app, file, { ...mapping, dryRun: true });
      expect(dry.read).toEqual({ ...AS_FOUND, ...read });
      expect(dry.sample.at(-1)).toMatchObject({
        externalId: 'B',
        openedAt: '2026-10-26T10:05:00-05:00',
        category: 'x',
      });
      expect(await stored(source, 'id')).toEqual([]);
      const result = await importFile(app, file, mapping);
      expect(result).toMatchObject({ created: 2, rejected: [], read: dry.read, sample: dry.sample });
      expect(await stored(source, 'category')).toEqual([{ category: 'Café' }, { category: 'x' }]);
    });
  });

  it('loses only the lines with wrong quotes', async () => {
    const source = aSource();
    const csv = [
      'key,opened,what',
      'A,2026-10-26 10:00,24" screen',
      'B,2026-10-26 10:00,"said "hello" twice"',
      'C,2026-10-26 10:00,"opened',
      'D,2026-10-26 10:00,"a, b"',
      'E,2026-10-26 10:00,x',
    ].join('\n');
    const result = await importFile(app, csv, rowsMapping(locationId, source, { category: 'what' }));
    expect(linesAndCodes(result.rejected)).toEqual(['2 INVALID_CSV', '3 INVALID_CSV', '4 INVALID_CSV']);
    expect(await stored(source, 'category')).toEqual([{ category: 'a, b' }, { category: 'x' }]);
  });

  describe('reads dates', () => {
    const file = (...values: string[]): string =>
      `key;opened\n${values.map((value, index) => `${String.fromCharCode(65 + index)};${value}`).join('\n')}\n`;

    it('with the order found far down in their column', async () => {
      const source = aSource();
      const values = [...Array.from({ length: 15 }, () => '9/7/2026 9:00 PM'), '9/13/2026 9:00 PM'];
      const result = await importFile(app, file(...values), rowsMapping(locationId, source));
      expect(result.read).toMatchObject({ dateOrder: 'mdy' });
      expect((await openedOf(source)).slice(-2)).toEqual(['O 2026-09-07 21:00:00', 'P 2026-09-13 21:00:00']);
    });

    it('in many forms, with the given order', async () => {
      const source = aSource();
      const forms = [
        '9/7/26 9:00 PM',
        '07-Sep-2026 21:00',
        '2026/09/07 21:00:00.000',
        '1788832800',
        '1788832800000',
        '46272.875',
        'Mon, 7 Sep 2026 21:00:00 -0500',
        '20260908T020000Z',
      ];
      const csv = file(...forms, '07.09.2026 21:00', '0000-00-00 00:00:00', '2026-09-07 20:59:60');
      const result = await importFile(app, csv, rowsMapping(locationId, source, {}, { dateOrder: 'mdy' }));
      expect(linesAndCodes(result.rejected)).toEqual([
        '10 INVALID_TIME',
        '11 INVALID_TIME',
        '12 INVALID_TIME',
      ]);
      expect(new Set((await openedOf(source)).map((text) => text.slice(2)))).toEqual(
        new Set(['2026-09-07 21:00:00']),
      );
      expect(result.created).toBe(forms.length);
    });

    it.each([
      ['mdy', '2026-09-07'],
      ['dmy', '2026-07-09'],
    ])('that could be either %s', async (dateOrder, day) => {
      const source = aSource();
      const refused = await upload(
        app,
        file('2026-01-01 8:00', '9/7/2026 21:00', '8/9/2026 21:00'),
        rowsMapping(locationId, source),
      );
      expect(refused).toMatchObject({
        status: 400,
        body: {
          code: 'AMBIGUOUS_DATES',
          violations: [
            {
              field: 'mapping.dateOrder',
              params: {
                column: 'openedAt',
                line: 3,
                value: '9/7/2026 21:00',
                mdy: '2026-09-07',
                dmy: '2026-07-09',
              },
            },
          ],
        },
      });
      expect(refused.body.detail).toContain('7 September 2026 month first and 9 July 2026 day first');
      expect(await app.database.query('SELECT FROM staged_files')).toEqual([]);
      await importFile(app, file('9/7/2026 21:00'), rowsMapping(locationId, source, {}, { dateOrder }));
      expect(await openedOf(source)).toEqual([`A ${day} 21:00:00`]);
    });

    it('with two orders in one column: uses the more frequent one, and rejects the others', async () => {
      const source = aSource();
      const csv = file('9/13/2026 21:00', '13/9/2026 21:00', '9/14/2026 21:00');
      const result = await importFile(app, csv, rowsMapping(locationId, source));
      expect(linesAndCodes(result.rejected)).toEqual(['3 INVALID_TIME']);
      expect(linesAndCodes(result.warnings)).toEqual(['null MIXED_DATE_ORDERS']);
      expect(await openedOf(source)).toEqual(['A 2026-09-13 21:00:00', 'C 2026-09-14 21:00:00']);
    });

    it('in an event log with slashes, and combines its events to one request', async () => {
      const source = aSource();
      const csv =
        'Case,Activity,When\nK,Asked,2026/10/05 21:00:17.000\nK,Answered,2026/10/05 21:04:01.000\nK,Done,2026/10/05 21:30:56.000\n';
      const result = await importFile(app, csv, {
        locationId,
        source,
        shape: 'event-log',
        columns: { externalId: 'Case', activity: 'Activity', at: 'When' },
        activities: { firstResponseAt: ['Answered'], resolvedAt: ['Done'] },
        dryRun: true,
      });
      expect(result).toMatchObject({ rows: 3, created: 1, rejected: [], warnings: [], read: AS_FOUND });
      expect(result.sample).toMatchObject([
        {
          line: 2,
          externalId: 'K',
          openedAt: '2026-10-05T21:00:17-05:00',
          firstResponseAt: '2026-10-05T21:04:01-05:00',
          resolvedAt: '2026-10-05T21:30:56-05:00',
        },
      ]);
    });
  });

  describe('reads values', () => {
    const columns = { tier: 'tier', readLevel: 'read', directional: 'way', resolvedAt: 'solved' };
    const file = (...lines: string[]): string =>
      `key,opened,tier,read,way,solved\n${lines.map((line, index) => `${String.fromCharCode(65 + index)},2026-10-26 10:00,${line}`).join('\n')}\n`;

    it('in the formats of other countries', async () => {
      const source = aSource();
      const csv = file(
        'Library,3,Y,',
        'CAMPUS IT,3.0,n,0000-00-00 00:00:00',
        'campus_it,READ 3,TRUE,',
        'Campus-IT,Level 3,1,',
        ',read level: 3,0,',
        ' library ,,No,',
      );
      const result = await importFile(app, csv, rowsMapping(locationId, source, columns));
      expect(result).toMatchObject({ created: 6, rejected: [], warnings: [] });
      expect(
        await stored(source, `concat_ws(' ', tier, read_level, directional, resolved_at) AS text`),
      ).toEqual(
        ['library 3 t', 'campus-it 3 f', 'campus-it 3 t', 'campus-it 3 t', 'library 3 f', 'library f'].map(
          (text) => ({ text }),
        ),
      );
    });

    it('as missing when it cannot understand them, with a warning', async () => {
      const source = aSource();
      const csv = file('Dean,0,x,soon', 'library,7,maybe,2026-02-30 10:00', 'library,3.5,2,10:00');
      const result = await importFile(app, csv, rowsMapping(locationId, source, columns));
      expect(result).toMatchObject({ created: 3, rejected: [], warningCount: 10 });
      expect(result.warnings[0]).toEqual({
        line: 2,
        code: 'INVALID_TIME',
        message: 'resolvedAt is no date and time that exists: "soon". It is left empty.',
      });
      expect(
        await stored(source, `concat_ws(' ', tier, read_level, directional, resolved_at) AS text`),
      ).toEqual(Array.from({ length: 3 }, () => ({ text: 'library f' })));
    });

    it('and rejects a line with a NUL or broken characters', async () => {
      const source = aSource();
      const csv = file('lib\0rary,,,', ',\uFFFD,,', ',,,2026-10-26\0');
      const result = await importFile(app, csv, rowsMapping(locationId, source, columns));
      expect(linesAndCodes(result.rejected)).toEqual(['2 INVALID_TEXT', '3 INVALID_TEXT', '4 INVALID_TEXT']);
    });

    it('and replaces them as the mapping says, ignoring case; others stay', async () => {
      const source = aSource();
      const csv =
        'key,opened,what,how\nA,2026-10-26 10:00,Printer,Phone\nB,2026-10-26 10:00, PRINTER ,web\nC,2026-10-26 10:00,Login,\nD,2026-10-26 10:00,,web\n';
      const values = { category: { printer: 'Printing', Wifi: 'wifi' }, channel: { WEB: 'online' } };
      const result = await importFile(
        app,
        csv,
        rowsMapping(locationId, source, { category: 'what', channel: 'how' }, { values }),
      );
      expect(result.warnings).toEqual([
        { line: null, code: 'VALUE_NOT_FOUND', message: 'No category is called "Wifi", which values names.' },
      ]);
      expect(await stored(source, 'category, channel')).toEqual([
        { category: 'Printing', channel: 'Phone' },
        { category: 'Printing', channel: 'online' },
        { category: 'Login', channel: null },
        { category: null, channel: 'online' },
      ]);
    });
  });

  it('reads headcounts as spreadsheets write them', async () => {
    const { id } = await aLocation(app);
    const csv = [
      'Date,Time,Area,Count',
      '2026-10-05,10:00 PM,Main,"1,204"',
      '2026-10-05,12:00 AM,Main,12',
      '2026-10-05,11 PM,Main,9',
      '10/5/2026,23:30,Main,8',
      '2026-10-05,24:00,Main,3',
      '2026-10-05,2100,Main,3.00',
      '2026-10-05,9:00:05 PM,Main,4.0',
      '2026-10-05,20:00-21:00,Main,4',
      '46300,0.75,Main,5',
      '2026-10-05,19:00,Main,4.5',
      '2026-10-05,19:00,Main,"1,20"',
      '2026-10-05,19:00,Main,1.000',
    ].join('\n');
    const columns = { date: 'Date', time: 'Time', area: 'Area', count: 'Count' };
    const result = await importFile(app, csv, { kind: 'headcounts', locationId: id, columns });
    expect(linesAndCodes(result.rejected)).toEqual([
      '11 INVALID_COUNT',
      '12 INVALID_COUNT',
      '13 INVALID_COUNT',
    ]);
    // Of the two readings of 10/5/2026 only one is in the range of the other dates.
    expect(result.read).toEqual({ ...AS_FOUND, dateOrder: 'mdy' });
    expect(result.sample[0]).toEqual({
      line: 2,
      at: '2026-10-05T22:00:00-05:00',
      series: 'headcount',
      area: 'Main',
      count: 1204,
      cumulative: false,
    });
    const rows = await app.database.query<{ text: string }>(
      `SELECT to_char(at AT TIME ZONE 'America/Chicago', 'DD HH24:MI:SS') || ' ' || count AS text FROM activity_counts
       WHERE location_id = $1 ORDER BY at`,
      [id],
    );
    expect(rows.map(({ text }) => text)).toEqual([
      '05 00:00:00 12',
      '05 18:00:00 5',
      '05 20:00:00 4',
      '05 21:00:00 3',
      '05 21:00:05 4',
      '05 22:00:00 1204',
      '05 23:00:00 9',
      '05 23:30:00 8',
      '06 00:00:00 3',
    ]);
  });

  it.each([
    ['the repeated hour is its first', '11/1/2026', '1:30 AM', '2026-11-01T06:30:00.000Z'],
    ['the missing hour is an hour later', '3/8/2026', '2:30 AM', '2026-03-08T08:30:00.000Z'],
    ['the end of the longer day is the next midnight', '11/1/2026', '24:00', '2026-11-02T06:00:00.000Z'],
    ['the end of the shorter day is the next midnight', '3/8/2026', '24:00', '2026-03-09T05:00:00.000Z'],
  ])('on nights when the clock changes, %s', async (_name, date, time, expected) => {
    const { id } = await aLocation(app);
    const columns = { date: 'Date', time: 'Time', area: 'Area', count: 'Count' };
    const mapping = { kind: 'headcounts', locationId: id, columns, dateOrder: 'mdy' };
    await importFile(app, `Date,Time,Area,Count\n${date},${time},Main,1\n`, mapping);
    const [row] = await app.database.query<{ at: Date }>(
      'SELECT at FROM activity_counts WHERE location_id = $1',
      [id],
    );
    expect(row!.at.toISOString()).toBe(expected);
  });
});
