import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import { Utf8Watch, type Encoding } from '../../domain/tables/encoding.js';
import { DELIMITERS } from '../../domain/tables/record-cutter.js';
import { readCsv } from './csv-rows.js';
import type { ImportMapping } from './mapping.dto.js';
import { settleReading, type Reading, type WholeFile } from './reading.js';

const staged = (bytes: Buffer, pieceBytes = 64 * 1024): WholeFile => {
  const watch = new Utf8Watch();
  watch.add(bytes);
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, at) =>
    bytes.subarray(at * pieceBytes, (at + 1) * pieceBytes),
  );
  return { start: bytes.subarray(0, 64 * 1024), isUtf8: watch.end(), open: () => Readable.from(pieces) };
};

const mapping = (changes: Partial<ImportMapping> = {}): ImportMapping => ({
  locationId: 'here',
  columns: { externalId: 'id', openedAt: 'opened', resolvedAt: 'solved' },
  ...changes,
});

/** Reads a file: gives the cells of each row, or the code of a refused line. */
async function rowsOf(bytes: Buffer, reading: Reading, pieceBytes?: number): Promise<(string[] | string)[]> {
  const rows: (string[] | string)[] = [];
  for await (const item of readCsv(staged(bytes, pieceBytes).open(), reading))
    rows.push('cells' in item ? item.cells : item.rejection.code);
  return rows;
}

const BYTES: Record<Encoding, (text: string, swapped: boolean) => Buffer> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-16': (text, swapped) => {
    const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
    return swapped ? bytes.swap16() : bytes;
  },
  'windows-1252': (text) => Buffer.from(`${text}\xe9`, 'latin1'),
};

describe('how a file is read', () => {
  const HEADER = ['id', 'opened', 'solved', 'notes'];
  // Characters that all three encodings have. With the accented letter, Windows-1252 is not valid UTF-8.
  const cell = fc.stringMatching(/^[a-zü",;|\t\r\n ]{0,8}$/);
  const files = fc.record({
    rows: fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 12 }),
    titles: fc.array(fc.constantFrom('Report', '', 'Of "today', 'a,b;c', ',,,', '"A, B";'), { maxLength: 4 }),
    delimiter: fc.constantFrom(...DELIMITERS),
    encoding: fc.constantFrom<Encoding>('utf-8', 'utf-16', 'windows-1252'),
    isSwapped: fc.boolean(),
    isQuoted: fc.boolean(),
    end: fc.constantFrom('\n', '\r\n'),
    pieceBytes: fc.integer({ min: 1, max: 60 }),
  });

  it('is detected for any delimiter, encoding, quoting and header lines, with the same records', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (file) => {
        const { delimiter, encoding, end } = file;
        const written = stringify([HEADER, ...file.rows], {
          delimiter,
          quoted: file.isQuoted,
          quoted_match: ['\r', '\n', ',', ';', '\t', '|', '"'],
          record_delimiter: end,
        });
        const text = [...file.titles, written].join(end);
        // The last line of a Windows-1252 file contains the byte that is not valid UTF-8.
        const last = encoding === 'windows-1252' ? ['WRONG_COLUMN_COUNT'] : [];
        const bytes = BYTES[encoding](text, file.isSwapped);
        const reading = await settleReading(mapping(), staged(bytes));
        expect(reading).toMatchObject({ delimiter, encoding, headerLine: file.titles.length + 1 });
        expect(await rowsOf(bytes, reading, file.pieceBytes)).toEqual([...file.rows, ...last]);
      }),
    );
  });

  it('loses at most one line to a damaged line', async () => {
    const word = fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,6})?$/);
    const damage = fc.constantFrom<(line: string, at: number) => string>(
      (line, at) => `${line.slice(0, at)}"${line.slice(at)}`,
      (line, at) => line.slice(0, at),
      (line, at) => `${line.slice(0, at)}${line.slice(at + 1)}`,
      (line, at) => `${line.slice(0, at)},${line.slice(at)}`,
      (line, at) => `${line.slice(0, at)}\0\uFFFD${line.slice(at)}`,
    );
    const rows = fc.array(fc.tuple(word, word, word, word), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.boolean(),
        fc.nat(),
        fc.nat(),
        damage,
        async (rows, quoted, row, at, harm) => {
          const lines = rows.map((cells) => cells.map((one) => (quoted ? `"${one}"` : one)).join(','));
          const harmed = row % rows.length;
          const damaged = lines.map((line, index) =>
            index === harmed ? harm(line, at % line.length) : line,
          );
          const bytes = Buffer.from([HEADER.join(','), ...damaged].join('\n'));
          const read = await rowsOf(bytes, await settleReading(mapping(), staged(bytes)));
          const others = rows.filter((_, index) => index !== harmed);
          expect(read.filter((one) => others.some((cells) => cells.join() === String(one)))).toHaveLength(
            rows.filter((cells) => read.some((one) => cells.join() === String(one))).length,
          );
          for (const cells of others) expect(read).toContainEqual(cells);
        },
      ),
    );
  });

  const settle = (lines: string[], changes?: Partial<ImportMapping>): Promise<Reading> =>
    settleReading(mapping(changes), staged(Buffer.from(['id,opened,solved', ...lines].join('\n'))));

  it.each<[string, string[], object]>([
    ['by a 13 far down', ['1,9/7/2021 8:00,', '2,9/13/2021 8:00,'], { openedAt: 'mdy' }],
    ['of one column by another', ['1,9/7/2021 8:00,13/7/2021 9:00'], { openedAt: 'dmy', resolvedAt: 'dmy' }],
    ['of no column where no date needs one', ['1,2021-09-07 8:00,'], {}],
  ])('has an order of dates, told %s', async (_name, lines, orders) =>
    expect((await settle(lines)).orders).toEqual(orders),
  );

  it('is asked when dates fit both orders, with the first value of each column', async () => {
    await expect(settle(['1,2021-09-07 8:00,9/7/2021 8:00', '2,9/8/2021 8:00,'])).rejects.toMatchObject({
      code: 'AMBIGUOUS_DATES',
      options: {
        violations: [
          {
            params: {
              column: 'openedAt',
              line: 3,
              value: '9/8/2021 8:00',
              mdy: '2021-09-08',
              dmy: '2021-08-09',
            },
          },
          { params: { column: 'resolvedAt', line: 2, value: '9/7/2021 8:00' } },
        ],
      },
    });
    expect((await settle(['1,9/7/2021 8:00,'], { dateOrder: 'dmy' })).orders).toEqual({
      openedAt: 'dmy',
      resolvedAt: 'dmy',
    });
  });

  it('reports a column with two orders, or two columns that differ', async () => {
    const reading = await settle([
      '1,9/13/2021 8:00,13/9/2021 8:00',
      '2,13/9/2021 8:00,',
      '3,9/14/2021 8:00,',
    ]);
    expect(reading.orders).toEqual({ openedAt: 'mdy', resolvedAt: 'dmy' });
    expect(reading.doubts).toEqual([
      {
        code: 'MIXED_DATE_ORDERS',
        message:
          'openedAt is read month first, as most of its dates need; 1 can only be read the other way and are not taken, 0 could be either and are read so. Set dateOrder if that is wrong.',
      },
      {
        code: 'DATE_ORDERS_DIFFER',
        message: 'Columns are read in different orders: openedAt month first, resolvedAt day first.',
      },
    ]);
  });
});
