import { countLines, csvText, readHead, readRecords } from './csv.js';

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
  it('is none in an empty file', async () => expect(await readHead(new Blob(['']))).toBeNull());
});

describe('a CSV file to save', () => {
  it('reads back as it was, and holds no formula', () => {
    expect(readRecords(csvText([['2', 'a "b", c\nd']]))).toEqual([['2', 'a "b", c\nd']]);
    expect(csvText([['=1+1']])).toBe("'=1+1\r\n");
  });
});
