import { closedWithin, closureOf, isAffected, staffedIn, type Opening } from './closing.js';
import type { CoverageException, CoverageRule } from './coverage.js';
import { HOUR, type Span } from './interval.js';
import { teamsOf } from './staffing.js';

const CHICAGO = 'America/Chicago';
const POSITION = 'desk';

/** Open every night from 20:00 to 02:00. */
const nightly: CoverageRule = {
  positionId: POSITION,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  startsAt: '20:00',
  endsAt: '02:00',
  required: 1,
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
};
const closed = (date: string, untilDate = date): CoverageException => ({ date, untilDate, hours: [] });
const opening = (exceptions: CoverageException[], rules = [nightly], zone = CHICAGO): Opening => ({
  rules,
  exceptions,
  zone,
});
const span = (start: string, end: string): Span => ({ start: Date.parse(start), end: Date.parse(end) });
const told = (spans: readonly Span[]): string[] =>
  spans.map(({ start, end }) => `${new Date(start).toISOString()}/${new Date(end).toISOString()}`);
const hoursIn = (spans: readonly Span[]): number =>
  spans.reduce((sum, { start, end }) => sum + end - start, 0) / HOUR;

describe('a closed date', () => {
  const exception = closed('2026-10-14');
  const closure = closureOf(exception, opening([exception]));

  it('is closed from the end of the previous night to the end of its own night', () =>
    expect(told(closure.closed)).toEqual(['2026-10-14T07:00:00.000Z/2026-10-15T07:00:00.000Z']));

  it('loses its own night, also past midnight', () =>
    expect(told(closure.lost)).toEqual(['2026-10-15T01:00:00.000Z/2026-10-15T07:00:00.000Z']));

  it.each([
    ['a shift of its evening', '2026-10-14T20:00-05:00', '2026-10-15T00:00-05:00', true],
    [
      'a shift of its night that starts after midnight',
      '2026-10-15T00:30-05:00',
      '2026-10-15T02:00-05:00',
      true,
    ],
    [
      'a shift of its morning, when it is never open',
      '2026-10-14T09:00-05:00',
      '2026-10-14T11:00-05:00',
      true,
    ],
    ['the night before, past midnight', '2026-10-13T22:00-05:00', '2026-10-14T02:00-05:00', false],
    [
      'the night before, though it goes on after closing',
      '2026-10-13T22:00-05:00',
      '2026-10-14T02:30-05:00',
      false,
    ],
    ['a shift after midnight of the night before', '2026-10-14T00:00-05:00', '2026-10-14T02:00-05:00', false],
    ['the next evening', '2026-10-15T20:00-05:00', '2026-10-16T02:00-05:00', false],
    ['what begins as its night ends', '2026-10-15T02:00-05:00', '2026-10-15T04:00-05:00', false],
  ])('affects %s: %#', (_what, start, end, expected) =>
    expect(isAffected(span(start, end), closure, CHICAGO)).toBe(expected),
  );
});

describe('a date with other hours', () => {
  const exception = {
    ...closed('2026-10-14'),
    hours: [{ positionId: POSITION, startsAt: '18:00', endsAt: '22:00', required: 1 }],
  };
  const closure = closureOf(exception, opening([exception]));
  it.each([
    ['a shift within them', '2026-10-14T18:00-05:00', '2026-10-14T22:00-05:00', false],
    ['a shift that outlasts them', '2026-10-14T20:00-05:00', '2026-10-15T00:00-05:00', true],
    ['a shift after them', '2026-10-14T22:00-05:00', '2026-10-15T02:00-05:00', true],
  ])('affects %s: %#', (_what, start, end, expected) =>
    expect(isAffected(span(start, end), closure, CHICAGO)).toBe(expected),
  );
});

describe('a span of dates', () => {
  it.each([
    ['the night of 25 hours', closed('2026-10-30', '2026-11-02'), 4 * 24 + 1],
    ['the night of 23 hours', closed('2026-03-06', '2026-03-09'), 4 * 24 - 1],
  ])('over %s is closed for its real length', (_what, exception, hours) =>
    expect(hoursIn(closureOf(exception, opening([exception])).closed)).toBe(hours),
  );

  it('includes both repeated hours when its night ends in them', () => {
    const rule = { ...nightly, startsAt: '22:00', endsAt: '01:30' };
    const exception = closed('2026-10-31');
    expect(told(closureOf(exception, opening([exception], [rule])).lost)).toEqual([
      '2026-11-01T03:00:00.000Z/2026-11-01T07:30:00.000Z',
    ]);
  });

  it('has its special hours on each date, and is closed otherwise', () => {
    const exception = {
      ...closed('2026-12-21', '2026-12-23'),
      hours: [{ positionId: POSITION, startsAt: '12:00', endsAt: '16:00', required: 0 }],
    };
    const spans = closureOf(exception, opening([exception])).closed;
    expect(hoursIn(spans)).toBe(3 * 24 - 3 * 4);
  });

  it('is open where another exception beside it is open', () => {
    const after = {
      ...closed('2026-10-15'),
      hours: [{ positionId: POSITION, startsAt: '00:00', endsAt: '08:00', required: 1 }],
    };
    const exception = closed('2026-10-14');
    expect(told(closureOf(exception, opening([exception, after])).closed)).toEqual([
      '2026-10-14T07:00:00.000Z/2026-10-15T05:00:00.000Z',
    ]);
  });

  it('of a year is computed for a window only, with the same result there', () => {
    const exception = closed('2026-01-05', '2027-01-30');
    const window = span('2026-10-30T00:00-05:00', '2026-11-03T00:00-06:00');
    expect(told(closedWithin(opening([exception]), window))).toEqual(told([window]));
  });

  it('closes nothing outside itself', () => {
    const window = span('2026-10-20T00:00-05:00', '2026-10-22T00:00-05:00');
    expect(closedWithin(opening([closed('2026-10-14')]), window)).toEqual([]);
  });
});

describe('people on shift in closed time', () => {
  const window = span('2026-10-14T07:00Z', '2026-10-15T07:00Z');
  const exception = closed('2026-10-14');
  const spans = closedWithin(opening([exception]), window);
  const at = (start: string, end: string, positionId = POSITION) => ({ ...span(start, end), positionId });

  it('are listed by position, with their number', () =>
    expect(
      staffedIn(
        spans,
        teamsOf([
          at('2026-10-15T01:00Z', '2026-10-15T03:00Z'),
          at('2026-10-15T02:00Z', '2026-10-15T03:00Z'),
          at('2026-10-15T02:00Z', '2026-10-15T09:00Z', 'print'),
        ]),
        window,
      ),
    ).toEqual([
      { ...at('2026-10-15T01:00Z', '2026-10-15T02:00Z'), assigned: 1 },
      { ...at('2026-10-15T02:00Z', '2026-10-15T03:00Z'), assigned: 2 },
      { ...at('2026-10-15T02:00Z', '2026-10-15T07:00Z', 'print'), assigned: 1 },
    ]));

  it('are none when nobody is there', () => expect(staffedIn(spans, [], window)).toEqual([]));
});
