import fc from 'fast-check';
import { calendarOf, eventOf, occurrencesOf, readCalendar } from '../../../test/support/calendars.js';
import { runs } from '../../../test/support/property-runs.js';

const twoDigits = (figure: number): string => String(figure).padStart(2, '0');
const rules = fc.constantFrom(
  [],
  ['RRULE:FREQ=WEEKLY;COUNT=5'],
  ['RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR'],
  ['RRULE:FREQ=WEEKLY;UNTIL=20271201', 'EXDATE;VALUE=DATE:20270201'],
  ['RDATE:20270301T150000Z,20270902T150000Z'],
  ['RRULE:FREQ=DAILY;COUNT=3', 'TRANSP:TRANSPARENT'],
);
/** Valid events, each with its own name and UID. */
const classes = fc
  .uniqueArray(
    fc.tuple(
      fc.nat(999),
      fc.integer({ min: 11, max: 28 }),
      fc.nat(23),
      fc.integer({ min: 30, max: 180 }),
      rules,
    ),
    { minLength: 1, maxLength: 5, selector: ([name]) => name },
  )
  .map((all) =>
    all.map(([name, day, hour, minutes, rule]) =>
      eventOf(
        `UID:class-${name}`,
        `SUMMARY:Class ${name}`,
        `DTSTART;TZID=America/Chicago:202701${twoDigits(day)}T${twoDigits(hour)}0000`,
        `DURATION:PT${minutes}M`,
        ...rule,
      ),
    ),
  );
const line = fc.oneof(
  fc.constantFrom(
    'BEGIN:VEVENT',
    'BEGIN:VALARM',
    'BEGIN:X-THING',
    'BEGIN:VTIMEZONE',
    'END:VALARM',
    'END:VEVENT',
    'END:X-THING',
    'UID:another',
    'DTSTART:20270118T090000',
    'DTSTART:20270231',
    'DTEND:yesterday',
    'DURATION:PT1H',
    'DURATION:-P1D',
    'RRULE:FREQ=SECONDLY',
    'RRULE:FREQ=WEEKLY;BYDAY=XX;COUNT=x',
    'RDATE:x/y/z',
    'EXDATE:,,20270118T150000Z',
    'RECURRENCE-ID;RANGE=THISANDFUTURE:20270118T090000',
    'STATUS:CANCELLED',
    'SEQUENCE:9',
    'X-WR-CALNAME:Mine',
    ' folded',
    '\tfolded',
    '',
  ),
  fc.string({ maxLength: 20 }).filter((text) => !/^X-WR-TIMEZONE|^(BEGIN|END):VCALENDAR|\0/i.test(text)),
);
/** Random lines, and the beginning of the next part on its own line. */
const garbage = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\r\n'));

/** What is understood of the classes of a file, in any order. */
const keptIn = (parts: readonly string[]): string[] =>
  readCalendar(calendarOf(...parts))
    .understood.filter(({ title }) => title.startsWith('Class '))
    .map((event) => `${event.title} ${event.id} ${event.notes.join()} ${occurrencesOf(event).join()}`)
    .sort();

it('garbage in a file neither removes nor changes its valid events', () => {
  fc.assert(
    fc.property(classes, fc.array(garbage, { minLength: 6, maxLength: 6 }), (good, bad) => {
      const mixed = bad.flatMap((text, nth) => [text, ...good.slice(nth, nth + 1)]);
      expect(keptIn(mixed)).toEqual(keptIn(good));
    }),
    { numRuns: runs(300) },
  );
});

it('what is understood of a class does not depend on its place in the file', () => {
  const shuffled = classes.chain((good) =>
    fc.tuple(fc.constant(good), fc.shuffledSubarray(good, { minLength: good.length })),
  );
  fc.assert(fc.property(shuffled, ([good, other]) => expect(keptIn(other)).toEqual(keptIn(good))));
});

it('a file of any bytes is read or refused, and events take time only within the terms', () => {
  const file = fc.oneof(
    fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => Buffer.concat([Buffer.from('BEGIN:VCALENDAR\n'), bytes])),
    fc.array(garbage, { maxLength: 4 }).map((parts) => Buffer.from(calendarOf(...parts))),
  );
  fc.assert(
    fc.property(file, (bytes) => {
      try {
        for (const { spans, times, occurrences, atOtherTimes } of readCalendar(bytes).understood.map(
          (event) => ({
            ...event,
            occurrences: event.times.reduce((sum, one) => sum + one.occurrences, 0),
          }),
        )) {
          expect(spans.length).toBeGreaterThan(0);
          expect(times.length).toBeGreaterThan(0);
          expect(occurrences + atOtherTimes).toBe(spans.length);
          expect(spans.every(({ start, end }) => start < end)).toBe(true);
        }
      } catch (error) {
        expect(['INVALID_CALENDAR', 'NOTHING_UNDERSTOOD']).toContain((error as { code?: string }).code);
      }
    }),
    { numRuns: runs(300) },
  );
});
