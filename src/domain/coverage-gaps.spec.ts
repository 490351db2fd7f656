import fc from 'fast-check';
import { DateTime } from 'luxon';
import { wallClockOn } from '../../test/support/wall-clock.js';
import { runs } from '../../test/support/property-runs.js';
import { expandDemand, openSpans, type CoverageException, type CoverageRule } from './coverage.js';
import { MINUTE, minutesOf, SpanIndex, type Span } from './interval.js';
import type { Weekday } from './local-date.js';
import {
  addSegment,
  coverageSummary,
  emptyCoverageTotals,
  gapsIn,
  staffingOf,
  teamsOf,
  type CoverageGap,
  type CoverageSummary,
  type StaffingSegment,
  type StaffSpan,
} from './staffing.js';

/**
 * Compares the gap engine with a brute-force version written from the contract's text alone. For every minute
 * and position it asks which rules hold, with local times from a clock that it scans minute by minute. It
 * shares no code with the engine.
 */
const RUNS = { seed: 20261101, numRuns: runs(300) };
const POSITIONS = ['desk', 'lab', 'print'];
const CLOCK_CHANGES = {
  'America/Chicago': ['2026-03-08', '2026-11-01'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
  'Europe/Dublin': ['2026-03-29', '2026-10-25'],
  'Asia/Kathmandu': ['2026-03-29', '2026-11-01'],
  UTC: ['2026-03-29', '2026-11-01'],
  'America/Nuuk': ['2026-03-29', '2026-10-25'],
  'Pacific/Apia': ['2011-12-30', '2011-09-24'],
};

interface Scenario {
  zone: string;
  window: Span;
  rules: CoverageRule[];
  exceptions: CoverageException[];
  staff: StaffSpan[];
}

/** Whether two exceptions overlap, by their dates alone. */
const overlap = (a: CoverageException, b: CoverageException): boolean =>
  a.date <= b.untilDate && b.date <= a.untilDate;

const dayAfter = (date: string, days: number): string => {
  const [year, month, day] = date.split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 1, day! + days)).toISOString().slice(0, 10);
};

/** A zone's clock, scanned minute by minute: the instants that show a local date and time. */
class ScannedClock {
  private readonly instants = new Map<string, number[]>();
  private readonly scanned = new Set<string>();
  private readonly resolved = new Map<string, { first: number; last: number }>();

  constructor(private readonly zone: string) {}

  resolve(date: string, time: string): { first: number; last: number } {
    const reading = `${date}T${time}`;
    let found = this.resolved.get(reading);
    if (!found) this.resolved.set(reading, (found = this.scan(date, reading)));
    return found;
  }

  private scan(date: string, reading: string): { first: number; last: number } {
    for (let days = -2; days <= 2; days++) this.scanDay(dayAfter(date, days));
    const shown = this.instants.get(reading);
    if (shown) return { first: Math.min(...shown), last: Math.max(...shown) };
    let before = minuteAfter(reading, -1);
    while (!this.instants.has(before)) before = minuteAfter(before, -1);
    let after = minuteAfter(reading, 1);
    while (!this.instants.has(after)) after = minuteAfter(after, 1);
    const jumpMinutes = (Date.parse(`${after}Z`) - Date.parse(`${before}Z`)) / MINUTE - 1;
    const [moved] = this.instants.get(minuteAfter(reading, jumpMinutes))!;
    return { first: moved!, last: moved! };
  }

  private scanDay(utcDate: string): void {
    if (this.scanned.has(utcDate)) return;
    this.scanned.add(utcDate);
    for (const { at, shown } of wallClockOn(this.zone, utcDate)) {
      const instants = this.instants.get(shown);
      if (instants) instants.push(at);
      else this.instants.set(shown, [at]);
    }
  }
}

const minuteAfter = (reading: string, minutes: number): string =>
  new Date(Date.parse(`${reading}Z`) + minutes * MINUTE).toISOString().slice(0, 16);

/** The required and assigned operators for each minute. Index 0 is the first minute of the window. */
function bruteForce({ zone, window, rules, exceptions, staff }: Scenario, clock: ScannedClock) {
  const length = minutesOf(window);
  const byPosition = () =>
    new Map(POSITIONS.map((position) => [position, new Array<number>(length).fill(0)]));
  const [required, assigned] = [byPosition(), byPosition()];
  const open = new Array<boolean>(length).fill(false);
  const eachMinute = (span: Span, visit: (minute: number) => void): void => {
    const last = Math.min(span.end, window.end);
    for (let at = Math.max(span.start, window.start); at < last; at += MINUTE) {
      visit((at - window.start) / MINUTE);
    }
  };
  const resolve = (date: string, { startsAt, endsAt }: { startsAt: string; endsAt: string }): Span => ({
    start: clock.resolve(date, startsAt).first,
    end: clock.resolve(endsAt > startsAt ? date : dayAfter(date, 1), endsAt).last,
  });
  const ask = (position: string, people: number, spans: Span[]): void => {
    const holds = new Set<number>();
    for (const span of spans) eachMinute(span, (minute) => holds.add(minute));
    for (const minute of holds) {
      required.get(position)![minute]! += people;
      open[minute] = true;
    }
  };

  const firstDate = DateTime.fromMillis(window.start, { zone }).toISODate();
  const lastDate = DateTime.fromMillis(window.end, { zone }).toISODate();
  const dates: string[] = [];
  for (let date = dayAfter(firstDate, -3); date <= lastDate; date = dayAfter(date, 1)) dates.push(date);
  for (const rule of rules) {
    const startDates = dates.filter(
      (date) =>
        rule.weekdays.includes((new Date(`${date}T12:00Z`).getUTCDay() || 7) as Weekday) &&
        rule.effectiveFrom <= date &&
        (rule.effectiveTo === null || date <= rule.effectiveTo) &&
        !exceptions.some((exception) => exception.date <= date && date <= exception.untilDate),
    );
    ask(
      rule.positionId,
      rule.required,
      startDates.map((date) => resolve(date, rule)),
    );
  }
  for (const { date, untilDate, hours } of exceptions) {
    const startDates = dates.filter((one) => date <= one && one <= untilDate);
    for (const entry of hours)
      ask(
        entry.positionId,
        entry.required,
        startDates.map((one) => resolve(one, entry)),
      );
  }
  for (const span of staff) {
    const counts = assigned.get(span.positionId);
    if (counts) eachMinute(span, (minute) => (counts[minute]! += 1));
  }
  return { required, assigned, open };
}
type MinuteCounts = ReturnType<typeof bruteForce>;

/** Runs of minutes with the same figures and with demand, by start and then position. */
function runsOf({ required, assigned }: MinuteCounts, window: Span): StaffingSegment[] {
  const runs: StaffingSegment[] = [];
  for (const positionId of POSITIONS) {
    const [needs, has] = [required.get(positionId)!, assigned.get(positionId)!];
    for (let minute = 0, end; minute < needs.length; minute = end) {
      end = minute + 1;
      while (end < needs.length && needs[end] === needs[minute] && has[end] === has[minute]) end++;
      const [start, until] = [window.start + minute * MINUTE, window.start + end * MINUTE];
      if (needs[minute]! > 0) {
        runs.push({ positionId, start, end: until, required: needs[minute]!, assigned: has[minute]! });
      }
    }
  }
  return runs.sort(
    (a, b) => a.start - b.start || POSITIONS.indexOf(a.positionId) - POSITIONS.indexOf(b.positionId),
  );
}

function summaryByCounting({ required, assigned }: MinuteCounts): CoverageSummary {
  let [needed, staffed, demand, full, uncovered] = [0, 0, 0, 0, 0];
  for (const position of POSITIONS) {
    required.get(position)!.forEach((people, minute) => {
      const present = assigned.get(position)![minute]!;
      if (people === 0) return;
      needed += people;
      staffed += present < people ? present : people;
      demand += 1;
      if (present >= people) full += 1;
      if (present === 0) uncovered += 1;
    });
  }
  return {
    requiredMinutes: needed,
    staffedMinutes: staffed,
    missingMinutes: needed - staffed,
    coverageRate: needed === 0 ? null : staffed / needed,
    fullyCoveredRate: demand === 0 ? null : full / demand,
    uncoveredMinutes: uncovered,
  };
}

const anyMinute = fc.integer({ min: 0, max: 1439 });
const aTime = fc
  .oneof(
    anyMinute,
    fc.integer({ min: 0, max: 16 }).map((quarter) => quarter * 15),
    fc.constantFrom(360, 1320),
  )
  .map((minute) => new Date(minute * MINUTE).toISOString().slice(11, 16));
const someHours = fc
  .oneof(
    fc.tuple(aTime, aTime),
    aTime.map((time) => [time, time] as const),
  )
  .map(([startsAt, endsAt]) => ({ startsAt, endsAt }));
const aPosition = fc.constantFrom(...POSITIONS);
const aRequirement = fc.integer({ min: 0, max: 3 });

const aScenario = (zone: keyof typeof CLOCK_CHANGES): fc.Arbitrary<Scenario> =>
  fc.constantFrom(...CLOCK_CHANGES[zone]).chain((change) => {
    const aDate = fc.integer({ min: -4, max: 4 }).map((days) => dayAfter(change, days));
    const aRule = fc
      .record({
        positionId: aPosition,
        weekdays: fc.oneof(
          fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
          fc.constant([1, 2, 3, 4, 5, 6, 7]),
        ),
        hours: someHours,
        required: aRequirement,
        effectiveFrom: fc.oneof(fc.constant('2011-01-01'), aDate),
        effectiveTo: fc.option(aDate),
      })
      .map(({ hours, weekdays, ...rule }) => ({ ...rule, ...hours, weekdays: weekdays as Weekday[] }));
    const anEntry = fc
      .record({ positionId: aPosition, hours: someHours, required: aRequirement })
      .map(({ hours, ...entry }) => ({ ...entry, ...hours }));
    const anException = fc
      .record({ date: aDate, days: fc.nat(3), hours: fc.array(anEntry, { maxLength: 3 }) })
      .map(({ date, days, hours }) => ({ date, untilDate: dayAfter(date, days), hours }));
    const aStaffSpan = fc
      .tuple(
        fc.constantFrom(...POSITIONS, 'elsewhere'),
        fc.integer({ min: -1500, max: 6000 }),
        fc.integer({ min: 1, max: 1500 }),
      )
      .map(([positionId, from, minutes]) => ({ positionId, from, minutes }));
    return fc
      .record({
        startMinute: fc.integer({ min: -2880, max: 1440 }),
        minutes: fc.oneof(fc.integer({ min: 1, max: 5760 }), fc.integer({ min: 1, max: 300 })),
        rules: fc.array(aRule, { minLength: 1, maxLength: 5 }),
        exceptions: fc.uniqueArray(anException, { maxLength: 2, comparator: overlap }),
        staff: fc.array(aStaffSpan, { maxLength: 12 }),
      })
      .map(({ startMinute, minutes, rules, exceptions, staff }) => {
        const start = Date.parse(change) + startMinute * MINUTE;
        const window = { start, end: start + minutes * MINUTE };
        const spans = staff.map(({ positionId, from, minutes: length }) => ({
          positionId,
          start: start + from * MINUTE,
          end: start + (from + length) * MINUTE,
        }));
        return { zone, window, rules, exceptions, staff: spans };
      });
  });

const segmentsOf = ({ zone, window, rules, exceptions, staff }: Scenario): StaffingSegment[] =>
  staffingOf(expandDemand(rules, exceptions, zone, window), teamsOf(staff), window);

const summaryOf = (segments: readonly StaffingSegment[]): CoverageSummary => {
  const totals = emptyCoverageTotals();
  for (const segment of segments) addSegment(totals, segment);
  return coverageSummary(totals);
};

describe.each(Object.keys(CLOCK_CHANGES) as (keyof typeof CLOCK_CHANGES)[])('gaps in %s', (zone) => {
  const clock = new ScannedClock(zone);
  const scenarios = aScenario(zone);
  const forAll = (law: (scenario: Scenario) => void): void => fc.assert(fc.property(scenarios, law), RUNS);

  it('equal a count of every minute, maximal, clipped and ordered, and so do all figures', () => {
    forAll((scenario) => {
      const counts = bruteForce(scenario, clock);
      const expected = runsOf(counts, scenario.window);
      const expectedGaps: CoverageGap[] = expected
        .filter(({ required, assigned }) => assigned < required)
        .map((run) => ({ ...run, missing: run.required - run.assigned }));
      const segments = segmentsOf(scenario);
      expect(gapsIn(segments)).toEqual(expectedGaps);
      expect(segments).toEqual(expected);
      expect(summaryOf(segments)).toEqual(summaryByCounting(counts));
    });
  });

  it('leave the opening hours equal to a count of every minute', () => {
    forAll((scenario) => {
      const { open } = bruteForce(scenario, clock);
      const { rules, exceptions, window } = scenario;
      const index = new SpanIndex(openSpans(expandDemand(rules, exceptions, zone, window)));
      const wrong = open.findIndex((is, minute) => index.includes(window.start + minute * MINUTE) !== is);
      expect(wrong).toBe(-1);
    });
  });

  it('and staffed time add up to the demand', () => {
    forAll((scenario) => {
      const demand = expandDemand(scenario.rules, scenario.exceptions, zone, scenario.window);
      const segments = segmentsOf(scenario);
      const gaps = gapsIn(segments);
      const missing = gaps.reduce((sum, gap) => sum + minutesOf(gap) * gap.missing, 0);
      const needed = demand.reduce((sum, piece) => sum + minutesOf(piece) * piece.required, 0);
      const { staffedMinutes, missingMinutes, requiredMinutes } = summaryOf(segments);
      expect(missing).toBe(missingMinutes);
      expect(requiredMinutes).toBe(needed);
      expect(staffedMinutes + missing).toBe(needed);
      for (const gap of gaps) {
        const own = demand.filter(
          ({ positionId, required }) => positionId === gap.positionId && required > 0,
        );
        expect(new SpanIndex(openSpans(own)).minutesWithin(gap)).toBe(minutesOf(gap));
      }
    });
  });

  it('do not depend on the order of shifts, rules or exceptions, and change none of them', () => {
    forAll((scenario) => {
      const before = structuredClone(scenario);
      const turned = {
        ...scenario,
        rules: scenario.rules.toReversed(),
        exceptions: scenario.exceptions.toReversed(),
        staff: scenario.staff.toReversed(),
      };
      expect(segmentsOf(turned)).toEqual(segmentsOf(scenario));
      expect(scenario).toEqual(before);
    });
  });

  it('are all of the demand when nobody is on shift, and none of it when enough are', () => {
    forAll((scenario) => {
      const empty = segmentsOf({ ...scenario, staff: [] });
      expect(gapsIn(empty)).toEqual(empty.map((segment) => ({ ...segment, missing: segment.required })));
      const summary = summaryOf(empty);
      expect(summary.missingMinutes).toBe(summary.requiredMinutes);
      const crowd = POSITIONS.flatMap((positionId) =>
        Array.from({ length: 30 }, () => ({ positionId, ...scenario.window })),
      );
      expect(gapsIn(segmentsOf({ ...scenario, staff: crowd }))).toEqual([]);
    });
  });

  it('never include planned closed time', () => {
    forAll((scenario) => {
      const first = DateTime.fromMillis(scenario.window.start, { zone }).toISODate();
      const closed = [{ date: dayAfter(first, -4), untilDate: dayAfter(first, 7), hours: [] }];
      expect(segmentsOf({ ...scenario, exceptions: closed, staff: [] })).toEqual([]);
    });
  });

  it('never need more than one rule requires, also in a repeated hour', () => {
    forAll((scenario) => {
      const [rule] = scenario.rules;
      const alone = segmentsOf({ ...scenario, rules: [rule!], exceptions: [] });
      expect(alone.every(({ required }) => required === rule!.required)).toBe(true);
    });
  });
});
