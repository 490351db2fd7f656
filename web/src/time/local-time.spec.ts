import {
  addDays,
  crossesMidnight,
  hoursBetween,
  inZone,
  instantOf,
  instantsOf,
  repetitionOf,
  startOfWeek,
  weekdayOf,
} from './local-time.js';

const CHICAGO = 'America/Chicago';

describe('an instant on a wall clock', () => {
  it.each([
    ['in winter', '2026-11-03T04:00:00Z', CHICAGO, '2026-11-02T22:00:00-06:00'],
    ['in summer', '2026-07-03T03:00:00Z', CHICAGO, '2026-07-02T22:00:00-05:00'],
    ['half an hour off', '2026-07-03T00:00:00Z', 'Asia/Kolkata', '2026-07-03T05:30:00+05:30'],
    [
      'with a jump of half an hour',
      '2026-04-04T15:00:00Z',
      'Australia/Lord_Howe',
      '2026-04-05T01:30:00+10:30',
    ],
    ['at UTC', '2026-07-03T00:00:00Z', 'UTC', '2026-07-03T00:00:00+00:00'],
  ])('%s', (_name, utc, zone, expected) => expect(inZone(Date.parse(utc), zone)).toBe(expected));
});

describe('a wall-clock time', () => {
  it('happens once on an ordinary night', () =>
    expect(instantsOf('2026-11-02', '01:30', CHICAGO)).toEqual(['2026-11-02T01:30:00-06:00']));
  it('happens twice when clocks go back', () =>
    expect(instantsOf('2026-11-01', '01:30', CHICAGO)).toEqual([
      '2026-11-01T01:30:00-05:00',
      '2026-11-01T01:30:00-06:00',
    ]));
  it('does not happen when clocks go forward, and moves forward', () => {
    expect(instantsOf('2026-03-08', '02:30', CHICAGO)).toEqual(['2026-03-08T03:30:00-05:00']);
    expect(instantOf('2026-03-08', '02:30', CHICAGO)).toBe('2026-03-08T03:30:00-05:00');
  });
  it('tells the first of two from the second', () => {
    expect(repetitionOf('2026-11-01T01:30:00-05:00', CHICAGO)).toBe('first');
    expect(repetitionOf('2026-11-01T01:30:00-06:00', CHICAGO)).toBe('second');
    expect(repetitionOf('2026-11-01T02:00:00-06:00', CHICAGO)).toBeNull();
    expect(repetitionOf('2026-11-01T00:59:00-05:00', CHICAGO)).toBeNull();
  });
  it('happens twice within the half hour of Lord Howe', () =>
    expect(instantsOf('2026-04-05', '01:45', 'Australia/Lord_Howe')).toHaveLength(2));
});

describe('a night', () => {
  it('has nine hours when clocks go back, and seven when they go forward', () => {
    expect(hoursBetween('2026-10-31T22:00:00-05:00', '2026-11-01T06:00:00-06:00')).toBe(9);
    expect(hoursBetween('2026-03-07T22:00:00-06:00', '2026-03-08T06:00:00-05:00')).toBe(7);
  });
  it('that ends at midnight does not cross it', () => {
    expect(crossesMidnight('2026-11-02T20:00:00-06:00', '2026-11-03T00:00:00-06:00')).toBe(false);
    expect(crossesMidnight('2026-11-02T20:00:00-06:00', '2026-11-03T00:15:00-06:00')).toBe(true);
  });
});

describe('a week', () => {
  it.each([
    ['2026-11-04', 1, '2026-11-02'],
    ['2026-11-01', 1, '2026-10-26'],
    ['2026-11-01', 7, '2026-11-01'],
    ['2026-11-07', 7, '2026-11-01'],
  ])('of %s that starts on %i begins on %s', (date, startsOn, expected) =>
    expect(startOfWeek(date, startsOn)).toBe(expected),
  );
  it('counts days across a clock change', () => {
    expect(addDays('2026-10-31', 2)).toBe('2026-11-02');
    expect(weekdayOf('2026-11-01')).toBe(7);
  });
});
