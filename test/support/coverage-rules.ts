import fc from 'fast-check';
import type { CoverageException, CoverageRule } from '../../src/domain/coverage.js';
import { HOUR, type Span } from '../../src/domain/interval.js';

/** Coverage hours of a desk on some weekdays, by day or over midnight. */
export const anyRule = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }),
    start: fc.integer({ min: 0, max: 23 }),
    hours: fc.integer({ min: 1, max: 23 }),
  })
  .map(({ days, start, hours }): CoverageRule => {
    const text = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;
    return {
      positionId: 'desk',
      required: 1,
      weekdays: days,
      startsAt: text(start),
      endsAt: text(start + hours),
      effectiveFrom: '2026-01-01',
      effectiveTo: null,
    };
  });

/** Twelve days in Chicago from a local midnight on, with the night of a clock change in the first three. */
export const CLOCK_CHANGES = [
  ['when an hour is missing', '2026-03-06T06:00:00Z'],
  ['when an hour comes twice', '2026-10-30T05:00:00Z'],
] as const;

export const twelveDaysFrom = (begin: number): Span => ({ start: begin, end: begin + 12 * 24 * HOUR });

/** The second day is open over midnight only. */
export function secondNight(begin: number): CoverageException {
  const date = new Date(begin + 30 * HOUR).toISOString().slice(0, 10);
  return {
    date,
    untilDate: date,
    hours: [{ positionId: 'desk', startsAt: '22:00', endsAt: '03:00', required: 1 }],
  };
}
