import {
  calendarOf,
  eventOf,
  MONDAY_CLASS,
  occurrencesIn,
  occurrencesOf,
  readCalendar,
} from '../../../test/support/calendars.js';

const at = (name: string, date: string, time: string): string =>
  `${name};TZID=America/Chicago:2027${date}T${time}00`;
const SERIES = eventOf('UID:1', ...MONDAY_CLASS, 'RRULE:FREQ=WEEKLY;COUNT=4');
const instead = (of: string, ...lines: string[]): string =>
  eventOf('UID:1', at('RECURRENCE-ID', of, '0900'), ...lines);
const forGood = (of: string, ...lines: string[]): string =>
  eventOf('UID:1', `RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Chicago:2027${of}T090000`, ...lines);
const hours = (date: string, from: string, to: string): string[] => [
  at('DTSTART', date, from),
  at('DTEND', date, to),
];
/** The content of each line of a file. */
const lines = (...parts: string[]): string[][] =>
  readCalendar(calendarOf(...parts)).understood.map(occurrencesOf);
const both = (check: (parts: string[]) => void, ...parts: string[]): void => {
  check(parts);
  check(parts.toReversed());
};

describe('a series changed from one date on', () => {
  it('keeps its time before that date, and has the new one after it', () => {
    both(
      (parts) =>
        expect(lines(...parts)).toEqual(
          expect.arrayContaining([
            ['18 Jan 09:00–09:50', '25 Jan 09:00–09:50'],
            ['1 Feb 14:00–15:00', '8 Feb 14:00–15:00'],
          ]),
        ),
      SERIES,
      forGood('0201', ...hours('0201', '1400', '1500')),
    );
  });

  it('may be named in UTC', () => {
    const change = eventOf(
      'UID:1',
      'RECURRENCE-ID;RANGE=THISANDFUTURE:20270201T150000Z',
      ...hours('0202', '0900', '1000'),
    );
    expect(lines(SERIES, change)[1]).toEqual(['2 Feb 09:00–10:00', '9 Feb 09:00–10:00']);
  });

  it('ends when it is cancelled', () => {
    expect(lines(SERIES, forGood('0201', 'STATUS:CANCELLED'))).toEqual([
      ['18 Jan 09:00–09:50', '25 Jan 09:00–09:50'],
    ]);
  });

  it('may change again, and have a single date moved in between', () => {
    const parts = [
      SERIES,
      forGood('0208', ...hours('0208', '1700', '1800')),
      forGood('0125', ...hours('0125', '1400', '1500')),
      instead('0201', ...hours('0203', '1000', '1100')),
    ];
    expect(occurrencesIn(calendarOf(...parts)).sort()).toEqual(
      ['18 Jan 09:00–09:50', '25 Jan 14:00–15:00', '3 Feb 10:00–11:00', '8 Feb 17:00–18:00'].sort(),
    );
  });

  it('that began before the term starts the term with the change', () => {
    const old = eventOf(
      'UID:1',
      at('DTSTART', '0104', '0900').replace('2027', '2024'),
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;BYDAY=MO',
    );
    const change = eventOf(
      'UID:1',
      'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Chicago:20240108T090000',
      'DTSTART;TZID=America/Chicago:20240109T150000',
      'DURATION:PT1H',
    );
    const [only] = readCalendar(calendarOf(old, change)).understood;
    expect([occurrencesOf(only!)[0], only!.notes]).toEqual(['12 Jan 15:00–16:00', ['first-term-only']]);
    expect(occurrencesOf(only!)).toHaveLength(18);
  });

  it('that is not in the file is reported, and the changed date counts', () => {
    const [only] = readCalendar(calendarOf(forGood('0201', ...hours('0201', '1400', '1500')))).understood;
    expect(occurrencesOf(only!)).toEqual(['1 Feb 14:00–15:00']);
    expect(only!.warnings[0]!.message).toContain('not in the file');
  });

  it('keeps its hour by the wall clock when the clocks change', () => {
    const series = eventOf('UID:1', ...hours('0301', '0900', '0950'), 'RRULE:FREQ=WEEKLY;COUNT=4');
    expect(lines(series, forGood('0308', ...hours('0308', '1400', '1500')))[1]).toEqual([
      '8 Mar 14:00–15:00',
      '15 Mar 14:00–15:00',
      '22 Mar 14:00–15:00',
    ]);
  });
});

describe('versions', () => {
  it('of an event: the higher SEQUENCE counts wherever it stands, and the other is reported', () => {
    const [newer, older] = [
      eventOf('UID:1', 'SEQUENCE:3', ...hours('0118', '0900', '1200')),
      eventOf('UID:1', 'SEQUENCE:1', ...hours('0118', '0900', '1000')),
    ];
    both((parts) => expect(lines(...parts)).toEqual([['18 Jan 09:00–12:00']]), newer, older);
    expect(readCalendar(calendarOf(newer, older)).ignored).toEqual([
      { line: 9, message: 'A newer version of this, on line 3, counts.' },
    ]);
  });

  it('of an event that was cancelled later count for nothing, and are reported', () => {
    const parts = [SERIES, eventOf('UID:1', 'SEQUENCE:1', ...MONDAY_CLASS, 'STATUS:CANCELLED')];
    both((all) => expect(readCalendar(calendarOf(...all)).ignored).toHaveLength(2), ...parts);
  });

  it('of an event that moved out of the terms leave nothing of it', () => {
    const moved = eventOf('UID:1', 'SEQUENCE:1', 'DTSTART:20200101T090000Z', 'DTEND:20200101T100000Z');
    expect(lines(SERIES, moved)).toEqual([]);
  });

  it('of one occurrence: the higher SEQUENCE, then the later stamp, then the later one in the file', () => {
    const two = (first: string[], second: string[]): string[] =>
      occurrencesIn(
        calendarOf(
          SERIES,
          instead('0125', ...hours('0126', '1000', '1100'), ...first),
          instead('0125', ...hours('0127', '1000', '1100'), ...second),
        ),
      ).slice(3);
    expect(two(['SEQUENCE:2'], ['SEQUENCE:1'])).toEqual(['26 Jan 10:00–11:00']);
    expect(two(['DTSTAMP:20270102T000000Z'], ['DTSTAMP:20270101T000000Z'])).toEqual(['26 Jan 10:00–11:00']);
    expect(two([], [])).toEqual(['27 Jan 10:00–11:00']);
  });

  it('of an occurrence that was cancelled later leave it out', () => {
    const moved = instead('0125', 'SEQUENCE:1', ...hours('0126', '1000', '1100'));
    both(
      (parts) => expect(occurrencesIn(calendarOf(SERIES, ...parts))).toHaveLength(3),
      moved,
      instead('0125', 'SEQUENCE:2', 'STATUS:CANCELLED'),
    );
  });

  it('with one UID and SEQUENCE are different events of a bad exporter, so all count; copies count once', () => {
    const [one, other] = [
      eventOf('UID:0', ...hours('0118', '0900', '0950')),
      eventOf('UID:0', ...hours('0119', '0900', '0950')),
    ];
    both(
      (parts) =>
        expect(occurrencesIn(calendarOf(...parts)).sort()).toEqual([
          '18 Jan 09:00–09:50',
          '19 Jan 09:00–09:50',
        ]),
      one,
      other,
      one,
    );
  });
});

it('a series whose dates are all moved has a note, and its dates count', () => {
  const { understood, ignored } = readCalendar(
    calendarOf(
      eventOf('UID:1', ...MONDAY_CLASS, 'RRULE:FREQ=WEEKLY;COUNT=1'),
      instead('0118', ...hours('0119', '0900', '1000')),
    ),
  );
  expect(understood.map(occurrencesOf)).toEqual([['19 Jan 09:00–10:00']]);
  expect(ignored).toEqual([{ line: 3, message: 'All of its dates are changed or cancelled.' }]);
});

describe('the id of a line', () => {
  const idsIn = (...parts: string[]): string[] =>
    readCalendar(calendarOf(...parts)).understood.map(({ id }) => id);
  const event = eventOf(...MONDAY_CLASS);

  it('stays the same with another UID, version, order of lines and place in the file', () => {
    const [id] = idsIn(event);
    const again = eventOf(
      'SEQUENCE:7',
      'UID:other',
      ...MONDAY_CLASS.toReversed(),
      'DTSTAMP:20270101T000000Z',
      'LOCATION:Room 1',
    );
    expect(idsIn(SERIES, again)[1]).toBe(id);
  });

  it.each([
    ['its name', event.replace('Logic', 'Logic II')],
    ['its hours', event.replace('T095000', 'T100000')],
    ['its rule', eventOf(...MONDAY_CLASS, 'RRULE:FREQ=DAILY;COUNT=2')],
    ['its exceptions', eventOf(...MONDAY_CLASS, 'EXDATE:20270125T150000Z')],
  ])('changes with %s', (_name, changed) => expect(idsIn(changed)).not.toEqual(idsIn(event)));

  it('differs for lines with the same content', () => {
    const [id] = idsIn(event);
    expect(idsIn(event, event, event)).toEqual([id, `${id}-2`, `${id}-3`]);
  });
});
