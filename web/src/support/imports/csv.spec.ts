import { countLines, readHead, readRecords } from './csv.js';

describe('the head of a CSV file', () => {
  it('is read with quotes, line breaks in values and all kinds of line ends', () =>
    expect(readRecords('a,b\r\n1,"x, ""y""\nz"\n\n2,\r3,')).toEqual([
      ['a', 'b'],
      ['1', 'x, "y"\nz'],
      ['2', ''],
      ['3', ''],
    ]));
  it('skips lines that are no records, and rows with another number of columns', async () => {
    const file = new Blob(['a,b\n1,2\n3,x"y\n4\n5,6\n']);
    expect(await readHead(file)).toEqual({
      delimiter: ',',
      encoding: 'utf-8',
      headerLine: 1,
      columns: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['5', '6'],
      ],
    });
    expect(await countLines(file)).toBe(4);
  });
  it('is read in a spreadsheet’s UTF-16', async () => {
    const bytes = Uint16Array.from('\uFEFFé,b\n1,2\n', (letter) => letter.charCodeAt(0));
    expect((await readHead(new Blob([bytes])))?.columns).toEqual(['é', 'b']);
  });
  it('is read with its own delimiter, encoding and header lines', async () => {
    const bytes = Uint8Array.from('Report;;\nid;what;who\n1;Caf\xe9, x;y\n', (letter) =>
      letter.charCodeAt(0),
    );
    expect(await readHead(new Blob([bytes]))).toEqual({
      delimiter: ';',
      encoding: 'windows-1252',
      headerLine: 2,
      columns: ['id', 'what', 'who'],
      rows: [['1', 'Café, x', 'y']],
    });
  });
  it('is read as the user chose', async () => {
    const file = new Blob(['a;b\nc;d\n1;2\n']);
    expect((await readHead(file, { headerLine: 2 }))?.columns).toEqual(['c', 'd']);
    expect((await readHead(file, { delimiter: ',' }))?.columns).toEqual(['a;b']);
    expect(await readHead(file, { headerLine: 9 })).toBeNull();
  });
  it('of a long file ends with a complete line and a complete letter', async () => {
    const file = new Blob(['a,b\n', 'ü,x\n'.repeat(100_000)]);
    const head = await readHead(file);
    expect(head?.encoding).toBe('utf-8');
    expect(new Set(head?.rows.map(String))).toEqual(new Set(['ü,x']));
  });
  it('is null for an empty file', async () => expect(await readHead(new Blob(['']))).toBeNull());
});
