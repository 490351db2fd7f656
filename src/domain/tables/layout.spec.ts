import { findLayout, guessLayout, type GivenLayout } from './layout.js';

describe('a table with named columns', () => {
  it.each<[string, string, [string, number] | null, GivenLayout?]>([
    ['is found by commas', 'id,at,what\n1,2,3', [',', 1]],
    ['is found by semicolons', 'id;at;what\n1;2;3', [';', 1]],
    ['is found by tabs', 'id\tat\n1\t2', ['\t', 1]],
    ['is found by bars', 'id|at\n1|2', ['|', 1]],
    ['is found below the line in which a spreadsheet says its delimiter', 'sep=;\nid;at\n1;2', [';', 2]],
    ['is found below titles', 'Report,,\nof "today,,\n,,\nid,at,what\n1,2,3', [',', 4]],
    ['is found below a title that holds its delimiter', 'a,b,c\nid;at\n1;2', [';', 2]],
    ['is found below blank lines', '\r\n\r\nid,at', [',', 3]],
    ['is found by columns with space around them', ' id ; at \n1;2', [';', 1]],
    ['is found by quoted columns', '"id";"at"\n"1";"2"', [';', 1]],
    ['is the first such line of several', 'id,at\nid,at', [',', 1]],
    ['is where most of the columns are, when none holds all', 'Report\nx;y\nid;when;y', [';', 3]],
    ['is taken for the first line when no column is there', 'x,y\n1,2', [',', 1]],
    ['is looked for by the given delimiter alone', 'id;at\nid,at', [',', 2], { delimiter: ',' }],
    ['is looked for in the given line alone', 'id,at\nx;y', [',', 2], { headerLine: 2 }],
    ['is nowhere in an empty file', '', null],
    ['is nowhere in blank lines', '\n\n', null],
    ['is not in a line that is not there', 'id,at\n1,2', null, { headerLine: 3 }],
    ['is not in a line that is blank', 'id,at\n\n1,2', null, { headerLine: 2 }],
    ['is not in a line that is broken', 'id,at\n"1,2', null, { headerLine: 2 }],
  ])('%s', (_name, text, expected, given = {}) => {
    const layout = findLayout(text, ['id', 'at'], given);
    expect(layout && [layout.delimiter, layout.headerLine]).toEqual(expected);
  });

  it('ignores space around names of columns', () =>
    expect(findLayout('id , at,"x, y"\n', ['id', 'at'])?.columns).toEqual(['id', 'at', 'x, y']));
});

describe('a table with unknown columns', () => {
  it.each<[string, string, [string, number] | null, GivenLayout?]>([
    ['is guessed by what most lines agree on', 'id;what\n1;a, b\n2;c\n3;d, e, f', [';', 1]],
    ['is guessed below titles', 'Report,,\nGenerated 2026-11-01,,\n,,\nid,at,what\n1,2,3\n4,5,', [',', 4]],
    ['is guessed below titles of another width', 'A report\nof "today\n\nid\tat\n1\t2\n', ['\t', 4]],
    ['is guessed by what a spreadsheet says', 'sep=;\na,b;c,d\n', [';', 2]],
    ['is guessed with a column that has no name', ',id,at\n0,1,2\n1,3,4', [',', 1]],
    ['may have one column', 'id\n1\n2', [',', 1]],
    ['is guessed by the given delimiter', 'id;at\n1;2', [',', 1], { delimiter: ',' }],
    ['is guessed by the given line', 'a,b\nc,d\ne,f', [',', 2], { headerLine: 2 }],
    ['is nowhere in an empty file', '', null],
    ['is not in a line that is not there', 'a,b', null, { headerLine: 9 }],
  ])('%s', (_name, text, expected, given = {}) => {
    const layout = guessLayout(text, given);
    expect(layout && [layout.delimiter, layout.headerLine]).toEqual(expected);
  });
});
