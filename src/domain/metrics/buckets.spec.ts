import fc from 'fast-check';
import { HOUR, MINUTE, subtract, unite, type Span } from '../interval.js';
import { localDateOf, weekdayOf } from '../local-date.js';
import type { WeekCalendar } from '../week-calendar.js';
import { runs } from '../../../test/support/property-runs.js';
import { BUCKETS, sliceIntoBuckets, statesOf, type BucketKind, type BucketState } from './buckets.js';

const CHICAGO: WeekCalendar = { zone: 'America/Chicago', weekStartsOn: 1 };
const span = (from: string, to: string): Span => ({ start: Date.parse(from), end: Date.parse(to) });
const length = ({ start, end }: Span): number => (end - start) / HOUR;
const AUTUMN = span('2026-10-31T00:00-05:00', '2026-11-03T00:00-06:00');
const SPRING = span('2026-03-07T00:00-06:00', '2026-03-10T00:00-05:00');

const lengths = (kind: BucketKind, phase: Span, calendar = CHICAGO): number[] =>
  sliceIntoBuckets(kind, phase, [phase], calendar).buckets.map(length);
const starts = (kind: BucketKind, phase: Span, calendar = CHICAGO): string[] =>
  sliceIntoBuckets(kind, phase, [phase], calendar).buckets.map(({ start }) =>
    localDateOf(start, calendar.zone),
  );

describe('buckets', () => {
  it('are one for the whole phase when none are asked for', () => {
    const counted = [
      span('2026-10-31T00:00-05:00', '2026-11-01T00:00-05:00'),
      span('2026-11-02T00:00-06:00', '2026-11-03T00:00-06:00'),
    ];
    expect(sliceIntoBuckets('none', AUTUMN, counted, CHICAGO)).toEqual({
      buckets: [{ ...AUTUMN, key: 0, minutes: 73 * 60, until: AUTUMN.end }],
      slices: counted.map((part) => ({ ...part, bucket: 0 })),
    });
  });

  it.each([
    ['days have 25 hours at the autumn change', 'day', AUTUMN, [24, 25, 24]],
    ['days have 23 hours at the spring change', 'day', SPRING, [24, 23, 24]],
    [
      'weeks have 169 hours in autumn',
      'week',
      span('2026-10-26T00:00-05:00', '2026-11-09T00:00-06:00'),
      [169, 168],
    ],
    [
      'weeks have 167 hours in spring',
      'week',
      span('2026-03-02T00:00-06:00', '2026-03-16T00:00-05:00'),
      [167, 168],
    ],
    [
      'months are as long as they are',
      'month',
      span('2026-10-01T00:00-05:00', '2027-03-01T00:00-06:00'),
      [744, 721, 744, 744, 672],
    ],
  ] as const)('%s', (_name, kind, phase, expected) => expect(lengths(kind, phase)).toEqual(expected));

  it.each([
    ['a week begins before the phase that begins in it', 'week', 1, ['2026-10-26', '2026-11-02']],
    ['weeks may start on Sunday', 'week', 7, ['2026-10-25', '2026-11-01']],
    ['a month begins before the phase that begins in it', 'month', 1, ['2026-10-01', '2026-11-01']],
    ['days are those of the phase', 'day', 1, ['2026-10-31', '2026-11-01', '2026-11-02']],
  ] as const)('%s', (_name, kind, weekStartsOn, expected) => {
    expect(starts(kind, AUTUMN, { ...CHICAGO, weekStartsOn })).toEqual(expected);
  });

  it('follow every month, from the longest to the shortest', () => {
    const year = span('2028-01-15T00:00-06:00', '2029-01-01T00:00-06:00');
    const months = Array.from({ length: 12 }, (_, month) => `2028-${String(month + 1).padStart(2, '0')}-01`);
    expect(starts('month', year)).toEqual(months);
  });

  it('leave out a day that a zone skipped', () => {
    const apia: WeekCalendar = { zone: 'Pacific/Apia', weekStartsOn: 1 };
    const phase = span('2011-12-29T00:00-10:00', '2012-01-01T00:00+14:00');
    expect(starts('day', phase, apia)).toEqual(['2011-12-29', '2011-12-31']);
    expect(lengths('hour', phase, apia)).toEqual(new Array(48).fill(1));
  });
});

describe('hours', () => {
  const hoursOf = (phase: Span, zone: string): string[] =>
    sliceIntoBuckets('hour', phase, [phase], { zone, weekStartsOn: 1 }).buckets.map(
      ({ start, end }) => `${new Date(start).toISOString().slice(11, 16)} ${(end - start) / MINUTE}`,
    );

  it.each([
    [
      'the repeated hour makes two',
      'America/Chicago',
      '2026-11-01T00:00-05:00',
      '2026-11-01T03:00-06:00',
      ['05:00 60', '06:00 60', '07:00 60', '08:00 60'],
    ],
    [
      'the missing hour makes none',
      'America/Chicago',
      '2026-03-08T01:00-06:00',
      '2026-03-08T04:00-05:00',
      ['07:00 60', '08:00 60'],
    ],
    [
      'a repeated half hour lengthens its hour',
      'Australia/Lord_Howe',
      '2026-04-05T00:00+11:00',
      '2026-04-05T03:00+10:30',
      ['13:00 60', '14:00 90', '15:30 60'],
    ],
    [
      'a missing half hour shortens its hour',
      'Australia/Lord_Howe',
      '2026-10-04T01:00+10:30',
      '2026-10-04T04:00+11:00',
      ['14:30 60', '15:30 30', '16:00 60'],
    ],
    [
      'the missing last hour of a day makes none',
      'America/Nuuk',
      '2026-03-28T22:00-02:00',
      '2026-03-29T01:00-01:00',
      ['00:00 60', '01:00 60'],
    ],
    [
      'they begin on the local hour of an odd offset',
      'Asia/Kathmandu',
      '2026-11-01T01:00+05:45',
      '2026-11-01T03:00+05:45',
      ['19:15 60', '20:15 60'],
    ],
    [
      'one that a phase begins in is there as a whole',
      'UTC',
      '2026-11-01T01:30Z',
      '2026-11-01T02:30Z',
      ['01:00 60', '02:00 60'],
    ],
  ])('%s', (_name, zone, from, to, expected) => expect(hoursOf(span(from, to), zone)).toEqual(expected));
});

describe('hours of the week', () => {
  const minutesByHour = (phase: Span, calendar: WeekCalendar): Map<string, number> => {
    const { buckets, slices } = sliceIntoBuckets('hour-of-week', phase, [phase], calendar);
    const sums = new Map<string, number>();
    for (const { bucket, start, end } of slices) {
      const { weekday, hour } = buckets[bucket]!.hourOfWeek!;
      sums.set(`${weekday} ${hour}`, (sums.get(`${weekday} ${hour}`) ?? 0) + (end - start) / MINUTE);
    }
    return sums;
  };

  it.each([
    ['Monday', 1, 1],
    ['Sunday', 7, 7],
    ['Wednesday', 3, 3],
  ] as const)('are 168 from the first weekday on: %s', (_name, weekStartsOn, first) => {
    const { buckets } = sliceIntoBuckets('hour-of-week', AUTUMN, [AUTUMN], { ...CHICAGO, weekStartsOn });
    expect(buckets).toHaveLength(168);
    expect(buckets[0]).toMatchObject({ ...AUTUMN, hourOfWeek: { weekday: first, hour: 0 } });
    expect(buckets[25]!.hourOfWeek).toEqual({ weekday: (first % 7) + 1, hour: 1 });
    expect(buckets[167]!.hourOfWeek).toEqual({ weekday: ((first + 5) % 7) + 1, hour: 23 });
  });

  it('contain the repeated hour twice and the missing one never', () => {
    const autumnWeek = minutesByHour(span('2026-10-26T00:00-05:00', '2026-11-02T00:00-06:00'), CHICAGO);
    expect([autumnWeek.get('7 0'), autumnWeek.get('7 1'), autumnWeek.get('7 2')]).toEqual([60, 120, 60]);
    const springWeek = minutesByHour(span('2026-03-02T00:00-06:00', '2026-03-09T00:00-05:00'), CHICAGO);
    expect([springWeek.get('7 1'), springWeek.get('7 2'), springWeek.get('7 3')]).toEqual([
      60,
      undefined,
      60,
    ]);
  });

  it('collect the same hour of every week', () => {
    const fortnight = minutesByHour(span('2026-06-01T00:00-05:00', '2026-06-15T00:00-05:00'), CHICAGO);
    expect(fortnight.size).toBe(168);
    expect(new Set(fortnight.values())).toEqual(new Set([120]));
  });
});

describe('slices', () => {
  const zones = fc.constantFrom(
    'America/Chicago',
    'Australia/Lord_Howe',
    'Europe/Dublin',
    'America/Nuuk',
    'Asia/Kathmandu',
    'UTC',
  );
  const anchors = fc.constantFrom(
    '2026-03-08',
    '2026-03-29',
    '2026-04-05',
    '2026-10-04',
    '2026-10-25',
    '2026-11-01',
  );
  const scenario = fc
    .record({
      zone: zones,
      weekStartsOn: fc.integer({ min: 1, max: 7 }),
      anchor: anchors,
      from: fc.integer({ min: -4000, max: 1000 }),
      minutes: fc.integer({ min: 1, max: 20_000 }),
      excluded: fc.array(
        fc.tuple(fc.integer({ min: -500, max: 20_000 }), fc.integer({ min: 1, max: 3000 })),
        { maxLength: 4 },
      ),
    })
    .map(({ anchor, from, minutes, excluded, zone, weekStartsOn }) => {
      const start = Date.parse(anchor) + from * MINUTE;
      const phase = { start, end: start + minutes * MINUTE };
      const cuts = unite(
        excluded.map(([at, size]) => ({ start: start + at * MINUTE, end: start + (at + size) * MINUTE })),
      );
      const calendar: WeekCalendar = { zone, weekStartsOn: weekStartsOn as WeekCalendar['weekStartsOn'] };
      return { phase, counted: subtract([phase], cuts), calendar };
    });

  it.each(BUCKETS)('by %s hold exactly the counted time, in order, each in its own bucket', (kind) => {
    fc.assert(
      fc.property(scenario, ({ phase, counted, calendar }) => {
        const { buckets, slices } = sliceIntoBuckets(kind, phase, counted, calendar);
        expect(unite(slices)).toEqual(counted);
        expect(
          slices.every(({ start, end }, i) => start < end && (i === 0 || slices[i - 1]!.end <= start)),
        ).toBe(true);
        for (const { start, end, bucket } of slices) {
          const own = buckets[bucket]!;
          expect(own.start <= start && end <= own.end).toBe(true);
          const { hourOfWeek } = own;
          if (hourOfWeek) expect(weekdayOf(localDateOf(start, calendar.zone))).toBe(hourOfWeek.weekday);
        }
      }),
      { seed: 20261101, numRuns: runs(150) },
    );
  });

  it('leave an excluded span out of its bucket', () => {
    const counted = subtract([AUTUMN], [span('2026-11-01T06:00-06:00', '2026-11-01T12:00-06:00')]);
    const { slices } = sliceIntoBuckets('day', AUTUMN, counted, CHICAGO);
    expect(slices.map(({ bucket, ...part }) => [bucket, length(part)])).toEqual([
      [0, 24],
      [1, 7],
      [1, 12],
      [2, 24],
    ]);
  });

  it('are none without counted time, but the buckets exist', () => {
    for (const kind of BUCKETS) {
      const { buckets, slices } = sliceIntoBuckets(kind, AUTUMN, [], CHICAGO);
      expect(slices).toEqual([]);
      expect(buckets.length).toBeGreaterThan(0);
    }
  });
});

describe('the state of a bucket', () => {
  const statesIn = (kind: BucketKind, phase: Span, excluded: readonly Span[], now: number): BucketState[] => {
    const { buckets, slices } = sliceIntoBuckets(kind, phase, subtract([phase], excluded), CHICAGO);
    return statesOf(buckets, slices, now);
  };
  const [later, whole] = [Infinity, { partial: false, excluded: false }];

  it.each([
    ['is whole where nothing cuts it', AUTUMN, [], later, [whole, whole, whole]],
    [
      'is partial by an exclusion, and excluded where nothing is left',
      AUTUMN,
      [span('2026-11-01T12:00-06:00', '2026-11-03T00:00-06:00')],
      later,
      [whole, { partial: true, excluded: false }, { partial: true, excluded: true }],
    ],
    [
      'is partial where it reaches beyond now',
      AUTUMN,
      [],
      Date.parse('2026-11-01T12:00-06:00'),
      [whole, { partial: true, excluded: false }, { partial: true, excluded: false }],
    ],
  ])('%s', (_name, phase, excluded, now, states) => {
    expect(statesIn('day', phase, excluded, now)).toEqual(states);
  });

  it('of an hour of the week depends on that hour only', () => {
    const fortnight = span('2026-06-01T00:00-05:00', '2026-06-15T00:00-05:00');
    const tuesday = span('2026-06-02T00:00-05:00', '2026-06-03T00:00-05:00');
    const now = Date.parse('2026-06-14T22:30-05:00');
    const states = statesIn('hour-of-week', fortnight, [tuesday], now);
    const partial = states.flatMap((state, index) => (state.partial ? [index] : []));
    expect(partial).toEqual([...Array.from({ length: 24 }, (_, hour) => 24 + hour), 166, 167]);
    expect(states.some((state) => state.excluded)).toBe(false);
    const days = span('2026-06-01T00:00-05:00', '2026-06-04T00:00-05:00');
    const short = statesIn('hour-of-week', days, [tuesday], later);
    expect(short.map(({ excluded }) => excluded)).toEqual(short.map((_, index) => index >= 24 && index < 48));
  });

  it('of the hour that the spring change skips is neither partial nor excluded', () => {
    const sunday = span('2026-03-08T00:00-06:00', '2026-03-09T00:00-05:00');
    expect(statesIn('hour-of-week', sunday, [], later)[6 * 24 + 2]).toEqual(whole);
  });
});
