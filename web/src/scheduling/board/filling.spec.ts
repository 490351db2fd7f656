import type { Shift } from '../queries.js';
import { fillingOf, isStaffed, waitingIn, type Missing, type StandingShift } from './filling.js';

const ZONE = 'America/Chicago';
const POSITION = 'p';

const gap = (overrides: Partial<Missing> = {}): Missing => ({
  startsAt: '2026-10-27T20:00:00-05:00',
  endsAt: '2026-10-28T02:00:00-05:00',
  positionId: POSITION,
  missing: 1,
  ...overrides,
});

const shift = (overrides: Partial<StandingShift> = {}): StandingShift => ({
  id: 's',
  positionId: POSITION,
  startsAt: '2026-10-27T20:00:00-05:00',
  endsAt: '2026-10-28T02:00:00-05:00',
  seats: 1,
  seatsTaken: 0,
  status: 'published',
  claims: [],
  ...overrides,
});

const claim = (status: 'pending' | 'approved', isShadow = false): Shift['claims'][number] => ({
  id: status,
  operatorId: 'o',
  operatorName: 'Maya',
  status,
  isShadow,
});

const told = (gaps: Missing[], shifts: StandingShift[]) => {
  const { shifts: some, newShifts } = fillingOf(gaps, shifts, ZONE);
  return {
    shifts: some.map(({ shift, free, pending, seatsLacking }) => [
      shift.id,
      free,
      pending.length,
      seatsLacking,
    ]),
    newShifts: newShifts.map(({ startsAt, endsAt, missing }) => [startsAt, endsAt, missing]),
  };
};

describe('a gap can be filled', () => {
  it('with the free seat of an existing shift, without a new one', () =>
    expect(told([gap()], [shift()])).toEqual({ shifts: [['s', 1, 0, 0]], newShifts: [] }));

  it('with a new shift of exactly its hours when there is none, over midnight', () =>
    expect(told([gap()], [])).toEqual({
      shifts: [],
      newShifts: [['2026-10-27T20:00:00-05:00', '2026-10-28T02:00:00-05:00', 1]],
    }));

  it('with a new shift only for the part without a shift', () =>
    expect(told([gap()], [shift({ endsAt: '2026-10-27T23:00:00-05:00' })])).toEqual({
      shifts: [['s', 1, 0, 0]],
      newShifts: [['2026-10-27T23:00:00-05:00', '2026-10-28T02:00:00-05:00', 1]],
    }));

  it('before and after a shift in its middle', () => {
    const middle = { startsAt: '2026-10-27T22:00:00-05:00', endsAt: '2026-10-28T00:00:00-05:00' };
    expect(told([gap()], [shift(middle)]).newShifts).toEqual([
      ['2026-10-27T20:00:00-05:00', '2026-10-27T22:00:00-05:00', 1],
      ['2026-10-28T00:00:00-05:00', '2026-10-28T02:00:00-05:00', 1],
    ]);
  });

  it('with a pending claim', () =>
    expect(told([gap()], [shift({ seatsTaken: 1, claims: [claim('pending')] })])).toEqual({
      shifts: [['s', 0, 1, 0]],
      newShifts: [],
    }));

  it('with more seats when all of the existing shift’s are taken', () =>
    expect(told([gap()], [shift({ seatsTaken: 1, claims: [claim('approved')] })])).toEqual({
      shifts: [['s', 0, 0, 1]],
      newShifts: [],
    }));

  it('with more seats when there are too few free ones', () =>
    expect(told([gap({ missing: 3 })], [shift()]).shifts).toEqual([['s', 1, 0, 2]]));

  it('with the longer of two shifts, when more seats are needed', () => {
    const full = { seatsTaken: 1, claims: [claim('approved')] };
    const shifts = [shift({ id: 'a', ...full }), shift({ id: 'b', ...full, seats: 2, seatsTaken: 2 })];
    expect(told([gap()], shifts).shifts).toEqual([['b', 0, 0, 1]]);
  });

  it.each<[string, Partial<StandingShift>]>([
    ['one of another position', { positionId: 'q' }],
    ['one that was cancelled', { status: 'cancelled' }],
    ['one that ends as it begins', { endsAt: '2026-10-27T20:00:00-05:00' }],
  ])('not on %s', (_what, overrides) =>
    expect(told([gap()], [shift(overrides)])).toMatchObject({
      shifts: [],
      newShifts: [[gap().startsAt, gap().endsAt, 1]],
    }),
  );

  it('with a draft too', () =>
    expect(told([gap()], [shift({ status: 'draft' })]).shifts).toEqual([['s', 1, 0, 0]]));

  it('with shifts of at most a day, in the night of 25 hours', () => {
    const long = gap({ startsAt: '2026-10-31T12:00:00-05:00', endsAt: '2026-11-01T12:00:00-06:00' });
    expect(told([long], []).newShifts).toEqual([
      ['2026-10-31T12:00:00-05:00', '2026-11-01T11:00:00-06:00', 1],
      ['2026-11-01T11:00:00-06:00', '2026-11-01T12:00:00-06:00', 1],
    ]);
  });

  it('in the night of 23 hours, by real hours', () => {
    const night = gap({ startsAt: '2026-03-07T22:00:00-06:00', endsAt: '2026-03-08T06:00:00-05:00' });
    const until = '2026-03-08T03:00:00-05:00';
    const part = shift({ startsAt: night.startsAt, endsAt: until });
    expect(told([night], [part]).newShifts).toEqual([[until, night.endsAt, 1]]);
  });
});

describe('a shift', () => {
  it.each([
    ['an approved claim', [claim('approved')], true],
    ['a claim that waits', [claim('pending')], false],
    ['somebody in training', [claim('approved', true)], false],
    ['one of each', [claim('pending'), claim('approved')], true],
  ])('with %s is staffed: %#', (_what, claims, expected) =>
    expect(isStaffed(shift({ claims }))).toBe(expected),
  );
  it('shows a gap how many claims are pending', () =>
    expect(waitingIn(gap(), [shift({ claims: [claim('pending'), claim('pending', true)] })])).toBe(1));
});
