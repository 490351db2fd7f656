import fc from 'fast-check';
import { wallClockOn } from '../../test/support/wall-clock.js';
import { runs } from '../../test/support/property-runs.js';
import { DAY, HOUR, MINUTE } from './interval.js';
import { addDays, wallClock } from './local-date.js';
import {
  expandWeekly,
  instantOf,
  instantOfWall,
  occurrenceOn,
  spanOfDates,
  type WeeklyHours,
} from './recurrence.js';

const CHICAGO = 'America/Chicago';
const LORD_HOWE = 'Australia/Lord_Howe';
const DUBLIN = 'Europe/Dublin';
const KATHMANDU = 'Asia/Kathmandu';
const APIA = 'Pacific/Apia';

const hoursLong = (date: string, startsAt: string, endsAt: string, zone: string): number | null => {
  const occurrence = occurrenceOn(date, { startsAt, endsAt }, zone);
  return occurrence && (occurrence.end - occurrence.start) / HOUR;
};

describe('spanOfDates', () => {
  it.each([
    ['an ordinary day', '2026-07-01', '2026-07-01', CHICAGO, 24],
    ['the day of 25 hours', '2026-11-01', '2026-11-01', CHICAGO, 25],
    ['the day of 23 hours', '2026-03-08', '2026-03-08', CHICAGO, 23],
    ['a week with the day of 23 hours', '2026-03-08', '2026-03-14', CHICAGO, 7 * 24 - 1],
    ['a day whose midnight is missing', '2017-10-15', '2017-10-15', 'America/Sao_Paulo', 23],
    ['a day whose midnight is repeated', '2026-11-01', '2026-11-01', 'America/Havana', 25],
    ['a day that was skipped', '2011-12-30', '2011-12-30', APIA, 0],
  ])('of %s (%s to %s, %s) lasts %d hours', (_name, first, last, zone, hours) => {
    const { start, end } = spanOfDates(first, last, zone);
    expect((end - start) / HOUR).toBe(hours);
  });

  it('of a date begins where the one of the date before ends', () => {
    expect(spanOfDates('2026-10-31', '2026-10-31', 'America/Havana').end).toBe(
      spanOfDates('2026-11-01', '2026-11-01', 'America/Havana').start,
    );
  });
});

describe('instantOf', () => {
  it.each([
    ['an ordinary time', CHICAGO, '2026-07-01', '22:00', '22:00-05:00', '22:00-05:00'],
    ['a time in UTC', 'UTC', '2026-11-01', '01:30', '01:30Z', '01:30Z'],
    ['a time in Kathmandu', KATHMANDU, '2026-11-01', '01:30', '01:30+05:45', '01:30+05:45'],
    [
      'the last minute before the repeated hour',
      CHICAGO,
      '2026-11-01',
      '00:59',
      '00:59-05:00',
      '00:59-05:00',
    ],
    ['the first repeated minute', CHICAGO, '2026-11-01', '01:00', '01:00-05:00', '01:00-06:00'],
    ['the last repeated minute', CHICAGO, '2026-11-01', '01:59', '01:59-05:00', '01:59-06:00'],
    [
      'the first minute after the repeated hour',
      CHICAGO,
      '2026-11-01',
      '02:00',
      '02:00-06:00',
      '02:00-06:00',
    ],
    ['the first missing minute', CHICAGO, '2026-03-08', '02:00', '03:00-05:00', '03:00-05:00'],
    ['a time in the missing hour', CHICAGO, '2026-03-08', '02:30', '03:30-05:00', '03:30-05:00'],
    ['the first minute after the missing hour', CHICAGO, '2026-03-08', '03:00', '03:00-05:00', '03:00-05:00'],
    ['a repeated half hour', LORD_HOWE, '2026-04-05', '01:45', '01:45+11:00', '01:45+10:30'],
    [
      'a time just before a repeated half hour',
      LORD_HOWE,
      '2026-04-05',
      '01:29',
      '01:29+11:00',
      '01:29+11:00',
    ],
    ['a missing half hour', LORD_HOWE, '2026-10-04', '02:15', '02:45+11:00', '02:45+11:00'],
    ['a repeated hour of negative DST', DUBLIN, '2026-10-25', '01:30', '01:30+01:00', '01:30+00:00'],
    ['a missing hour of negative DST', DUBLIN, '2026-03-29', '01:30', '02:30+01:00', '02:30+01:00'],
  ])('reads %s (%s, %s %s)', (_name, zone, date, time, first, last) => {
    expect(instantOf(date, time, zone, 'first')).toBe(Date.parse(`${date}T${first}`));
    expect(instantOf(date, time, zone, 'last')).toBe(Date.parse(`${date}T${last}`));
  });

  it('moves a time on a skipped day forward by that day', () => {
    const expected = Date.parse('2011-12-31T10:00+14:00');
    expect(instantOf('2011-12-30', '10:00', APIA, 'first')).toBe(expected);
    expect(instantOf('2011-12-30', '10:00', APIA, 'last')).toBe(expected);
  });

  it('keeps the seconds of a wall-clock time', () => {
    const wall = wallClock('2026-11-01', '01:30') + 12_345;
    expect(instantOfWall(wall, CHICAGO, 'last')).toBe(Date.parse('2026-11-01T01:30:12.345-06:00'));
  });

  it('refuses a zone that does not exist', () => {
    expect(() => instantOf('2026-11-01', '10:00', 'Mars/Olympus', 'first')).toThrow(RangeError);
  });

  describe('equals a minute-by-minute scan', () => {
    const scanned = new Map<string, { at: number; shown: string }[]>();
    const scan = (zone: string, date: string): { at: number; shown: string }[] => {
      const key = `${zone} ${date}`;
      let minutes = scanned.get(key);
      if (!minutes) {
        minutes = [-2, -1, 0, 1, 2].flatMap((days) => wallClockOn(zone, addDays(date, days)));
        scanned.set(key, minutes);
      }
      return minutes;
    };
    const naively = (date: string, time: string, zone: string): { first: number; last: number } => {
      const minutes = scan(zone, date);
      const wanted = `${date}T${time}`;
      const showing = minutes.filter(({ shown }) => shown === wanted);
      if (showing.length > 0) return { first: showing[0]!.at, last: showing.at(-1)!.at };
      const jump = minutes.findIndex(({ shown }) => shown > wanted);
      const length =
        Date.parse(`${minutes[jump]!.shown}Z`) - Date.parse(`${minutes[jump - 1]!.shown}Z`) - MINUTE;
      const moved = new Date(Date.parse(`${wanted}Z`) + length).toISOString().slice(0, 16);
      const { at } = minutes.find(({ shown }) => shown === moved)!;
      return { first: at, last: at };
    };

    it.each([
      [CHICAGO, ['2026-03-08', '2026-11-01', '2026-07-15']],
      [LORD_HOWE, ['2026-04-05', '2026-10-04', '2026-07-15']],
      [DUBLIN, ['2026-03-29', '2026-10-25', '2026-07-15']],
      [KATHMANDU, ['2026-03-08', '2026-11-01']],
      ['UTC', ['2026-03-08', '2026-11-01']],
      ['America/Nuuk', ['2026-03-28', '2026-10-24']],
      [APIA, ['2011-12-30', '2011-09-24']],
    ])('in %s', (zone, anchors) => {
      const reading = fc.record({
        anchor: fc.constantFrom(...anchors),
        days: fc.integer({ min: -1, max: 1 }),
        minute: fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 240 })),
      });
      fc.assert(
        fc.property(reading, ({ anchor, days, minute }) => {
          const date = addDays(anchor, days);
          const time = new Date(minute * MINUTE).toISOString().slice(11, 16);
          const { first, last } = naively(date, time, zone);
          expect(instantOf(date, time, zone, 'first')).toBe(first);
          expect(instantOf(date, time, zone, 'last')).toBe(last);
        }),
        { seed: 20261101, numRuns: runs(250) },
      );
    });
  });
});

describe('an occurrence', () => {
  it.each([
    ['an evening is as long as it reads', CHICAGO, '2026-07-01', '18:00', '22:30', 4.5],
    ['an end before the start is on the next day', CHICAGO, '2026-07-01', '22:00', '06:00', 8],
    [
      'an end one minute before the start is nearly a day',
      CHICAGO,
      '2026-07-01',
      '10:00',
      '09:59',
      24 - 1 / 60,
    ],
    ['equal times are a whole day', CHICAGO, '2026-07-01', '00:00', '00:00', 24],
    ['an odd whole day is a whole day', CHICAGO, '2026-07-01', '01:30', '01:30', 24],
    ['midnight as an end is the end of the day', CHICAGO, '2026-07-01', '08:00', '00:00', 16],
    ['the autumn night has 9 hours', CHICAGO, '2026-10-31', '22:00', '06:00', 9],
    ['the spring night has 7 hours', CHICAGO, '2026-03-07', '22:00', '06:00', 7],
    ['the autumn night of Dublin has 9 hours', DUBLIN, '2026-10-24', '22:00', '06:00', 9],
    ['the spring night of Dublin has 7 hours', DUBLIN, '2026-03-28', '22:00', '06:00', 7],
    ['the autumn night of Lord Howe has 8 and a half', LORD_HOWE, '2026-04-04', '22:00', '06:00', 8.5],
    ['the spring night of Lord Howe has 7 and a half', LORD_HOWE, '2026-10-03', '22:00', '06:00', 7.5],
    ['a night of Kathmandu is always the same', KATHMANDU, '2026-10-31', '22:00', '06:00', 8],
    ['the whole day of the autumn change has 25 hours', CHICAGO, '2026-11-01', '00:00', '00:00', 25],
    ['the whole day of the spring change has 23 hours', CHICAGO, '2026-03-08', '00:00', '00:00', 23],
    ['a whole day that ends in the repeated hour takes both', CHICAGO, '2026-10-31', '01:30', '01:30', 25],
    ['a start that happens twice takes the first', CHICAGO, '2026-11-01', '01:30', '03:00', 2.5],
    ['an end that happens twice takes the last', CHICAGO, '2026-11-01', '00:30', '01:30', 2],
    [
      'hours inside the repeated hour reach from its first to its last',
      CHICAGO,
      '2026-11-01',
      '01:15',
      '01:45',
      1.5,
    ],
    [
      'the wall clock decides on the next day, not the instants',
      CHICAGO,
      '2026-11-01',
      '01:45',
      '01:15',
      24.5,
    ],
    ['hours that start in the missing hour start after it', CHICAGO, '2026-03-08', '02:30', '06:00', 2.5],
    ['hours that end in the missing hour end after it', CHICAGO, '2026-03-08', '00:00', '02:30', 2.5],
    ['hours inside the missing hour move as a whole', CHICAGO, '2026-03-08', '02:15', '02:45', 0.5],
    ['the missing hour itself is empty', CHICAGO, '2026-03-08', '02:00', '03:00', null],
    ['hours that end before their moved start are empty', CHICAGO, '2026-03-08', '02:30', '03:15', null],
    ['hours that end at their moved start are empty', CHICAGO, '2026-03-08', '02:30', '03:30', null],
    ['a whole day from the missing hour loses it', CHICAGO, '2026-03-08', '02:30', '02:30', 23],
    ['hours of the skipped day are those of the next', APIA, '2011-12-30', '08:00', '12:00', 4],
    ['the night before the skipped day leaps over it', APIA, '2011-12-29', '22:00', '06:00', 8],
    ['a night of the skipped day is empty', APIA, '2011-12-30', '22:00', '06:00', null],
  ])('%s (%s, %s %s to %s)', (_name, zone, date, startsAt, endsAt, hours) => {
    expect(hoursLong(date, startsAt, endsAt, zone)).toBe(hours);
  });

  it('belongs to the local date on which it starts', () => {
    expect(occurrenceOn('2026-10-31', { startsAt: '22:00', endsAt: '06:00' }, CHICAGO)).toEqual({
      date: '2026-10-31',
      start: Date.parse('2026-10-31T22:00-05:00'),
      end: Date.parse('2026-11-01T06:00-06:00'),
    });
  });
});

describe('expandWeekly', () => {
  const weekly = (overrides: Partial<WeeklyHours> = {}): WeeklyHours => ({
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    startsAt: '22:00',
    endsAt: '06:00',
    effectiveFrom: '2026-01-01',
    effectiveTo: null,
    ...overrides,
  });
  const window = (from: string, to: string) => ({ start: Date.parse(from), end: Date.parse(to) });
  const dates = (hours: WeeklyHours, from: string, to: string, skip?: Set<string>): string[] =>
    expandWeekly(hours, CHICAGO, window(from, to), skip).map(({ date }) => date);

  it.each([
    [
      'the night before that still lasts counts',
      '2026-07-02T05:59-05:00',
      '2026-07-02T06:30-05:00',
      ['2026-07-01'],
    ],
    ['the night before that just ended does not', '2026-07-02T06:00-05:00', '2026-07-02T06:30-05:00', []],
    [
      'a night that starts at the end of the window does not',
      '2026-07-02T12:00-05:00',
      '2026-07-02T22:00-05:00',
      [],
    ],
    [
      'a night that starts a minute before it ends does',
      '2026-07-02T12:00-05:00',
      '2026-07-02T22:01-05:00',
      ['2026-07-02'],
    ],
    [
      'every night of a window comes in order',
      '2026-07-01T00:00-05:00',
      '2026-07-03T00:00-05:00',
      ['2026-06-30', '2026-07-01', '2026-07-02'],
    ],
  ])('%s', (_name, from, to, expected) => expect(dates(weekly(), from, to)).toEqual(expected));

  it('takes the weekday of the start, also for hours past midnight', () => {
    const fridays = weekly({ weekdays: [5] });
    expect(dates(fridays, '2026-07-04T00:00-05:00', '2026-07-05T00:00-05:00')).toEqual(['2026-07-03']);
  });

  it('bounds the start date by effectiveFrom and effectiveTo, both inclusive', () => {
    const few = weekly({ effectiveFrom: '2026-07-02', effectiveTo: '2026-07-03' });
    const expected = ['2026-07-02', '2026-07-03'];
    expect(dates(few, '2026-06-20T00:00-05:00', '2026-07-20T00:00-05:00')).toEqual(expected);
  });

  it('has no occurrence on skipped dates, and keeps the night that reaches into one', () => {
    const skip = new Set(['2026-07-02']);
    const expected = ['2026-07-01', '2026-07-03'];
    expect(dates(weekly(), '2026-07-01T12:00-05:00', '2026-07-04T00:00-05:00', skip)).toEqual(expected);
  });

  it('does not clip occurrences to the window', () => {
    const [night] = expandWeekly(
      weekly(),
      CHICAGO,
      window('2026-07-02T01:00-05:00', '2026-07-02T02:00-05:00'),
    );
    expect(night).toMatchObject({
      start: Date.parse('2026-07-01T22:00-05:00'),
      end: Date.parse('2026-07-02T06:00-05:00'),
    });
  });

  it('gives the repeated hour to one of two whole days that meet at 01:30', () => {
    const wholeDays = weekly({ startsAt: '01:30', endsAt: '01:30' });
    const found = expandWeekly(
      wholeDays,
      CHICAGO,
      window('2026-11-01T00:00-05:00', '2026-11-02T00:00-06:00'),
    );
    expect(found.map(({ date, start, end }) => [date, (end - start) / HOUR])).toEqual([
      ['2026-10-31', 25],
      ['2026-11-01', 24],
    ]);
    expect(found[1]!.start).toBe(found[0]!.end);
  });

  it.each([CHICAGO, LORD_HOWE, DUBLIN])(
    'gives disjoint occurrences in order over a whole year in %s',
    (zone) => {
      const times = fc
        .integer({ min: 0, max: 47 })
        .map((half) => new Date(half * 30 * MINUTE).toISOString().slice(11, 16));
      fc.assert(
        fc.property(times, times, (startsAt, endsAt) => {
          const year = { start: Date.parse('2026-01-01'), end: Date.parse('2026-01-01') + 366 * DAY };
          const found = expandWeekly(weekly({ startsAt, endsAt }), zone, year);
          expect(
            found.every(({ start, end }, i) => start < end && (i === 0 || found[i - 1]!.end <= start)),
          ).toBe(true);
        }),
        { seed: 20261101, numRuns: runs(50) },
      );
    },
  );
});
