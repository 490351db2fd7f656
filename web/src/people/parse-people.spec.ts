import { parsePeople } from './parse-people.js';

const MAYA = { line: 1, name: 'Maya Lin', email: 'maya@example.edu' };

describe('a pasted list of people', () => {
  it.each([
    ['commas', 'Maya Lin, maya@example.edu'],
    ['the address first', 'maya@example.edu;Maya Lin'],
    ['tabs', 'Maya Lin\tmaya@example.edu'],
    ['as a mail program writes it', '"Maya Lin" <maya@example.edu>'],
    ['the family name first, as a mail program writes it', 'Lin, Maya <maya@example.edu>'],
    ['the family name first, quoted', '"Lin, Maya" <maya@example.edu>;'],
    ['the family name first', 'Lin, Maya, maya@example.edu'],
    ['spaces', '  Maya   Lin   maya@example.edu '],
    ['a full stop behind', 'Maya Lin maya@example.edu.'],
  ])('with %s', (_name, text) => expect(parsePeople(text)).toEqual({ people: [MAYA], unread: [] }));

  it.each([
    ["Sean O'Brien <sean.o'brien@example.edu>", [["Sean O'Brien", "sean.o'brien@example.edu"]]],
    ["sean.o'brien@example.edu, Sean O'Brien", [["Sean O'Brien", "sean.o'brien@example.edu"]]],
    [
      'Ruiz, Ana <ana@example.edu>; Park, Leo <leo@example.edu>',
      [
        ['Ana Ruiz', 'ana@example.edu'],
        ['Leo Park', 'leo@example.edu'],
      ],
    ],
    [
      'Ana Ruiz <ana@example.edu>, Leo Park <leo@example.edu>',
      [
        ['Ana Ruiz', 'ana@example.edu'],
        ['Leo Park', 'leo@example.edu'],
      ],
    ],
    ['Ruiz, Ana Lucía <ana@example.edu>', [['Ana Lucía Ruiz', 'ana@example.edu']]],
    ['Dr. Leo Park, leo@example.edu', [['Dr. Leo Park', 'leo@example.edu']]],
  ])('has names in any usual form: %s', (text, expected) =>
    expect(parsePeople(text).people.map(({ name, email }) => [name, email])).toEqual(expected),
  );

  it('keeps an employee number as written, and reads a small number as the weekly cap', () => {
    expect(parsePeople('004711,Ana Ruiz,ana@example.edu,20').people).toEqual([
      { line: 1, name: 'Ana Ruiz', email: 'ana@example.edu', employeeId: '004711', weeklyHourCap: 20 },
    ]);
    expect(parsePeople('Ana Ruiz\tana@example.edu\tE-17').people[0]).toMatchObject({ employeeId: 'E-17' });
  });

  it('may have a line of headings', () => {
    const text = 'Last name;First name;E-mail;Staff no;Hours\nRuiz;Ana;ana@example.edu;20;12.5';
    expect(parsePeople(text).people).toEqual([
      { line: 2, name: 'Ana Ruiz', email: 'ana@example.edu', employeeId: '20', weeklyHourCap: 12.5 },
    ]);
  });

  it('skips a heading line and blank lines, and reads a repeated address once', () => {
    const text = 'Name,E-mail\r\n\r\nMaya,maya@example.edu\r\nMaya L,MAYA@example.edu\r\nLeo,leo@example.edu';
    expect(parsePeople(text).people.map(({ name }) => name)).toEqual(['Maya', 'Leo']);
    expect(parsePeople(text).unread).toEqual([]);
  });

  it('reports unreadable lines, and names without visible characters', () =>
    expect(
      parsePeople('Maya\nleo@example.edu\nAna, ana@example\n\u200b, zoe@example.edu\n<a@x.edu>, <b@x.edu>')
        .unread,
    ).toEqual([
      { line: 1, text: 'Maya' },
      { line: 2, text: 'leo@example.edu' },
      { line: 3, text: 'Ana, ana@example' },
      { line: 4, text: '\u200b, zoe@example.edu' },
      { line: 5, text: '<a@x.edu>' },
      { line: 5, text: ', <b@x.edu>' },
    ]));
});
