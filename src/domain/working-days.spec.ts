import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import { HOUR } from './interval.js';
import { addDays } from './local-date.js';
import { outermost, spanOfWorkingDays } from './working-days.js';

const CHICAGO = 'America/Chicago';
const at = (text: string): number => Date.parse(text);
const day = (date: string, startsAt = '05:00') =>
  spanOfWorkingDays({ first: date, last: date }, CHICAGO, startsAt);

describe('the time of working days', () => {
  it('holds the night that begins on the last of them', () => {
    expect(day('2026-10-27')).toEqual({
      from: at('2026-10-27T05:00:00-05:00'),
      to: at('2026-10-28T05:00:00-05:00'),
    });
  });

  it('has 25 hours with the night in which the clocks go back, and 23 with the one in which they go forward', () => {
    const hoursOf = ({ from, to }: ReturnType<typeof day>): number => (to! - from!) / HOUR;
    expect(hoursOf(day('2026-10-31'))).toBe(25);
    expect(hoursOf(day('2026-11-01'))).toBe(24);
    expect(hoursOf(day('2027-03-13'))).toBe(23);
    // A day that begins within that hour begins when the clock shows it first, or after the jump.
    expect(day('2026-11-01', '01:30').from).toBe(at('2026-11-01T01:30:00-05:00'));
    expect(day('2027-03-14', '02:30').from).toBe(at('2027-03-14T03:30:00-05:00'));
  });

  it('has no end on a side where none is given', () => {
    expect(spanOfWorkingDays({ first: null, last: null }, CHICAGO, '05:00')).toEqual({
      from: null,
      to: null,
    });
    expect(spanOfWorkingDays({ first: '2026-10-27', last: null }, CHICAGO, '05:00').to).toBeNull();
  });

  it('is one after the other, without a gap, in every zone', () => {
    const date = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2026-01-01', days));
    const zone = fc.constantFrom(
      CHICAGO,
      'Europe/Berlin',
      'Pacific/Apia',
      'America/Santiago',
      'Australia/Lord_Howe',
    );
    const startsAt = fc.constantFrom('00:00', '02:30', '04:00', '05:00', '12:00');
    fc.assert(
      fc.property(date, zone, startsAt, fc.nat(20), (first, where, begins, more) => {
        const last = addDays(first, more);
        const whole = spanOfWorkingDays({ first, last }, where, begins);
        const next = spanOfWorkingDays({ first: addDays(last, 1), last: null }, where, begins);
        expect(next.from).toBe(whole.to);
        expect(whole.to!).toBeGreaterThan(whole.from!);
      }),
      { seed: 1765910, numRuns: runs(300) },
    );
  });
});

it('the outermost of spans has no end where one of them has none', () => {
  expect(
    outermost([
      { from: 1, to: 5 },
      { from: 3, to: 9 },
    ]),
  ).toEqual({ from: 1, to: 9 });
  expect(
    outermost([
      { from: null, to: 5 },
      { from: 3, to: null },
    ]),
  ).toEqual({ from: null, to: null });
  expect(outermost([])).toEqual({ from: null, to: null });
});
