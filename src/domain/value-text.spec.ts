import fc from 'fast-check';
import { DateTime } from 'luxon';
import { inZone, spanInZone } from './iso-text.js';
import { valueText } from './value-text.js';

const ZONES = ['America/Chicago', 'UTC', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const instants = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) });

describe('times in words', () => {
  it('are those of luxon, in every zone', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const there = DateTime.fromMillis(instant, { zone, locale: 'en' });
        expect(valueText(inZone(instant, zone))).toBe(there.toFormat('ccc d LLL, HH:mm'));
        expect(valueText(there.toISODate())).toBe(there.toFormat('d LLLL yyyy'));
      }),
    );
  });

  it.each([
    ['2026-10-31T22:00-05:00', '2026-11-01T06:00-06:00', 'Sat 31 Oct, 22:00 to 06:00'],
    ['2026-03-07T22:00-06:00', '2026-03-08T06:00-05:00', 'Sat 7 Mar, 22:00 to 06:00'],
    ['2026-11-03T20:00-06:00', '2026-11-03T23:00-06:00', 'Tue 3 Nov, 20:00 to 23:00'],
    ['2026-11-03T20:00-06:00', '2026-11-05T08:00-06:00', 'Tue 3 Nov, 20:00 to Thu 5 Nov, 08:00'],
  ])('write the end of a span as briefly as possible: %s to %s', (start, end, expected) => {
    const span = { start: Date.parse(start), end: Date.parse(end) };
    expect(valueText(spanInZone(span, 'America/Chicago'))).toBe(expected);
  });

  it.each([['Main Lab'], ['4/3/2012'], [20], [null], ['2026-11-02 or so']])(
    'leave other values unchanged: %s',
    (value) => expect(valueText(value)).toBe(value),
  );
});
