import { parsePeople } from './parse-people.js';

describe('a pasted list of people', () => {
  it.each([
    ['commas', 'Maya Lin, maya@example.edu'],
    ['the address first', 'maya@example.edu;Maya Lin'],
    ['tabs', 'Maya Lin\tmaya@example.edu'],
    ['as a mail program writes it', '"Maya Lin" <maya@example.edu>'],
    ['spaces', '  Maya   Lin   maya@example.edu '],
  ])('with %s', (_name, text) =>
    expect(parsePeople(text)).toEqual({
      people: [{ line: 1, name: 'Maya Lin', email: 'maya@example.edu' }],
      unread: [],
    }),
  );
  it('passes over a head line and blank lines, and takes an address once', () => {
    const text = 'Name,E-mail\r\n\r\nMaya,maya@example.edu\r\nMaya L,MAYA@example.edu\r\nLeo,leo@example.edu';
    expect(parsePeople(text).people.map(({ name }) => name)).toEqual(['Maya', 'Leo']);
    expect(parsePeople(text).unread).toEqual([]);
  });
  it('tells which lines it cannot read', () =>
    expect(parsePeople('Maya\nleo@example.edu\nAna, ana@example').unread).toEqual([
      { line: 1, text: 'Maya' },
      { line: 2, text: 'leo@example.edu' },
      { line: 3, text: 'Ana, ana@example' },
    ]));
});
