import fc from 'fast-check';
import {
  capHoursOver,
  fairnessOf,
  giniOf,
  undesirableMinutes,
  undesirableTimes,
  type Fairness,
  type OperatorLoad,
} from './fairness.js';
import { DAY, MINUTE } from './interval.js';
import { weekdayOf } from './local-date.js';
import { offsetAt } from './offset.js';

describe('the Gini coefficient', () => {
  it.each<[string, number[], number | null]>([
    ['of equal values is 0', [3, 3, 3], 0],
    ['of two, of whom one has all, is a half', [0, 8], 0.5],
    ['of four, of whom one has all, is three quarters', [0, 0, 12, 0], 0.75],
    ['of 1 to 4 is a quarter', [4, 1, 3, 2], 0.25],
    ['of one value is 0', [5], 0],
    ['of nothing is unknown', [], null],
    ['of nothing but zeros is unknown', [0, 0], null],
  ])('%s', (_, values, gini) => expect(giniOf(values)).toEqual(gini));

  const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 });

  it('is the mean difference of all pairs ÷ twice the mean', () => {
    fc.assert(
      fc.property(values, (some) => {
        const sum = some.reduce((total, value) => total + value, 0);
        fc.pre(sum > 1e-6);
        const differences = some.flatMap((a) => some.map((b) => Math.abs(a - b)));
        const expected = differences.reduce((total, one) => total + one, 0) / (2 * some.length * sum);
        expect(giniOf(some)).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('falls when the richer gives to the poorer', () => {
    fc.assert(
      fc.property(
        values,
        fc.nat(),
        fc.nat(),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (some, i, j, part) => {
          const [from, to] = [i % some.length, j % some.length];
          fc.pre(some.some((value) => value > 1e-6) && some[from]! > some[to]!);
          const given = (some[from]! - some[to]!) * part;
          const after = some.with(from, some[from]! - given).with(to, some[to]! + given);
          expect(giniOf(after)!).toBeLessThanOrEqual(giniOf(some)! + 1e-9);
        },
      ),
    );
  });
});

describe('fairness', () => {
  const load = (hours: number, capHours: number | null, undesirableHours = 0): OperatorLoad => ({
    hours,
    undesirableHours,
    capHours,
  });

  it.each<[string, OperatorLoad[], Partial<Fairness>]>([
    ['the same share of their own cap is fair', [load(5, 10), load(10, 20)], { hours: 1, n: 2 }],
    ['the same hours with other caps are not', [load(10, 10), load(10, 30)], { hours: 0.75 }],
    ['one who has all of two is a half', [load(10, 10), load(0, 10)], { hours: 0.5 }],
    [
      'undesirable hours stand apart',
      [load(10, 20, 4), load(10, 20, 0)],
      { hours: 1, undesirableHours: 0.5 },
    ],
    ['nobody with undesirable hours is no figure', [load(5, 10), load(5, 10)], { undesirableHours: null }],
    ['nobody with hours is no figure', [load(0, 10), load(0, 10)], { hours: null, n: 2 }],
    ['one operator is no figure', [load(5, 10)], { hours: null, undesirableHours: null, n: 1 }],
    ['no operators are no figure', [], { hours: null, undesirableHours: null, n: 0 }],
    ['who may not work is left out', [load(5, 10), load(5, 10), load(0, 0)], { hours: 1, n: 2 }],
    ['who has no cap is compared by the largest', [load(5, 10), load(10, 20), load(10, null)], { hours: 1 }],
    ['without any cap the hours are compared', [load(6, null), load(2, null)], { hours: 0.75, n: 2 }],
  ])('%s', (_, operators, expected) => {
    const fairness = fairnessOf(operators);
    for (const [name, figure] of Object.entries(expected)) {
      const got = fairness[name as keyof Fairness];
      if (figure === null) expect(got).toBeNull();
      else expect(got).toBeCloseTo(figure, 12);
    }
  });

  const loads = fc.array(
    fc.record({
      hours: fc.integer({ min: 0, max: 40 }),
      undesirableHours: fc.integer({ min: 0, max: 20 }),
      capHours: fc.option(fc.integer({ min: 0, max: 60 })),
    }),
    { maxLength: 10 },
  );
  const alike = (a: Fairness, b: Fairness): void => {
    expect(a.n).toBe(b.n);
    for (const name of ['hours', 'undesirableHours'] as const) {
      if (a[name] === null) expect(b[name]).toBeNull();
      else expect(b[name]).toBeCloseTo(a[name], 9);
    }
  };

  it('lies between 1/n and 1', () => {
    fc.assert(
      fc.property(loads, (operators) => {
        const { hours, undesirableHours, n } = fairnessOf(operators);
        for (const figure of [hours, undesirableHours]) {
          if (figure === null) continue;
          expect(figure).toBeGreaterThanOrEqual(1 / n - 1e-9);
          expect(figure).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('does not ask who is who', () => {
    fc.assert(
      fc.property(loads, fc.nat(), (operators, turn) => {
        const at = operators.length ? turn % operators.length : 0;
        alike(
          fairnessOf(operators),
          fairnessOf([...operators.slice(at), ...operators.slice(0, at)].reverse()),
        );
      }),
    );
  });

  it('does not depend on the scale of the caps', () => {
    fc.assert(
      fc.property(loads, fc.integer({ min: 2, max: 9 }), (operators, times) => {
        fc.pre(operators.every(({ capHours }) => capHours !== null));
        const scaled = operators.map((one) => ({ ...one, capHours: one.capHours! * times }));
        alike(fairnessOf(operators), fairnessOf(scaled));
      }),
    );
  });
});

describe('the cap over a span', () => {
  const calendar = { zone: 'America/Chicago', weekStartsOn: 1 as const };
  const days = (from: string, to: string) => ({
    start: Date.parse(`${from}-06:00`),
    end: Date.parse(`${to}-06:00`),
  });
  const term = {
    startsOn: '2026-11-09',
    endsOn: '2026-11-15',
    periods: [],
    weeklyHourCap: { classes: 10, exams: 10, break: 10 },
  };
  const ofWeeks = days('2026-11-02T00:00', '2026-11-16T00:00');

  it.each<[string, { start: number; end: number }, number | null, number, boolean, number | null]>([
    ['is the cap of each week', ofWeeks, 20, 0, false, 40],
    ['is the lower of their own and the term’s', ofWeeks, 20, 0, true, 30],
    ['is less the hours of other campus jobs', ofWeeks, 20, 5, false, 30],
    ['is never less than 0', ofWeeks, 4, 5, false, 0],
    ['counts a week by its part', days('2026-11-02T00:00', '2026-11-03T00:00'), 21, 0, false, 3],
    ['counts weeks without a cap like the others', ofWeeks, null, 0, true, 20],
    ['does not exist without any cap', ofWeeks, null, 0, false, null],
    ['does not exist for a span without length', { start: 0, end: 0 }, 20, 0, false, null],
  ])('%s', (_, span, weeklyHourCap, otherWeeklyHours, inTerm, expected) => {
    const cap = capHoursOver(span, calendar, { weeklyHourCap, otherWeeklyHours }, inTerm ? [term] : []);
    if (expected === null) expect(cap).toBeNull();
    else expect(cap).toBeCloseTo(expected, 9);
  });

  it('is the weekly cap also in the week of 169 hours', () => {
    const week = { start: Date.parse('2026-10-26T00:00-05:00'), end: Date.parse('2026-11-02T00:00-06:00') };
    expect(capHoursOver(week, calendar, { weeklyHourCap: 20, otherWeeklyHours: 0 }, [])).toBeCloseTo(20, 9);
  });
});

describe('undesirable minutes', () => {
  const zone = 'America/Chicago';
  const span = (from: string, to: string) => ({ start: Date.parse(from), end: Date.parse(to) });

  it.each<[string, string, string, number]>([
    ['a weekday by day has none', '2026-11-04T09:00-06:00', '2026-11-04T17:00-06:00', 0],
    ['from 22:00 on they count', '2026-11-04T20:00-06:00', '2026-11-04T23:30-06:00', 90],
    ['until 06:00', '2026-11-04T05:00-06:00', '2026-11-04T09:00-06:00', 60],
    ['a whole night over midnight', '2026-11-04T22:00-06:00', '2026-11-05T06:00-06:00', 480],
    ['all of a Saturday', '2026-11-07T09:00-06:00', '2026-11-07T17:00-06:00', 480],
    ['the night of a weekend counts once', '2026-11-07T20:00-06:00', '2026-11-08T08:00-06:00', 720],
    ['Sunday runs into the night to Monday', '2026-11-08T12:00-06:00', '2026-11-09T10:00-06:00', 18 * 60],
    ['the autumn night is nine hours', '2026-10-31T22:00-05:00', '2026-11-01T06:00-06:00', 540],
    ['the spring night is seven', '2027-03-13T22:00-06:00', '2027-03-14T06:00-05:00', 420],
    [
      'the weekend of the autumn change is 49 hours',
      '2026-10-31T00:00-05:00',
      '2026-11-02T00:00-06:00',
      2940,
    ],
    ['a span without length has none', '2026-11-07T09:00-06:00', '2026-11-07T09:00-06:00', 0],
  ])('%s', (_, from, to, minutes) => expect(undesirableMinutes(span(from, to), zone)).toBe(minutes));

  it('are those that a count of every minute finds', () => {
    const starts = ['2026-10-24', '2027-03-06', '2027-03-27', '2026-07-04'].map((date) => Date.parse(date));
    const zones = ['America/Chicago', 'Europe/Dublin', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
    const isUndesirable = (instant: number, of: string): boolean => {
      const wall = new Date(instant + offsetAt(instant, of));
      const hour = wall.getUTCHours();
      return hour >= 22 || hour < 6 || weekdayOf(wall.toISOString().slice(0, 10)) >= 6;
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 16 * 24 * 4 }),
        fc.integer({ min: 0, max: 3 * 24 * 4 }),
        (base, of, from, quarters) => {
          const start = base + from * 15 * MINUTE;
          const end = start + quarters * 15 * MINUTE;
          let counted = 0;
          for (let at = start; at < end; at += 15 * MINUTE) counted += isUndesirable(at, of) ? 15 : 0;
          expect(undesirableMinutes({ start, end }, of)).toBe(counted);
        },
      ),
    );
  });

  it('come sorted and disjoint for a whole window', () => {
    const window = { start: Date.parse('2026-10-01'), end: Date.parse('2026-10-01') + 200 * DAY };
    const times = undesirableTimes(window, zone);
    times.slice(1).forEach((next, index) => expect(next.start).toBeGreaterThan(times[index]!.end));
  });
});
