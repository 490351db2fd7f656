import { HOUR, type Span } from './interval.js';
import { instantOf } from './recurrence.js';
import type { Term } from './terms.js';
import { isOverCap, weeklyHours, type OwnHours } from './weekly-hours.js';
import { brokenWeeklyCap } from './working-time.js';

const CALENDAR = { zone: 'America/Chicago', weekStartsOn: 1 } as const;
const at = (date: string, time = '00:00'): number => instantOf(date, time, CALENDAR.zone, 'first');
const span = (from: string, to: string): Span => ({ start: at(from), end: at(to) });
const night = (date: string, to: string): Span => ({ start: at(date, '22:00'), end: at(to, '06:00') });
const AUTUMN: Term = {
  startsOn: '2026-08-24',
  endsOn: '2026-12-10',
  periods: [{ kind: 'break', startsOn: '2026-11-23', endsOn: '2026-11-29' }],
  weeklyHourCap: { classes: 20, exams: 15, break: 40 },
};
const own = (change: Partial<OwnHours> = {}): OwnHours => ({
  weeklyHourCap: null,
  otherWeeklyHours: 0,
  ...change,
});
const told = (touched: Span, work: Span[], mine = own(), terms: Term[] = [AUTUMN]) =>
  weeklyHours(touched, CALENDAR, work, mine, terms).map(({ startsOn, hours, cap, capOf }) => [
    startsOn,
    hours,
    cap,
    capOf,
  ]);

describe('the cap of a week', () => {
  const week = span('2026-11-04', '2026-11-05');
  it.each([
    ['none without a term and one of their own', null, [], null, null],
    ['their own where there is no term', 12, [], 12, 'operator'],
    ['the term’s where they have none', null, [AUTUMN], 20, 'term'],
    ['their own where it is lower', 12, [AUTUMN], 12, 'operator'],
    ['the term’s where that is lower', 30, [AUTUMN], 20, 'term'],
    ['their own of two that are equal', 20, [AUTUMN], 20, 'operator'],
    ['their own of nothing at all', 0, [AUTUMN], 0, 'operator'],
  ])('is %s', (_name, weeklyHourCap, terms, cap, capOf) =>
    expect(told(week, [], own({ weeklyHourCap }), terms as Term[])).toEqual([['2026-11-02', 0, cap, capOf]]),
  );
  it('changes with the weeks: a break allows more, and a term ends', () =>
    expect(told(span('2026-11-16', '2026-12-21'), [], own({ weeklyHourCap: 45 }))).toEqual([
      ['2026-11-16', 0, 20, 'term'],
      ['2026-11-23', 0, 40, 'term'],
      ['2026-11-30', 0, 20, 'term'],
      // A week in which the term ends is a week of the term.
      ['2026-12-07', 0, 20, 'term'],
      ['2026-12-14', 0, 45, 'operator'],
    ]));
});

describe('the hours of a week', () => {
  it('include the weeks that are touched, each with its part of a night across its end', () =>
    expect(told(span('2026-11-08', '2026-11-10'), [night('2026-11-08', '2026-11-09')])).toEqual([
      ['2026-11-02', 2, 20, 'term'],
      ['2026-11-09', 6, 20, 'term'],
    ]));
  it('include work in other campus jobs', () =>
    expect(
      told(
        span('2026-11-04', '2026-11-05'),
        [night('2026-11-04', '2026-11-05')],
        own({ otherWeeklyHours: 5 }),
      ),
    ).toEqual([['2026-11-02', 13, 20, 'term']]));
  it.each([
    ['nine of the night in which clocks go back', '2026-10-31', '2026-11-01', 9],
    ['seven of the night in which they go forward', '2027-03-13', '2027-03-14', 7],
  ])('are %s', (_name, from, to, hours) =>
    expect(told(span(from, to), [night(from, to)], own(), [])[0]![1]).toBe(hours),
  );
  it('fill weeks of 169 and 167 hours', () => {
    const lengths = [span('2026-11-01', '2026-11-02'), span('2027-03-14', '2027-03-15')].map(
      (day) => weeklyHours(day, CALENDAR, [], own(), [])[0]!.span,
    );
    expect(lengths.map(({ start, end }) => (end - start) / HOUR)).toEqual([169, 167]);
  });
});

it('are those that the rule about seats uses', () => {
  const shift = night('2026-11-04', '2026-11-05');
  const others = [span('2026-11-02', '2026-11-03')].map(({ start }) => ({ start, end: start + 12 * HOUR }));
  const mine = own({ otherWeeklyHours: 0.5 });
  const [week] = weeklyHours(shift, CALENDAR, [...others, shift], mine, [AUTUMN]);
  expect(week && isOverCap(week)).toBe(true);
  expect(brokenWeeklyCap({ calendar: CALENDAR, span: shift, others }, mine, [AUTUMN])?.params).toMatchObject({
    hours: week!.hours,
    cap: week!.cap,
    weekOf: week!.startsOn,
  });
});
