import { DateTime } from 'luxon';
import { addDays, weekdayOf } from '../../domain/local-date.js';
import { autumnOf, dayFor, isWithin, requireDay, possibleDays, weekOf } from './calendar.js';
import { ZONE } from './labs.js';

const YEARS = Array.from({ length: 40 }, (_, index) => 2007 + index);

describe('the autumn of a year', () => {
  it.each([
    [2024, '2024-08-26', '2024-10-21', '2024-12-09', '2024-09-02', '2024-11-03', '2024-11-28'],
    [2025, '2025-08-25', '2025-10-20', '2025-12-08', '2025-09-01', '2025-11-02', '2025-11-27'],
    [2026, '2026-08-24', '2026-10-19', '2026-12-07', '2026-09-07', '2026-11-01', '2026-11-26'],
    [2027, '2027-08-23', '2027-10-18', '2027-12-06', '2027-09-06', '2027-11-07', '2027-11-25'],
    [2028, '2028-08-28', '2028-10-23', '2028-12-11', '2028-09-04', '2028-11-05', '2028-11-23'],
    [2033, '2033-08-22', '2033-10-17', '2033-12-05', '2033-09-05', '2033-11-06', '2033-11-24'],
  ])('%i', (year, term, pilot, exams, laborDay, clockChange, thanksgiving) => {
    expect(autumnOf(year)).toEqual({
      year,
      baseline: { from: term, to: pilot },
      pilot: { from: pilot, to: addDays(exams, 7) },
      exams: { from: exams, to: addDays(exams, 7) },
      laborDay,
      clockChange,
      thanksgiving,
    });
  });

  it.each(YEARS)('%i has eight whole weeks of baseline, then eight of pilot', (year) => {
    const { baseline, pilot } = autumnOf(year);
    expect(baseline.to).toBe(pilot.from);
    expect([addDays(baseline.from, 56), addDays(pilot.from, 56)]).toEqual([baseline.to, pilot.to]);
    expect([weekdayOf(baseline.from), weekdayOf(pilot.from)]).toEqual([1, 1]);
  });

  it.each(YEARS)(
    '%i has the clock change and Thanksgiving in its pilot, and the change before all possible days',
    (year) => {
      const autumn = autumnOf(year);
      const midnight = DateTime.fromISO(autumn.clockChange, { zone: ZONE });
      expect(midnight.plus({ days: 1 }).diff(midnight, 'hours').hours).toBe(25);
      expect(isWithin(autumn.clockChange, autumn.pilot)).toBe(true);
      expect(isWithin(autumn.thanksgiving, autumn.pilot)).toBe(true);
      expect(autumn.clockChange < possibleDays(autumn).from).toBe(true);
      expect(possibleDays(autumn).to).toBe(autumn.exams.from);
    },
  );

  it('counts weeks from Monday to Sunday', () => {
    const { pilot } = autumnOf(2026);
    expect(
      ['2026-10-19', '2026-10-25', '2026-10-26', '2026-12-13'].map((date) => weekOf(pilot, date)),
    ).toEqual([1, 1, 2, 8]);
  });
});

describe('the day of the demo', () => {
  it.each([
    ['the first day of the fifth week', '2026-11-16', '2026-11-16'],
    ['a day in the sixth week', '2026-11-24', '2026-11-24'],
    ['Thanksgiving', '2026-11-26', '2026-11-26'],
    ['the last day of the seventh week', '2026-12-06', '2026-12-06'],
    ['the exams, as the sixth week is over', '2026-12-07', '2026-11-24'],
    ['New Year', '2027-01-01', '2026-11-24'],
    ['summer', '2027-07-04', '2026-11-24'],
    ['the fourth week, as the sixth is still to come', '2026-11-15', '2025-11-25'],
    ['August', '2026-08-20', '2025-11-25'],
  ])('on %s', (_when, today, day) => {
    expect(dayFor(today)).toBe(day);
  });

  it.each(['2026-11-16', '2026-11-24', '2026-12-06', '2024-11-28', '2035-11-20'])('may be %s', (day) => {
    expect(requireDay(day)).toBe(day);
  });

  it.each([
    ['nonsense', 'not "nonsense"'],
    ['2026-11-31', 'not "2026-11-31"'],
    ['2026-11-24T10:00', 'not "2026-11-24T10:00"'],
    ['', 'not ""'],
    ['2006-11-21', 'from 2007 on'],
    ['2027-03-15', '2027-11-15 to 2027-12-05, not 2027-03-15. Try --day 2027-11-23.'],
    ['2026-11-15', '2026-11-16 to 2026-12-06'],
    ['2026-12-07', '2026-11-16 to 2026-12-06'],
  ])('may not be %s, and the message says which days are possible', (text, message) => {
    expect(() => requireDay(text)).toThrow(message);
  });
});
