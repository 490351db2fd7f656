import fc from 'fast-check';
import { HOUR } from './interval.js';
import type { WeekCalendar } from './week-calendar.js';
import type { RefusalText } from './refusals/refusal-text.js';
import * as rules from './working-time.js';

/** The sentence of a broken rule; null when the rule holds. */
const told =
  <Facts extends unknown[]>(rule: (...facts: Facts) => RefusalText | null) =>
  (...facts: Facts): string | null =>
    rule(...facts)?.message ?? null;
const brokenDailyCap = told(rules.brokenDailyCap);
const brokenNights = told(rules.brokenNights);
const brokenRest = told(rules.brokenRest);
const brokenStretch = told(rules.brokenStretch);
const brokenWeeklyCap = told(rules.brokenWeeklyCap);

const calendar: WeekCalendar = { zone: 'America/Chicago', weekStartsOn: 1 };
const span = (from: string, to: string) => ({ start: Date.parse(from), end: Date.parse(to) });
const LIMITS = rules.NO_LIMITS;

/** 22:00 to 06:00; nine hours long. */
const AUTUMN_NIGHT = span('2026-10-31T22:00-05:00', '2026-11-01T06:00-06:00');
/** 22:00 to 06:00; seven hours long. */
const SPRING_NIGHT = span('2027-03-13T22:00-06:00', '2027-03-14T06:00-05:00');

describe('the weekly cap', () => {
  const evening = span('2026-11-05T18:00-06:00', '2026-11-05T22:00-06:00');
  const asked = (cap: number | null, elsewhere: number, classes: number | null) =>
    brokenWeeklyCap(
      { calendar, span: evening, others: [] },
      { weeklyHourCap: cap, otherWeeklyHours: elsewhere },
      classes === null
        ? []
        : [
            {
              startsOn: '2026-08-24',
              endsOn: '2026-12-18',
              periods: [],
              weeklyHourCap: { classes, exams: classes, break: classes },
            },
          ],
    );

  it.each([
    ['no term and no cap of their own is no cap', null, 160, null, null],
    [
      "the term's holds for who has none of their own",
      null,
      0,
      3,
      '4 of 3 hours in the week of 2 November 2026',
    ],
    ["the lower holds: the term's", 10, 0, 3, '4 of 3 hours in the week of 2 November 2026'],
    ['the lower holds: their own', 3, 0, 10, '4 of 3 hours in the week of 2 November 2026'],
    [
      'hours in other campus jobs count',
      20,
      16.5,
      null,
      '20.5 of 20 hours in the week of 2 November 2026, 16.5 of them in other campus jobs',
    ],
    ['hours in other campus jobs may fill it to the brim', null, 16, 20, null],
    ['decimal hours add up as they read: 4 and 2.2 are 6.2', 6.2, 2.2, null, null],
  ] as const)('%s', (_name, cap, elsewhere, classes, expected) => {
    expect(asked(cap, elsewhere, classes)).toBe(expected && `This would be ${expected}.`);
  });

  it('each week has the cap of its own period', () => {
    const term = {
      startsOn: '2026-08-24',
      endsOn: '2026-11-08',
      periods: [{ kind: 'exams' as const, startsOn: '2026-11-02', endsOn: '2026-11-08' }],
      weeklyHourCap: { classes: 20, exams: 1, break: 40 },
    };
    const sundayNight = span('2026-11-01T22:00-06:00', '2026-11-02T06:00-06:00');
    const own = { weeklyHourCap: null, otherWeeklyHours: 0 };
    expect(brokenWeeklyCap({ calendar, span: sundayNight, others: [] }, own, [term])).toBe(
      'This would be 6 of 1 hours in the week of 2 November 2026.',
    );
    const afterTheTerm = span('2026-11-09T00:00-06:00', '2026-11-09T20:00-06:00');
    expect(brokenWeeklyCap({ calendar, span: afterTheTerm, others: [] }, own, [term])).toBeNull();
  });
});

describe('the daily cap', () => {
  const night = span('2026-11-05T22:00-06:00', '2026-11-06T06:00-06:00');
  const broken = (hours: number, cap: number, date: string): string =>
    `This would be ${hours} of ${cap} hours on ${date}.`;

  it.each([
    ['a night is work of the day it began on, up to five in the morning', night, 7, null],
    ['and no less', night, 6.5, broken(7, 6.5, '5 November 2026')],
    ['the autumn night has eight hours until then', AUTUMN_NIGHT, 7, broken(8, 7, '31 October 2026')],
    ['the spring night has six', SPRING_NIGHT, 6, null],
    ['and no fewer', SPRING_NIGHT, 5, broken(6, 5, '13 March 2027')],
  ])('%s', (_name, one, dailyHourCap, expected) =>
    expect(brokenDailyCap({ calendar, span: one, others: [] }, { ...LIMITS, dailyHourCap })).toBe(expected),
  );

  it('both halves of a night on two dates belong to one day', () => {
    const others = [span('2026-11-05T19:00-06:00', '2026-11-05T23:00-06:00')];
    const after = span('2026-11-06T00:00-06:00', '2026-11-06T04:00-06:00');
    const asked = (workdayStartsAt: string) =>
      brokenDailyCap({ calendar, span: after, others }, { ...LIMITS, dailyHourCap: 7, workdayStartsAt });
    expect(asked('05:00')).toBe(broken(8, 7, '5 November 2026'));
    // With days that begin at midnight.
    expect(asked('00:00')).toBeNull();
  });
});

describe('rest', () => {
  const rest = (one: ReturnType<typeof span>, others: ReturnType<typeof span>[], hours = 8) =>
    brokenRest({ calendar, span: one, others }, { ...LIMITS, minimumRestHours: hours });
  const late = span('2026-11-05T18:00-06:00', '2026-11-05T23:00-06:00');

  it.each([
    ['enough of it', span('2026-11-06T07:00-06:00', '2026-11-06T11:00-06:00'), null],
    [
      'a minute too little',
      span('2026-11-06T06:59-06:00', '2026-11-06T11:00-06:00'),
      'This would leave 7.98 of 8 hours of rest between Thu 5 Nov, 23:00 and Fri 6 Nov, 06:59.',
    ],
    [
      'a pause within one working day is a break, no rest',
      span('2026-11-05T12:00-06:00', '2026-11-05T16:00-06:00'),
      null,
    ],
    [
      'a pause within one night is a break too, though midnight lies in it',
      span('2026-11-06T00:30-06:00', '2026-11-06T04:00-06:00'),
      null,
    ],
    [
      'work that goes beyond the working day asks for rest before it',
      span('2026-11-06T02:00-06:00', '2026-11-06T05:30-06:00'),
      'This would leave 3 of 8 hours of rest between Thu 5 Nov, 23:00 and Fri 6 Nov, 02:00.',
    ],
    ['what follows at once is one stretch', span('2026-11-05T23:00-06:00', '2026-11-06T02:00-06:00'), null],
    [
      'the night before counts as well',
      span('2026-11-04T22:00-06:00', '2026-11-05T11:00-06:00'),
      'This would leave 7 of 8 hours of rest between Thu 5 Nov, 11:00 and Thu 5 Nov, 18:00.',
    ],
  ])('%s', (_name, other, expected) => {
    expect(rest(late, [other])).toBe(expected);
    expect(rest(other, [late])).toBe(expected);
  });

  it('is counted in hours though both shifts start on one date', () => {
    const night = span('2026-11-06T00:00-06:00', '2026-11-06T04:00-06:00');
    const morning = span('2026-11-06T08:00-06:00', '2026-11-06T12:00-06:00');
    const told = 'This would leave 4 of 8 hours of rest between Fri 6 Nov, 04:00 and Fri 6 Nov, 08:00.';
    expect([rest(night, [morning]), rest(morning, [night])]).toEqual([told, told]);
    expect(rest(morning, [night], 4)).toBeNull();
  });

  it('does not depend on dates: work shifted by whole days gives the same result', () => {
    const hours = fc.integer({ min: 0, max: 72 });
    const zone = { calendar: { zone: 'UTC', weekStartsOn: 1 as const } };
    fc.assert(
      fc.property(
        hours,
        hours,
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: -9, max: 9 }),
        (a, b, length, days) => {
          const at = (start: number, shift: number) => {
            const instant = Date.parse('2026-06-01T00:00Z') + (start + shift * 24) * HOUR;
            return { start: instant, end: instant + length * HOUR };
          };
          const asked = (shift: number): boolean =>
            brokenRest(
              { ...zone, span: at(a, shift), others: [at(b, shift)] },
              { ...LIMITS, minimumRestHours: 8 },
            ) !== null;
          const gap = Math.max(a, b) - Math.min(a, b) - length;
          const day = (hour: number): number => Math.floor((hour - 5) / 24);
          const isOneDay = day(Math.min(a, b)) === day(Math.max(a, b) + length - 1);
          expect(asked(days)).toBe(gap > 0 && gap < 8 && !isOneDay);
        },
      ),
    );
  });

  it('over a clock change is measured in real time', () => {
    const until23 = span('2026-10-31T19:00-05:00', '2026-10-31T23:00-05:00');
    expect(rest(until23, [span('2026-11-01T06:00-06:00', '2026-11-01T08:00-06:00')])).toBeNull();
    const inSpring = span('2027-03-13T19:00-06:00', '2027-03-13T23:00-06:00');
    expect(rest(inSpring, [span('2027-03-14T07:00-05:00', '2027-03-14T09:00-05:00')])).toContain(
      '7 of 8 hours',
    );
  });

  it('is checked against the nearest work only', () => {
    const others = [
      span('2026-11-02T18:00-06:00', '2026-11-02T23:00-06:00'),
      span('2026-11-03T05:00-06:00', '2026-11-03T06:00-06:00'),
    ];
    expect(rest(late, others)).toBeNull();
  });
});

describe('a stretch', () => {
  const asked = (others: ReturnType<typeof span>[], most: number) =>
    brokenStretch(
      { calendar, span: span('2026-11-05T18:00-06:00', '2026-11-05T22:00-06:00'), others },
      { ...LIMITS, longestStretchHours: most },
    );
  it.each([
    ['alone is as long as it is', [], 4, null],
    ['a break of half an hour ends it', [span('2026-11-05T14:00-06:00', '2026-11-05T17:30-06:00')], 6, null],
    [
      'a minute less does not',
      [span('2026-11-05T14:00-06:00', '2026-11-05T17:31-06:00')],
      6,
      'This would be 8 hours without a break of 30 minutes; 6 is the most.',
    ],
    [
      'it joins what lies on either side',
      [
        span('2026-11-05T16:00-06:00', '2026-11-05T18:00-06:00'),
        span('2026-11-05T22:00-06:00', '2026-11-06T00:30-06:00'),
      ],
      8,
      'This would be 8.5 hours without a break of 30 minutes; 8 is the most.',
    ],
  ])('%s', (_name, others, most, expected) => expect(asked(others, most)).toBe(expected));

  it('of the autumn night lasts nine hours', () => {
    const limits = { ...LIMITS, longestStretchHours: 8 };
    expect(brokenStretch({ calendar, span: AUTUMN_NIGHT, others: [] }, limits)).toContain('9 hours');
    expect(brokenStretch({ calendar, span: SPRING_NIGHT, others: [] }, limits)).toBeNull();
  });
});

describe('nights in a row', () => {
  const night = (day: number) =>
    span(
      `2026-11-${String(day).padStart(2, '0')}T22:00-06:00`,
      `2026-11-${String(day + 1).padStart(2, '0')}T02:00-06:00`,
    );
  it.each([
    ['three of three', [night(2), night(3)], night(4), 3, null],
    [
      'a fourth',
      [night(2), night(3), night(4)],
      night(5),
      3,
      'This would be 4 nights in a row; 3 is the most.',
    ],
    [
      'one that closes the hole',
      [night(2), night(3), night(5), night(6)],
      night(4),
      4,
      'This would be 5 nights in a row; 4 is the most.',
    ],
    ['a night off in between', [night(2), night(3), night(6)], night(5), 3, null],
    [
      'an evening that ends at midnight is no night',
      [night(2), night(3)],
      span('2026-11-04T18:00-06:00', '2026-11-05T00:00-06:00'),
      2,
      null,
    ],
    [
      'a morning from five on is none',
      [night(2), night(3)],
      span('2026-11-05T05:00-06:00', '2026-11-05T09:00-06:00'),
      2,
      null,
    ],
  ])('%s', (_name, others, one, most, expected) =>
    expect(brokenNights({ calendar, span: one, others }, most)).toBe(expected),
  );
});

it('the order of the other work does not matter', () => {
  const hours = fc.integer({ min: 0, max: 14 * 24 });
  const spans = fc.array(fc.tuple(hours, fc.integer({ min: 1, max: 12 })), { maxLength: 8 });
  const origin = Date.parse('2026-10-26T05:00Z');
  const toSpan = ([start, length]: [number, number]) => ({
    start: origin + start * HOUR,
    end: origin + (start + length) * HOUR,
  });
  const limits = { ...LIMITS, minimumRestHours: 9, longestStretchHours: 8 };
  fc.assert(
    fc.property(fc.tuple(hours, fc.integer({ min: 1, max: 12 })), spans, (one, others) => {
      const work = { calendar, span: toSpan(one), others: others.map(toSpan) };
      const turned = { ...work, others: work.others.toReversed() };
      expect(brokenRest(turned, limits)).toBe(brokenRest(work, limits));
      expect(brokenStretch(turned, limits)).toBe(brokenStretch(work, limits));
      expect(brokenNights(turned, 2)).toBe(brokenNights(work, 2));
    }),
  );
});
