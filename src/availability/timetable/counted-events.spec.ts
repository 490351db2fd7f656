import {
  calendarOf,
  eventOf,
  FALL,
  MONDAY_CLASS,
  occurrencesIn,
  occurrencesOf,
  readCalendar,
  SPRING,
} from '../../../test/support/calendars.js';

const WEEKLY = [...MONDAY_CLASS, 'RRULE:FREQ=WEEKLY;COUNT=4'];
const ALL_FOUR = ['18 Jan 09:00–09:50', '25 Jan 09:00–09:50', '1 Feb 09:00–09:50', '8 Feb 09:00–09:50'];
const notesIn = (text: string): string[] => readCalendar(text).understood.flatMap(({ notes }) => notes);
const warningsIn = (text: string): string[] =>
  readCalendar(text).understood.flatMap(({ warnings }) =>
    warnings.map(({ line, message }) => `${line}: ${message}`),
  );

describe('ends of rules', () => {
  it.each([
    ['20270208'],
    ['2027-02-08'],
    ['20270208T150000Z'],
    ['20270208T090000'],
    ['2027-02-08T09:00:00-06:00'],
    ['20270209T055959Z'],
  ])('UNTIL=%s', (until) => {
    expect(
      occurrencesIn(calendarOf(eventOf(...MONDAY_CLASS, `RRULE:FREQ=WEEKLY;UNTIL=${until};BYDAY=MO`))),
    ).toEqual(ALL_FOUR);
  });

  it('that do not exist leave a rule without end, with a warning', () => {
    const file = calendarOf(eventOf(...MONDAY_CLASS, 'RRULE:FREQ=WEEKLY;UNTIL=20270231'));
    expect([occurrencesIn(file).at(-1), notesIn(file), warningsIn(file)]).toEqual([
      '10 May 09:00–09:50',
      ['first-term-only'],
      ['7: The end of its repetition was not understood and left out.'],
    ]);
  });

  it.each([
    ['FREQ=WEEKLY;'],
    ['FREQ=WEEKLY;INTERVAL=0'],
    ['FREQ=WEEKLY;BYDAY= MO '],
    ['FREQ=WEEKLY;X-A=B;WKST=XX'],
  ])('no end, %s, holds in the first term only', (rule) => {
    const file = calendarOf(eventOf(...MONDAY_CLASS, `RRULE:${rule}`));
    expect([occurrencesIn(file).length, occurrencesIn(file).at(-1)]).toEqual([17, '10 May 09:00–09:50']);
    expect([notesIn(file), warningsIn(file)]).toEqual([['first-term-only'], []]);
  });

  it.each([
    ['an UNTIL', ['RRULE:FREQ=WEEKLY;UNTIL=20271213T235959Z']],
    ['a COUNT', ['RRULE:FREQ=WEEKLY;COUNT=48']],
  ])('%s holds in every term, and not between terms', (_name, lines) => {
    const places = occurrencesIn(calendarOf(eventOf(...MONDAY_CLASS, ...lines)));
    expect(places).toHaveLength(17 + 17);
    expect(places).toEqual(
      expect.arrayContaining(['10 May 09:00–09:50', '13 Sep 09:00–09:50', '13 Dec 09:00–09:50']),
    );
    expect(places.join()).not.toContain('Jul');
  });

  it('the first term is the earliest, in whatever order they are given', () => {
    const text = calendarOf(eventOf(...MONDAY_CLASS, 'RRULE:FREQ=WEEKLY'));
    const [line] = readCalendar(text, { terms: [FALL, SPRING] }).understood;
    expect(occurrencesOf(line!)[0]).toBe('18 Jan 09:00–09:50');
  });

  it('an RDATE holds in every term, beside a rule that holds in one', () => {
    const file = calendarOf(
      eventOf(
        ...MONDAY_CLASS,
        'RRULE:FREQ=WEEKLY',
        'RDATE;TZID=America/Chicago:20270915T090000,20270707T090000',
      ),
    );
    expect(occurrencesIn(file).slice(-2)).toEqual(['10 May 09:00–09:50', '15 Sep 09:00–09:50']);
  });
});

describe('marked as free', () => {
  it.each([
    ['a class that repeats counts', eventOf(...WEEKLY, 'TRANSP:TRANSPARENT'), 4],
    ['one by its dates as well', eventOf(...MONDAY_CLASS, 'RDATE:20270120T150000Z', 'TRANSP:TRANSPARENT'), 2],
    ['one that Outlook marks as well', eventOf(...WEEKLY, 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'), 4],
  ])('%s, with a note', (_name, event, count) => {
    const file = calendarOf(event);
    expect([occurrencesIn(file).length, notesIn(file)]).toEqual([count, ['marked-free']]);
  });

  it.each([
    ['a whole day stays free', ['DTSTART;VALUE=DATE:20270120']],
    ['whole days that repeat stay free', ['DTSTART;VALUE=DATE:20270120', 'RRULE:FREQ=WEEKLY']],
    [
      'from midnight to midnight stays free',
      ['DTSTART:20270120T000000', 'DTEND:20270121T000000', 'RRULE:FREQ=WEEKLY'],
    ],
    ['what happens once stays free', MONDAY_CLASS],
  ])('%s, with a reason', (_name, lines) => {
    const { understood, ignored } = readCalendar(calendarOf(eventOf(...lines, 'TRANSP:transparent')));
    expect([understood, ignored]).toEqual([[], [{ line: 3, message: 'This event is marked as free time.' }]]);
  });

  it('a changed date counts as the class does', () => {
    const moved = eventOf(
      'UID:1',
      'RECURRENCE-ID:20270125T150000Z',
      'DTSTART:20270126T150000Z',
      'DURATION:PT1H',
      'TRANSP:TRANSPARENT',
    );
    expect(occurrencesIn(calendarOf(eventOf('UID:1', ...WEEKLY, 'TRANSP:TRANSPARENT'), moved))).toContain(
      '26 Jan 09:00–10:00',
    );
  });
});

describe('events before the terms', () => {
  const past = (nth: number): string =>
    eventOf(`UID:past-${nth}`, 'DTSTART:20200302T090000', 'DTEND:20200302T095000');
  const since1997 = (rule: string): string =>
    eventOf('DTSTART:19970106T060000', 'DURATION:PT15M', `RRULE:FREQ=${rule}`);

  it.each([
    ['2,500 events', Array.from({ length: 2_500 }, (_, nth) => past(nth))],
    ['daily series that have ended', Array(1_000).fill(since1997('DAILY;UNTIL=20241231T000000Z'))],
    ['series that were counted out', Array(1_500).fill(since1997('WEEKLY;BYDAY=MO,WE;COUNT=900'))],
    ['yearly ones that were counted out', Array(1_500).fill(since1997('YEARLY;COUNT=20'))],
  ])('count for no limit: %s', (_name, parts) => {
    const { understood, ignored } = readCalendar(calendarOf(...parts, eventOf(...WEEKLY)));
    expect(understood.map(({ spans }) => spans.length)).toEqual([4]);
    expect(ignored).toEqual([
      {
        line: 3,
        message: `This and ${parts.length - 1} more entries take place in none of the terms ahead.`,
      },
    ]);
  });

  it('do not hide what continues after them', () => {
    const lunch = Array(20).fill(since1997('YEARLY;BYDAY=2TU;BYMONTH=2'));
    const { understood } = readCalendar(calendarOf(...lunch, eventOf(...WEEKLY)));
    expect(understood.map(({ spans }) => spans.length)).toEqual([...Array(20).fill(1), 4]);
  });
});
