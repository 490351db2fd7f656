import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import { readCsv, type TableReading } from './csv-rows.js';

const inPieces = (bytes: Buffer, size: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    ),
  );

const AB: TableReading = { charset: 'utf-8', delimiter: ',', headerLine: 1, columns: ['a', 'b'] };

/** Reads a file: gives `line: cells` for each row and `line! code` for each refused line. */
async function read(
  file: string | Buffer,
  pieceBytes = 1024 * 1024,
  reading: Partial<TableReading> = {},
): Promise<string[]> {
  const lines: string[] = [];
  const pieces = inPieces(Buffer.from(file as string), pieceBytes);
  for await (const item of readCsv(pieces, { ...AB, ...reading })) {
    lines.push(
      'cells' in item ? `${item.line}: ${item.cells.join('|')}` : `${item.line}! ${item.rejection.code}`,
    );
  }
  return lines;
}

describe('readCsv', () => {
  const tables: [string, string | Buffer, string[], Partial<TableReading>?][] = [
    ['reads rows by the header', 'a,b\n1,2\n3,4\n', ['2: 1|2', '3: 3|4']],
    ['needs no line end after the last row', 'a,b\n1,2', ['2: 1|2']],
    [
      'takes CRLF, LF and CR for line ends, even mixed',
      'a,b\r\n1,2\n3,4\r5,6\r\n',
      ['2: 1|2', '3: 3|4', '4: 5|6'],
    ],
    ['takes a byte order mark off', '\uFEFFa,b\n1,2', ['2: 1|2']],
    [
      'reads UTF-16 with a byte order mark',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\nü,2\n', 'utf16le')]),
      ['2: ü|2'],
      { charset: 'utf-16le' },
    ],
    [
      'reads UTF-16 the other way round',
      Buffer.from('\uFEFFa,b\nü,2\n', 'utf16le').swap16(),
      ['2: ü|2'],
      { charset: 'utf-16be' },
    ],
    [
      'reads Windows-1252',
      Buffer.from('a,b\nM\xfcller,\x932\x94', 'latin1'),
      ['2: Müller|“2”'],
      { charset: 'windows-1252' },
    ],
    ['reads by another delimiter', 'a;b\n1,5;2\n"3;";4', ['2: 1,5|2', '3: 3;|4'], { delimiter: ';' }],
    ['reads by tabs', 'a\tb\n1\t2 3\n', ['2: 1|2 3'], { delimiter: '\t' }],
    ['reads by bars', 'a|b\n1|"2|3"\n', ['2: 1|2|3'], { delimiter: '|' }],
    [
      'passes over what stands above the header, whatever its quotes',
      'A "report\n,,,\n\na,b\n1,2',
      ['5: 1|2'],
      { headerLine: 4 },
    ],
    [
      'gives U+FFFD for bytes that are not UTF-8',
      Buffer.from('a,b\nM\xfcller,2', 'latin1'),
      ['2: M\uFFFDller|2'],
    ],
    [
      'passes blank lines over, but counts them',
      '\na,b\n\n\n1,2\n\r\n3,4\n',
      ['5: 1|2', '7: 3|4'],
      { headerLine: 2 },
    ],
    [
      'keeps commas, quotes and line ends inside quotes',
      'a,b\n"1,""x""","y\nz"\n3,4',
      ['2: 1,"x"|y\nz', '4: 3|4'],
    ],
    ['counts a quoted CRLF as one line', 'a,b\r\n"x\r\ny",2\r\n3,4\r\n', ['2: x\r\ny|2', '4: 3|4']],
    ['keeps an empty quoted value', 'a\n""\n', ['2: '], { columns: ['a'] }],
    [
      'refuses rows of too few or too many columns',
      'a,b\n1\n1,2,3\n3,4',
      ['2! WRONG_COLUMN_COUNT', '3! WRONG_COLUMN_COUNT', '4: 3|4'],
    ],
    [
      'loses one line to a quote inside a value',
      'a,b\n5" disk,2\n3,4\n5,6',
      ['2! INVALID_CSV', '3: 3|4', '4: 5|6'],
    ],
    ['loses one line to text after a closing quote', 'a,b\n1,"x"y\n3,4\n', ['2! INVALID_CSV', '3: 3|4']],
    [
      'loses one line to a quote that is never closed',
      'a,b\n1,2\n3,"4\n5,6\n7,8',
      ['3! INVALID_CSV', '2: 1|2'].reverse().concat(['4: 5|6', '5: 7|8']),
    ],
    [
      'loses one line to a quote that closes in another line, of another width',
      'a,b\n1,"2\n3,4\n5,",6"\n7,8',
      ['2! INVALID_CSV', '3: 3|4', '4: 5|,6', '5: 7|8'],
    ],
    ['finds nothing in an empty file', '', []],
    ['finds nothing below a header alone', 'a,b\n', []],
  ];
  it.each(tables)('%s', async (_name, file, lines, reading = {}) => {
    expect(await read(file, undefined, reading)).toEqual(lines);
    expect(await read(file, 3, reading)).toEqual(lines);
    expect(await read(file, 2, reading)).toEqual(lines);
  });

  it.each([
    ['in quotes', `"${'x'.repeat(300_000)}",1\n`],
    ['without quotes', `${'x'.repeat(300_000)},1\n`],
    ['over many lines', `"${'x,1\n'.repeat(75_000)}`],
  ])('refuses a record of more than 256 KB %s, and continues', async (_name, record) => {
    const file = `a,b\n1,2\n${record}3,4\n`;
    const whole = await read(file);
    expect(whole.slice(0, 2)).toEqual(['2: 1|2', '3! INVALID_CSV']);
    expect(whole.at(-1)).toMatch(/: 3\|4$/);
    expect(await read(file, 1000)).toEqual(whole);
    expect(await read(file, 65_536)).toEqual(whole);
  });

  it('reads at most a piece or two ahead, for a file of any length', async () => {
    let given = 0;
    let taken = 0;
    let furthest = 0;
    function* pieces(): Generator<Buffer> {
      yield Buffer.from('a,b\n');
      for (let piece = 0; piece < 200; piece++) {
        given += 100;
        furthest = Math.max(furthest, given - taken);
        yield Buffer.from(`1,${'x'.repeat(2_000)}\n`.repeat(100));
      }
    }
    for await (const item of readCsv(Readable.from(pieces(), { objectMode: false }), AB)) {
      if ('cells' in item) taken += 1;
    }
    expect(taken).toBe(20_000);
    expect(furthest).toBeLessThanOrEqual(300);
  });

  it('lets other work have its turn every few kilobytes, however large the pieces are', async () => {
    const rows = 10_000;
    const file = Buffer.from(`a,b\n${'1,23\n'.repeat(rows)}`);
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    let taken = 0;
    for await (const item of readCsv(Readable.from([file]), AB)) if ('cells' in item) taken += 1;
    isOver = true;
    expect(taken).toBe(rows);
    expect(turns).toBeGreaterThanOrEqual(file.length / 8_192 - 1);
  });

  it('reads what was written as CSV, in any pieces', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[a",\r\n ]{0,6}$/),
      fc.string({ unit: 'grapheme' }),
    );
    const rows = fc.array(fc.tuple(cell, cell), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('\n', '\r\n'),
        async (cells, size, end) => {
          const text = stringify([['a', 'b'], ...cells], { quoted: true, record_delimiter: end });
          const read: string[][] = [];
          let line = 2;
          for await (const item of readCsv(inPieces(Buffer.from(text), size), AB)) {
            if (!('cells' in item)) throw new Error(item.rejection.message);
            expect(item.line).toBe(line);
            line += 1 + (item.cells.join(' ').match(/\r\n|\n|\r/g)?.length ?? 0);
            read.push(item.cells);
          }
          expect(read).toEqual(cells);
        },
      ),
    );
  });
});
