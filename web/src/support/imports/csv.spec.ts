import { countLines, readHead, readRecords } from './csv.js';

describe('the head of a CSV file', () => {
  it('is read with quotes, line ends in values and every kind of line end', () =>
    expect(readRecords('a,b\r\n1,"x, ""y""\nz"\n\n2,\r3,')).toEqual([
      ['a', 'b'],
      ['1', 'x, "y"\nz'],
      ['2', ''],
      ['3', ''],
    ]));
  it('passes over a line that is none, and over rows with other columns', async () => {
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
  it('is read as a spreadsheet writes it, in UTF-16', async () => {
    const bytes = Uint16Array.from('\uFEFFé,b\n1,2\n', (letter) => letter.charCodeAt(0));
    expect((await readHead(new Blob([bytes])))?.columns).toEqual(['é', 'b']);
  });
  it('is read by the delimiter, letters and titles it has', async () => {
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
  it('is read as was chosen', async () => {
    const file = new Blob(['a;b\nc;d\n1;2\n']);
    expect((await readHead(file, { headerLine: 2 }))?.columns).toEqual(['c', 'd']);
    expect((await readHead(file, { delimiter: ',' }))?.columns).toEqual(['a;b']);
    expect(await readHead(file, { headerLine: 9 })).toBeNull();
  });
  it('of a long file ends with a whole line, and in a whole letter', async () => {
    const file = new Blob(['a,b\n', 'ü,x\n'.repeat(100_000)]);
    const head = await readHead(file);
    expect(head?.encoding).toBe('utf-8');
    expect(new Set(head?.rows.map(String))).toEqual(new Set(['ü,x']));
  });
  it('is none in an empty file', async () => expect(await readHead(new Blob(['']))).toBeNull());
});
