import fc from 'fast-check';
import { DAY, HOUR, MINUTE, SECOND, type Span } from './interval.js';
import { addDays, localDateOf } from './local-date.js';
import { paidMinutes, shareOut } from './paid-minutes.js';
import { instantOf } from './recurrence.js';

const ZONE = 'America/Chicago';
const midnight = (date: string, zone = ZONE): number => instantOf(date, '00:00', zone, 'first');
const dates = (from: string, to: string, zone = ZONE): Span => ({
  start: midnight(from, zone),
  end: midnight(to, zone),
});

describe('the minutes of a shift', () => {
  const night = {
    start: Date.parse('2026-11-15T22:00:20-06:00'),
    end: Date.parse('2026-11-16T01:30:10-06:00'),
  };
  it.each([
    ['are rounded once where one period holds it', '2026-11-01', '2026-11-30', 210],
    ['are shared at the end of a period, the larger remainder up', '2026-11-01', '2026-11-16', 120],
    ['are shared at the start of the next period', '2026-11-16', '2026-11-30', 90],
    ['are none in a period that it does not touch', '2026-11-17', '2026-11-30', 0],
  ])('%s', (_name, from, to, minutes) => {
    expect(paidMinutes(night, dates(from, to), ZONE)).toBe(minutes);
  });

  it('round half a minute up', () => {
    const worked = { start: midnight('2026-11-16'), end: midnight('2026-11-16') + 90 * SECOND };
    expect(paidMinutes(worked, dates('2026-11-16', '2026-11-17'), ZONE)).toBe(2);
  });

  it.each([
    ['the night of 25 hours', '2026-10-31T22:00:30-05:00', '2026-11-01T06:00:15-06:00', '2026-11-01', 540],
    ['the night of 23 hours', '2026-03-07T22:00:30-06:00', '2026-03-08T06:00:15-05:00', '2026-03-08', 420],
  ])('are real minutes in %s', (_name, from, to, cut, whole) => {
    const worked = { start: Date.parse(from), end: Date.parse(to) };
    const first = paidMinutes(worked, dates(addDays(cut, -9), cut), ZONE);
    const second = paidMinutes(worked, dates(cut, addDays(cut, 9)), ZONE);
    expect([first, second]).toEqual([120, whole - 120]);
  });

  it('add up over periods to the whole, in every zone and for any periods', () => {
    const zones = [ZONE, 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Cairo', 'Pacific/Apia', 'UTC'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2026-12-31T00:00Z') }),
        fc.integer({ min: 1, max: 3 * DAY }),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 6, maxLength: 6 }),
        (zone, start, length, lengths) => {
          const worked = { start, end: start + length };
          let from = addDays(localDateOf(start, zone), -1);
          let sum = 0;
          for (const days of lengths) {
            const to = addDays(from, days);
            const period = dates(from, to, zone);
            const minutes = paidMinutes(worked, period, zone);
            const exact =
              Math.max(0, Math.min(worked.end, period.end) - Math.max(worked.start, period.start)) / MINUTE;
            expect(Math.abs(minutes - exact)).toBeLessThan(5);
            sum += minutes;
            from = to;
          }
          expect(sum).toBe(Math.round(length / MINUTE));
        },
      ),
    );
  });
});

describe('sharing out', () => {
  it.each([
    ['gives the largest remainder what is left', [1.2, 1.7, 1.1], 4, [1, 2, 1]],
    ['gives the earlier of two equal ones', [0.5, 0.5], 1, [1, 0]],
    ['gives nothing where the sum rounds down', [0.2, 0.2], 0, [0, 0]],
    ['leaves whole parts as they are', [60, 90], 150, [60, 90]],
  ])('%s', (_name, parts, total, shares) => {
    expect(shareOut(parts, total)).toEqual(shares);
  });

  it('adds up, with no share more than one away from its part', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 8 * HOUR, noNaN: true }), { minLength: 1, maxLength: 5 }),
        (parts) => {
          const total = Math.round(parts.reduce((sum, part) => sum + part, 0));
          const shares = shareOut(parts, total);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
          shares.forEach((share, index) => expect(Math.abs(share - parts[index]!)).toBeLessThanOrEqual(1));
        },
      ),
    );
  });
});
