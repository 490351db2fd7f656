import type { DemandPiece } from './coverage.js';
import { HOUR, type Span } from './interval.js';
import {
  addSegment,
  coverageSummary,
  emptyCoverageTotals,
  gapsIn,
  ratio,
  staffingOf,
  teamsOf,
  type StaffSpan,
} from './staffing.js';

/** Spans in hours from a fixed midnight, so that they are easy to read. */
const hours = (from: number, to: number): Span => ({ start: from * HOUR, end: to * HOUR });
const demand = (from: number, to: number, required: number, positionId = 'desk'): DemandPiece => ({
  ...hours(from, to),
  required,
  positionId,
  date: '2026-11-02',
});
const onShift = (from: number, to: number, positionId = 'desk'): StaffSpan => ({
  ...hours(from, to),
  positionId,
});
const DAY = hours(0, 24);

const read = (pieces: readonly DemandPiece[], staff: readonly StaffSpan[], window = DAY): string[] =>
  staffingOf(pieces, teamsOf(staff), window).map(
    ({ positionId, start, end, required, assigned }) =>
      `${positionId} ${start / HOUR}-${end / HOUR} ${assigned}/${required}`,
  );

describe('demand compared with staffing', () => {
  it.each([
    ['nobody on shift leaves the demand as it is', [demand(8, 12, 2)], [], ['desk 8-12 0/2']],
    [
      'a shift over part of it splits it',
      [demand(8, 12, 1)],
      [onShift(9, 10)],
      ['desk 8-9 0/1', 'desk 9-10 1/1', 'desk 10-12 0/1'],
    ],
    ['a hand-over leaves no seam', [demand(8, 12, 1)], [onShift(8, 10), onShift(10, 12)], ['desk 8-12 1/1']],
    ['a surplus is seen as it is', [demand(8, 12, 1)], [onShift(8, 12), onShift(8, 12)], ['desk 8-12 2/1']],
    [
      'demand that touches joins when it asks the same',
      [demand(8, 10, 1), demand(10, 12, 1)],
      [],
      ['desk 8-12 0/1'],
    ],
    [
      'demand that overlaps adds up',
      [demand(8, 12, 1), demand(10, 14, 2)],
      [],
      ['desk 8-10 0/1', 'desk 10-12 0/3', 'desk 12-14 0/2'],
    ],
    ['hours without an operator are no demand', [demand(8, 12, 0)], [onShift(8, 12)], []],
    [
      'a shift outside demand changes nothing',
      [demand(8, 12, 1)],
      [onShift(12, 14), onShift(6, 8)],
      ['desk 8-12 0/1'],
    ],
    ['another position never helps', [demand(8, 12, 1)], [onShift(8, 12, 'lab')], ['desk 8-12 0/1']],
    [
      'a hole in the demand separates',
      [demand(8, 9, 1), demand(10, 11, 1)],
      [onShift(8, 11)],
      ['desk 8-9 1/1', 'desk 10-11 1/1'],
    ],
    [
      'all is clipped to the window',
      [demand(-5, 30, 1)],
      [onShift(-9, 2), onShift(20, 40)],
      ['desk 0-2 1/1', 'desk 2-20 0/1', 'desk 20-24 1/1'],
    ],
    ['an empty shift is nobody', [demand(8, 12, 1)], [onShift(9, 9)], ['desk 8-12 0/1']],
  ])('%s', (_name, pieces, staff, expected) => expect(read(pieces, staff)).toEqual(expected));

  it('is ordered by start and then position', () => {
    const pieces = [demand(9, 10, 1, 'lab'), demand(9, 10, 1, 'desk'), demand(8, 9, 1, 'print')];
    expect(read(pieces, [])).toEqual(['print 8-9 0/1', 'desk 9-10 0/1', 'lab 9-10 0/1']);
  });

  it('has gaps where fewer are on shift than required, and only there', () => {
    const segments = staffingOf([demand(8, 12, 2)], teamsOf([onShift(8, 12), onShift(9, 10)]), DAY);
    expect(gapsIn(segments).map(({ start, end, missing }) => [start / HOUR, end / HOUR, missing])).toEqual([
      [8, 9, 1],
      [10, 12, 1],
    ]);
  });

  it('is exact to the millisecond', () => {
    const staff = [{ positionId: 'desk', start: 8 * HOUR + 1, end: 12 * HOUR }];
    expect(gapsIn(staffingOf([demand(8, 12, 1)], teamsOf(staff), DAY))).toMatchObject([
      { start: 8 * HOUR, end: 8 * HOUR + 1 },
    ]);
  });
});

describe('coverage figures', () => {
  const figures = (pieces: readonly DemandPiece[], staff: readonly StaffSpan[]) => {
    const totals = emptyCoverageTotals();
    for (const segment of staffingOf(pieces, teamsOf(staff), DAY)) addSegment(totals, segment);
    return coverageSummary(totals);
  };

  it('never hide a gap in one hour with too many people in another', () => {
    expect(figures([demand(8, 12, 1)], [onShift(8, 10), onShift(8, 10)])).toEqual({
      requiredMinutes: 240,
      staffedMinutes: 120,
      missingMinutes: 120,
      coverageRate: 0.5,
      fullyCoveredRate: 0.5,
      uncoveredMinutes: 120,
    });
  });

  it('separate partly covered time from fully covered and uncovered time', () => {
    expect(figures([demand(8, 12, 2)], [onShift(8, 11), onShift(8, 9)])).toEqual({
      requiredMinutes: 480,
      staffedMinutes: 240,
      missingMinutes: 240,
      coverageRate: 0.5,
      fullyCoveredRate: 0.25,
      uncoveredMinutes: 60,
    });
  });

  it('of two positions come from the sums, not from averages', () => {
    const pieces = [demand(8, 18, 1), demand(8, 10, 1, 'lab')];
    // The average of 0 of 10 h and 2 of 2 h would wrongly be one half.
    expect(figures(pieces, [onShift(8, 10, 'lab')]).coverageRate).toBeCloseTo(2 / 12);
    expect(figures(pieces, [onShift(8, 10, 'lab')]).fullyCoveredRate).toBeCloseTo(2 / 12);
  });

  it('have no rate without demand', () => {
    expect(figures([demand(8, 12, 0)], [onShift(8, 12)])).toEqual({
      requiredMinutes: 0,
      staffedMinutes: 0,
      missingMinutes: 0,
      coverageRate: null,
      fullyCoveredRate: null,
      uncoveredMinutes: 0,
    });
    expect(ratio(0, 0)).toBeNull();
    expect(ratio(0, 5)).toBe(0);
  });

  it('of a part of a segment are its share', () => {
    const [segment] = staffingOf([demand(8, 12, 3)], teamsOf([onShift(8, 12)]), DAY);
    const totals = emptyCoverageTotals();
    addSegment(totals, segment!, hours(8, 8.5));
    expect(totals).toEqual({
      required: 1.5 * HOUR,
      staffed: 0.5 * HOUR,
      demand: 0.5 * HOUR,
      fullyCovered: 0,
      uncovered: 0,
    });
  });
});
