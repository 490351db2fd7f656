import { HOUR, overlaps } from '../../domain/interval.js';
import { addDays, localDateOf, type LocalDate } from '../../domain/local-date.js';
import { hoursWithin, weeksTouched } from '../../domain/week-calendar.js';
import { autumnOf, datesOf, possibleDays } from './calendar.js';
import { ZONE } from './labs.js';
import { JONAS, MAYA, OPERATORS } from './people.js';
import { CALENDAR, planRoster, type PlannedShift } from './roster.js';
import { waitingRequest } from './requests.js';

const rosterOf = (day: LocalDate): PlannedShift[] => planRoster(autumnOf(Number(day.slice(0, 4))), day);
const DAYS = [2026, 2028].flatMap((year) => datesOf(possibleDays(autumnOf(year))));

describe('the roster', () => {
  const shifts = rosterOf('2026-11-24');

  it('is the same each time', () => {
    expect(rosterOf('2026-11-24')).toEqual(shifts);
  });

  it.each(OPERATORS.map(({ name }, index) => [name, index] as const))(
    'respects the hours of %s, and when and where they work',
    (_name, index) => {
      const { weeklyHourCap, labs } = OPERATORS[index]!;
      const own = shifts.filter((shift) => shift.claims.some((claim) => claim.operator === index));
      expect(own.length).toBeGreaterThan(0);
      for (const shift of own) {
        expect(labs).toContain(shift.lab);
        expect(own.filter((other) => overlaps(other, shift))).toEqual([shift]);
        for (const week of weeksTouched(shift, CALENDAR))
          expect(hoursWithin(own, week.span)).toBeLessThanOrEqual(weeklyHourCap);
      }
    },
  );

  it('has no more claims than seats, each made and decided in order before its shift', () => {
    for (const shift of shifts) {
      expect(shift.claims.length).toBeLessThanOrEqual(shift.seats);
      for (const { claimedAt, decidedAt, cancelledAt, fate } of shift.claims) {
        expect(claimedAt).toBeGreaterThan(shift.publishedAt);
        expect(decidedAt).toBeGreaterThan(claimedAt);
        expect(shift.start).toBeGreaterThan(decidedAt);
        if (fate === 'cancelled') expect(cancelledAt).toBeGreaterThan(decidedAt);
      }
    }
  });

  it('has one shift of nine hours, across the repeated hour, and somebody who works it', () => {
    const long = shifts.filter((shift) => shift.end - shift.start > 8 * HOUR);
    expect(long.map((shift) => shift.date)).toEqual(['2026-10-31']);
    expect(long[0]!.end - long[0]!.start).toBe(9 * HOUR);
    expect(long[0]!.claims).toMatchObject([{ fate: 'approved' }]);
  });

  it.each(DAYS)('contains the examples on %s', (day) => {
    const told = rosterOf(day);
    const at = (operator: number): PlannedShift[] =>
      told.filter((shift) => shift.claims.some((claim) => claim.operator === operator));
    const atMain = told.filter((shift) => shift.lab === 'main');
    const next = atMain.find((shift) => shift.date >= day)!;
    expect(next.claims[0]).toMatchObject({ operator: MAYA, fate: 'approved' });
    const missed = told.flatMap((shift) =>
      shift.claims
        .filter((claim) => claim.attendance === 'no-show')
        .map(({ operator }) => ({ operator, date: shift.date })),
    );
    expect(missed).toHaveLength(1);
    expect(missed[0]!.operator).toBe(JONAS);
    expect(missed[0]!.date < day).toBe(true);
    const hoped = at(JONAS)
      .filter((shift) => shift.date > day)
      .flatMap((shift) => shift.claims.filter((claim) => claim.operator === JONAS));
    expect(hoped.some((claim) => localDateOf(claim.claimedAt, ZONE) === addDays(day, -1))).toBe(true);
    expect(atMain.some((shift) => shift.date >= day && shift.claims.length < shift.seats)).toBe(true);
    const waiting = waitingRequest(day, autumnOf(Number(day.slice(0, 4))), told);
    expect(localDateOf(waiting.openedAt, ZONE) < day).toBe(true);
    expect(waiting.operator).not.toBeNull();
  });
});
