import {
  calendarOf,
  eventOf,
  MONDAY_CLASS,
  occurrencesIn,
  readCalendar,
} from '../../../test/support/calendars.js';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const WEEKLY = [...MONDAY_CLASS, 'RRULE:FREQ=WEEKLY;COUNT=4'];
const ALL_FOUR = ['18 Jan 09:00–09:50', '25 Jan 09:00–09:50', '1 Feb 09:00–09:50', '8 Feb 09:00–09:50'];
const titleIn = (file: Uint8Array): string => readCalendar(file).understood[0]!.title;
const notesIn = (text: string): string[] => readCalendar(text).understood.flatMap(({ notes }) => notes);
const warningsIn = (text: string): string[] =>
  readCalendar(text).understood.flatMap(({ warnings }) =>
    warnings.map(({ line, message }) => `${line}: ${message}`),
  );

describe('encodings', () => {
  const before = 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:';
  const after = `\r\n${MONDAY_CLASS.slice(1).join('\r\n')}\r\nEND:VEVENT\r\nEND:VCALENDAR`;

  it.each([
    ['a fold inside a letter', bytes(before, 'Caf', [0xc3], '\r\n ', [0xa9], after), 'Café'],
    ['Windows-1252', bytes(before, 'Caf', [0xe9], ' ', [0x96], ' x', after), 'Café – x'],
    ['a byte that is no letter in either', bytes(before, 'Logic', [0x81], after), 'Logic\u0081'],
    [
      'an emoji in four bytes over three lines',
      bytes(before, [0xf0], '\n ', [0x9f, 0x93], '\n\t', [0x9a], after),
      '📚',
    ],
    ['escapes', bytes(before, 'Logic\\, sets\\; and\\nproofs \\\\', after), 'Logic, sets; and proofs \\'],
    ['a long text, no letter of it cut in two', bytes(before, 'é'.repeat(5_000), after), 'é'.repeat(200)],
  ])('%s', (_name, file, title) => {
    expect([titleIn(file), occurrencesIn(file)]).toEqual([title, ['18 Jan 09:00–09:50']]);
  });

  it.each([['utf-16le'], ['utf-16be']])('a file in %s with a byte order mark', (encoding) => {
    const file = Buffer.from(
      `\ufeff${calendarOf(eventOf('SUMMARY:Café', ...MONDAY_CLASS.slice(1)))}`,
      'utf16le',
    );
    if (encoding === 'utf-16be') file.swap16();
    expect([titleIn(file), occurrencesIn(file)]).toEqual(['Café', ['18 Jan 09:00–09:50']]);
  });
});

describe('lines that are no properties', () => {
  it.each([
    ['the rest of a summary', eventOf('SUMMARY:What', '\\n [Group 3] (Start)', ...MONDAY_CLASS.slice(1))],
    ['the rest of what is not read', eventOf('DESCRIPTION:Bring', 'a pen: red', ...MONDAY_CLASS)],
    ['after a start', eventOf(...MONDAY_CLASS.slice(0, 2), 'nonsense', MONDAY_CLASS[2]!)],
    ['the rest of a rule', eventOf(...MONDAY_CLASS, 'RRULE:FREQ=WEEKLY;UNTIL=2027011', '9')],
    ['blank', eventOf('', ...MONDAY_CLASS, '', '')],
  ])('%s', (_name, event) => expect(occurrencesIn(calendarOf(event))).toEqual(['18 Jan 09:00–09:50']));
});

describe('names and values in lower case', () => {
  it.each([
    ['of a rule', eventOf(...MONDAY_CLASS, 'RRULE:freq=weekly;count=4')],
    [
      'of properties and parameters',
      eventOf(
        ...MONDAY_CLASS.map((line) => line.replace(/^[^:=]+/, (name) => name.toLowerCase())),
        'rrule:FREQ=Weekly;Count=4',
      ),
    ],
    [
      'of components',
      eventOf(...WEEKLY)
        .replace('BEGIN:VEVENT', 'begin:vevent')
        .replace('END:VEVENT', 'end:Vevent'),
    ],
  ])('%s', (_name, event) => expect(occurrencesIn(calendarOf(event))).toEqual(ALL_FOUR));

  it('of a status', () => {
    const { ignored } = readCalendar(calendarOf(eventOf(...MONDAY_CLASS, 'STATUS:cancelled')));
    expect(ignored).toEqual([{ line: 3, message: 'This event is cancelled.' }]);
  });
});

describe('a start that does not match its rule', () => {
  it.each([
    [
      'by weekdays',
      'FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270128T180000Z',
      ['19 Jan 09:00–09:50', '21 Jan 09:00–09:50', '26 Jan 09:00–09:50', '28 Jan 09:00–09:50'],
    ],
    ['by days', 'FREQ=DAILY;BYDAY=WE;COUNT=2', ['20 Jan 09:00–09:50', '27 Jan 09:00–09:50']],
    ['by the month', 'FREQ=MONTHLY;BYDAY=2TU;COUNT=2', ['9 Feb 09:00–09:50', '9 Mar 09:00–09:50']],
  ])('is no class, %s, with a warning', (_name, rule, places) => {
    const file = calendarOf(eventOf(...MONDAY_CLASS, `RRULE:${rule}`));
    expect([occurrencesIn(file), notesIn(file)]).toEqual([places, ['first-day-passed-over']]);
  });

  it('counts when the calendar also names it as a date', () => {
    const file = calendarOf(
      eventOf(
        ...MONDAY_CLASS,
        'RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=1',
        'RDATE;TZID=America/Chicago:20270118T090000',
      ),
    );
    expect([occurrencesIn(file), notesIn(file)]).toEqual([['18 Jan 09:00–09:50', '19 Jan 09:00–09:50'], []]);
  });

  it.each([['FREQ=WEEKLY;BYDAY=TU;UNTIL=20270118T235959Z'], ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3']])(
    'remains alone when the rule has no dates: %s',
    (rule) => {
      const file = calendarOf(eventOf(...MONDAY_CLASS, `RRULE:${rule}`));
      expect([occurrencesIn(file), warningsIn(file)]).toEqual([
        ['18 Jan 09:00–09:50'],
        ['3: By its rule this takes place on no date; only the date it starts on counts.'],
      ]);
    },
  );
});

describe('whole days', () => {
  it.each([
    ['an end on the day of the start', ['DTSTART;VALUE=DATE:20270120', 'DTEND;VALUE=DATE:20270120']],
    ['dates that do not say so', ['DTSTART:20270120', 'DTEND:20270121']],
    ['no length', ['DTSTART:20270120', 'DURATION:PT0S']],
    ['no days', ['DTSTART:20270120', 'DURATION:P0D']],
    ['a length that is none', ['DTSTART:20270120', 'DURATION:LONG']],
    [
      'a time that VALUE calls a date',
      ['DTSTART;VALUE=DATE:20270120T000000', 'DTEND;VALUE=DATE:20270121T000000'],
    ],
    ['hyphens', ['DTSTART;VALUE=DATE:2027-01-20', 'DTEND;VALUE=DATE:2027-01-21']],
  ])('%s', (_name, lines) => {
    const file = calendarOf(eventOf(...lines));
    expect([occurrencesIn(file), readCalendar(file).understood[0]!.isAllDay]).toEqual([
      ['20 Jan 00:00–00:00'],
      true,
    ]);
  });
});

it('a whole day uses the reader’s zone, also in a calendar of another zone', () => {
  const file = calendarOf(
    'X-WR-TIMEZONE:UTC',
    eventOf('DTSTART;VALUE=DATE:20270120', 'RRULE:FREQ=DAILY;COUNT=2'),
  );
  expect(occurrencesIn(file)).toEqual(['20 Jan 00:00–00:00', '21 Jan 00:00–00:00']);
});

describe('times', () => {
  it.each([
    [
      '24:00',
      ['DTSTART;TZID=America/Chicago:20270118T220000', 'DTEND;TZID=America/Chicago:20270118T240000'],
      '18 Jan 22:00–00:00',
    ],
    [
      'without seconds',
      ['DTSTART;TZID=America/Chicago:20270118T0900', 'DTEND;TZID=America/Chicago:20270118T0950'],
      '18 Jan 09:00–09:50',
    ],
    [
      'as ISO 8601 writes them',
      ['DTSTART:2027-01-18T09:00:00-06:00', 'DTEND:2027-01-18T15:50:00Z'],
      '18 Jan 09:00–09:50',
    ],
    [
      'an end that does not exist beside a duration',
      ['DTSTART:20270118T090000', 'DTEND:20270118T256000', 'DURATION:PT50M'],
      '18 Jan 09:00–09:50',
    ],
    [
      'a second start that can be read',
      ['DTSTART:20270230T090000', 'DTSTART:20270118T090000', 'DURATION:PT50M'],
      '18 Jan 09:00–09:50',
    ],
  ])('%s', (_name, lines, place) => expect(occurrencesIn(calendarOf(eventOf(...lines)))).toEqual([place]));
});

describe('an unreadable part is left out alone', () => {
  it.each([
    ['an empty EXDATE', ['EXDATE:'], ALL_FOUR, []],
    ['an EXDATE of nothing but commas', ['EXDATE:,,'], ALL_FOUR, []],
    [
      'one impossible date among good ones',
      ['EXDATE;TZID=America/Chicago:20270125T090000,20270230T090000'],
      [ALL_FOUR[0], ALL_FOUR[2], ALL_FOUR[3]],
      ['8: EXDATE: “20270230T090000” is not a date or time that exists, and was left out.'],
    ],
    [
      'several impossible dates',
      ['EXDATE:x,y,20270125T150000Z'],
      [ALL_FOUR[0], ALL_FOUR[2], ALL_FOUR[3]],
      ['8: EXDATE: 2 dates do not exist, “x” the first of them, and were left out.'],
    ],
    ['an EXDATE without a zone', ['EXDATE:20270125T090000'], [ALL_FOUR[0], ALL_FOUR[2], ALL_FOUR[3]], []],
    [
      'an RDATE that does not exist',
      ['RDATE:20270229T090000'],
      ALL_FOUR,
      ['8: RDATE: “20270229T090000” is not a date or time that exists, and was left out.'],
    ],
    [
      'an EXRULE',
      ['EXRULE:FREQ=WEEKLY;INTERVAL=2'],
      ALL_FOUR,
      ['8: Exceptions by a rule (EXRULE) are not read; all of its dates count.'],
    ],
    [
      'a second rule that is no class',
      ['RRULE:FREQ=MINUTELY'],
      ALL_FOUR,
      ['8: It repeats too often (minutely) to be a class.'],
    ],
    [
      'a second rule that is none',
      ['RRULE:FREQ=FORTNIGHTLY'],
      ALL_FOUR,
      ['8: How it repeats was not understood; only its first date counts.'],
    ],
  ])('%s', (_name, lines, places, warnings) => {
    const file = calendarOf(eventOf(...WEEKLY, ...lines));
    expect([occurrencesIn(file), warningsIn(file)]).toEqual([places, warnings]);
  });

  it.each([
    ['FREQ=FORTNIGHTLY', 'How it repeats was not understood; only its first date counts.', 1],
    ['FREQ=WEEKLY;BYDAY=MO,XX;COUNT=4', 'A weekday of its repetition was not understood and left out.', 4],
    [
      'FREQ=WEEKLY;BYMONTH=13;COUNT=4',
      'A value of BYMONTH of its repetition was not understood and left out.',
      4,
    ],
    ['FREQ=WEEKLY;COUNT=4;INTERVAL=often', 'INTERVAL of its repetition was not understood and left out.', 4],
  ])('of the rule %s', (rule, message, count) => {
    const file = calendarOf(eventOf(...MONDAY_CLASS, `RRULE:${rule}`));
    expect([occurrencesIn(file).length, warningsIn(file)]).toEqual([count, [`7: ${message}`]]);
  });

  it('the last of a thousand and one exceptions', () => {
    const dates = Array(1_001).fill('20270125T150000Z').join(',');
    const file = calendarOf(eventOf(...WEEKLY, `EXDATE:${dates}`));
    expect([occurrencesIn(file).length, warningsIn(file)]).toEqual([
      3,
      ['8: It names more than 1000 dates; EXDATE was read up to there.'],
    ]);
  });

  it('a rare repetition, which becomes a class on its first date', () => {
    expect(occurrencesIn(calendarOf(eventOf(...MONDAY_CLASS, 'RRULE:FREQ=WEEKLY;INTERVAL=1000')))).toEqual(
      ALL_FOUR.slice(0, 1),
    );
  });
});

it('a period of an RDATE has its own length', () => {
  const rdate =
    'RDATE;VALUE=PERIOD:20270120T150000Z/PT3H,20270121T150000Z/20270121T200000Z,20270122T150000Z/PT0S';
  const file = calendarOf(eventOf(...MONDAY_CLASS, rdate));
  expect(occurrencesIn(file)).toEqual(['18 Jan 09:00–09:50', '20 Jan 09:00–12:00', '21 Jan 09:00–14:00']);
  expect(warningsIn(file)).toEqual([
    '7: RDATE: “20270122T150000Z/PT0S” is not a date or time that exists, and was left out.',
  ]);
});

it('an RDATE without a time is that day at the time of the class', () => {
  expect(occurrencesIn(calendarOf(eventOf(...MONDAY_CLASS, 'RDATE;VALUE=DATE:20270120')))).toEqual([
    '18 Jan 09:00–09:50',
    '20 Jan 09:00–09:50',
  ]);
});
