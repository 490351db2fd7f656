import { expandDemand, type CoverageRule, type DemandPiece } from '../coverage.js';
import { HOUR, MINUTE, type Span } from '../interval.js';
import { measured } from '../../../test/support/metrics.js';
import { NO_FACTS, type LocationFacts, type RequestFact } from './facts.js';
import type { PilotMetrics } from './metrics.js';

/** Hours of Monday, 2 November 2026 in UTC. */
const hour = (number: number): number => Date.parse('2026-11-02T00:00Z') + number * HOUR;
const hours = (from: number, to: number): Span => ({ start: hour(from), end: hour(to) });
const demand = (from: number, to: number, required = 1, positionId = 'desk'): DemandPiece => ({
  ...hours(from, to),
  required,
  positionId,
  date: '2026-11-02',
});
const onShift = (from: number, to: number, positionId = 'desk') => ({ ...hours(from, to), positionId });
const claim = (shift: Span, worked: Span | null = null, noShow = false, due: Span | null = shift) => ({
  operatorId: 'maya',
  shift,
  due,
  worked,
  present: worked ?? (noShow ? null : shift),
  recorded: noShow || worked !== null,
  noShow,
  isImported: false,
});
const tally = (at: number, count: number, directional = false) => ({ at: hour(at), count, directional });
const request = (openedAt: number, overrides: Partial<RequestFact> = {}): RequestFact => ({
  openedAt: hour(openedAt),
  firstResponseAt: null,
  waitedMinutes: null,
  isLogged: true,
  escalatedAt: null,
  firstResolvedAt: null,
  resolvedAt: null,
  stops: null,
  tier: 'library',
  directional: false,
  readLevel: null,
  ...overrides,
});
/** One location's facts; the calendar is its demand unless given. */
const someFacts = (overrides: Partial<LocationFacts> = {}): LocationFacts => ({
  ...NO_FACTS,
  calendar: overrides.demand ?? [],
  ...overrides,
});

const DAY = hours(0, 24);
const measure = (locations: readonly LocationFacts[], counted: readonly Span[] = [DAY]): PilotMetrics =>
  measured(locations, counted);
const measureOne = (overrides: Partial<LocationFacts>, counted?: readonly Span[]): PilotMetrics =>
  measure([someFacts(overrides)], counted);

it('nothing at all has no rate and no percentile', () => {
  const {
    readLevels,
    missing,
    waitUnknown,
    outOfOrder,
    censored,
    occupancy,
    workstationUse,
    visits,
    fairness,
    ...figures
  } = measure([]);
  const rates = Object.entries(figures).filter(([name]) =>
    /(Rate|Share)(?!N$)|Per|Within|Effort$|Minutes(P50|P90)$/.test(name),
  );
  expect(rates).toHaveLength(29);
  expect(rates.every(([, value]) => value === null)).toBe(true);
  const sums = Object.entries(figures).filter(([name]) => !rates.some(([rate]) => rate === name));
  expect(sums.every(([, value]) => value === 0)).toBe(true);
  expect(readLevels).toEqual({ 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 });
  expect(missing).toEqual({ firstResponseAt: 0, resolvedAt: 0 });
  expect(occupancy).toEqual({ hours: 0, mean: null, peak: null });
  expect(workstationUse).toEqual({ hours: 0, mean: null, peak: null });
  expect(visits).toEqual({ entries: null, hours: 0, resets: 0 });
  expect(fairness).toEqual({ operators: 0, hours: null, undesirableHours: null });
  for (const counts of [waitUnknown, outOfOrder, censored])
    expect(counts).toEqual({ firstResponseAt: 0, firstResolvedAt: 0, resolvedAt: 0 });
  expect(measureOne({ demand: [demand(8, 12)] }, [])).toEqual(measure([]));
});

describe('coverage and exposure', () => {
  it('come to these figures on a day of two positions', () => {
    const facts = {
      demand: [demand(8, 12, 2), demand(10, 14, 1, 'lab'), demand(20, 22, 0)],
      approved: [onShift(8, 12), onShift(8, 9), onShift(13, 14, 'lab')],
    };
    expect(measureOne(facts)).toMatchObject({
      requiredMinutes: 480 + 240,
      staffedMinutes: 240 + 60 + 60,
      missingMinutes: 360,
      coverageRate: 0.5,
      // One hour of the desk and one of the lab, out of eight hours with demand.
      fullyCoveredRate: 0.25,
      uncoveredMinutes: 180,
      // The union over positions, including hours that need no operator: 8 to 14 and 20 to 22.
      openHours: 8,
    });
  });

  it('of two locations are taken of the sums, not averaged', () => {
    const quiet = someFacts({
      demand: [demand(8, 18)],
      requests: [9, 10, 11, 12, 13].map((at) => request(at)),
    });
    const busy = someFacts({ demand: [demand(8, 10)], approved: [onShift(8, 10)], tallies: [tally(9, 4)] });
    const both = measure([quiet, busy]);
    expect(both.openHours).toBe(12);
    expect(both.requestsPerOpenHour).toBe(9 / 12);
    expect(both.coverageRate).toBe(2 / 12);
  });

  it('of two locations never staff one another', () => {
    const without = someFacts({ demand: [demand(8, 10)], requests: [request(9)] });
    const crowded = someFacts({
      demand: [demand(8, 10)],
      approved: [onShift(8, 10), onShift(8, 10)],
      requests: [request(9)],
    });
    expect(measure([without, crowded])).toMatchObject({ coverageRate: 0.5, demandDuringGaps: 1 });
  });

  it('leave excluded time out of both numerator and exposure', () => {
    const facts = { demand: [demand(8, 18)], requests: [9, 11, 13].map((at) => request(at)) };
    expect(measureOne(facts, [hours(0, 10), hours(12, 24)])).toMatchObject({
      requests: 2,
      openHours: 8,
      requestsPerOpenHour: 0.25,
      requiredMinutes: 480,
    });
  });

  it('narrowed to one position still know the hours of all', () => {
    const facts = { demand: [demand(8, 10, 1, 'lab')], calendar: [demand(8, 18), demand(8, 10, 1, 'lab')] };
    expect(measureOne({ ...facts, requests: [request(12)] })).toMatchObject({
      openHours: 2,
      requests: 1,
      requestsOutsideHours: 0,
    });
  });
});

describe('seats, claims and attendance', () => {
  it('fill, attend and fail to show at these rates', () => {
    const facts = {
      shifts: [
        { startsAt: hour(8), seats: 2, filledSeats: 2 },
        { startsAt: hour(12), seats: 3, filledSeats: 1 },
        { startsAt: hour(24), seats: 9, filledSeats: 0 },
      ],
      claims: [
        claim(hours(8, 12), hours(7.75, 12.25)),
        claim(hours(12, 16), hours(13, 15)),
        claim(hours(16, 18), null, true),
      ],
    };
    expect(measureOne(facts)).toMatchObject({
      seats: 5,
      filledSeats: 3,
      fillRate: 0.6,
      // Four and two hours attended out of ten hours of claims.
      attendanceRate: 0.6,
      noShowRate: 1 / 3,
      // All work, also outside the shift: 4.5 and 2 hours.
      staffedHours: 6.5,
    });
  });

  it('are attended only as far as they lie behind us', () => {
    const claims = [
      claim(hours(8, 12), hours(8, 10), false, hours(8, 10)),
      claim(hours(16, 20), null, false, null),
    ];
    expect(measureOne({ claims })).toMatchObject({ attendanceRate: 1, noShowRate: 0 });
    expect(measureOne({ claims: claims.slice(1) })).toMatchObject({ attendanceRate: null, noShowRate: null });
  });

  it('ask only for what has passed of a shift by now', () => {
    const running = claim(hours(8, 12), hours(9, 10), false, hours(8, 10));
    const coming = claim(hours(14, 18), null, false, null);
    expect(measureOne({ claims: [running, coming] })).toMatchObject({ attendanceRate: 0.5, noShowRate: 0 });
    expect(measureOne({ claims: [coming] })).toMatchObject({ attendanceRate: null, noShowRate: null });
  });

  it('leave out a finished shift of which nobody recorded anything, and say so', () => {
    const unknown = claim(hours(8, 12));
    const came = claim(hours(12, 16), hours(12, 15));
    const absent = claim(hours(16, 20), null, true);
    const late = claim(hours(20, 24), null, false, hours(20, 22));
    expect(measureOne({ claims: [unknown] })).toMatchObject({
      attendanceRate: null,
      noShowRate: null,
      recordedShare: 0,
    });
    expect(measureOne({ claims: [unknown, came, absent] })).toMatchObject({
      attendanceRate: 3 / 8,
      noShowRate: 1 / 2,
      recordedShare: 2 / 3,
    });
    // While a shift lasts, a missing check-in counts as absence so far.
    expect(measureOne({ claims: [came, late] })).toMatchObject({ attendanceRate: 3 / 6, recordedShare: 1 });
  });

  it.each([
    ['is what was worked where that is known', claim(hours(8, 12), hours(9, 11)), 2],
    ['is the approved shift where it is not', claim(hours(8, 12)), 4],
    ['is nothing after a no-show', claim(hours(8, 12), null, true), 0],
    ['is cut at the end of the counted time', claim(hours(22, 30)), 2],
    ['counts of a shift that began before it', claim(hours(-4, 3)), 3],
  ])('operator time %s', (_name, fact, staffedHours) => {
    expect(measureOne({ claims: [fact] }).staffedHours).toBe(staffedHours);
  });

  it('are not capped by demand, unlike coverage', () => {
    const facts = {
      demand: [demand(8, 12)],
      approved: [onShift(8, 12), onShift(8, 12)],
      claims: [claim(hours(8, 12)), claim(hours(8, 12))],
      requests: [request(9), request(10)],
    };
    expect(measureOne(facts)).toMatchObject({
      staffedMinutes: 240,
      staffedHours: 8,
      requestsPerStaffedHour: 0.25,
      requestsPerOpenHour: 0.5,
    });
  });

  it('count a shift and its claims where it starts', () => {
    const facts = {
      shifts: [{ startsAt: hour(23), seats: 1, filledSeats: 1 }],
      claims: [claim(hours(23, 27), hours(23, 27))],
    };
    expect(measureOne(facts, [hours(20, 24)])).toMatchObject({
      seats: 1,
      attendanceRate: 1,
      staffedHours: 1,
    });
    expect(measureOne(facts, [hours(24, 48)])).toMatchObject({
      seats: 0,
      attendanceRate: null,
      staffedHours: 3,
    });
  });
});

describe('requests', () => {
  it('outside hours and directional ones are kept apart', () => {
    const facts = {
      demand: [demand(8, 12)],
      requests: [request(8), request(11.99), request(12), request(9, { directional: true }), request(24)],
      tallies: [tally(9, 3), tally(20, 2), tally(9, 5, true), tally(21, 4, true)],
    };
    expect(measureOne(facts)).toMatchObject({
      requests: 5,
      requestsOutsideHours: 3,
      directionalRequests: 10,
      requestsPerOpenHour: 1.25,
    });
  });

  it('during gaps are those while some position lacks someone', () => {
    const facts = {
      demand: [demand(8, 12), demand(8, 12, 2, 'lab')],
      approved: [onShift(8, 12), onShift(8, 10, 'lab'), onShift(8, 10, 'lab'), onShift(8, 12, 'lab')],
      requests: [request(9), request(10), request(11, { directional: true }), request(12), request(13)],
      tallies: [tally(11, 4), tally(9.5, 7)],
    };
    // The lab is short from 10 to 12: this includes the request at 10 and the four at 11, not the directional
    // one.
    expect(measureOne({ ...facts, approved: facts.approved.slice(0, 3) }).demandDuringGaps).toBe(5);
    expect(
      measureOne({ ...facts, approved: [...facts.approved, onShift(10, 12, 'lab')] }).demandDuringGaps,
    ).toBe(0);
  });

  it('are answered, resolved and escalated at these rates', () => {
    const later = hour(20);
    const facts = {
      requests: [
        request(9, { resolvedAt: later, readLevel: 1 }),
        request(9, { resolvedAt: later, escalatedAt: hour(10), readLevel: 4 }),
        request(9, { resolvedAt: later, tier: 'campus-it', readLevel: 4 }),
        request(9, { escalatedAt: hour(10) }),
        request(9),
        request(9, { resolvedAt: later, directional: true, readLevel: 2 }),
      ],
    };
    expect(measureOne(facts)).toMatchObject({
      resolved: 3,
      escalated: 2,
      firstLevelResolutionRate: 1 / 3,
      escalationShare: 2 / 4,
      readLevels: { 1: 1, 2: 0, 3: 0, 4: 2, 5: 0, 6: 0 },
      missing: { firstResponseAt: 5, resolvedAt: 2 },
    });
  });
});

describe('times', () => {
  const answered = (openedAt: number, minutes: number) =>
    request(openedAt, { firstResponseAt: hour(openedAt) + minutes * MINUTE });

  it('are of Kaplan–Meier by the wall clock, and of type 7 in service time', () => {
    const facts = {
      demand: [demand(8, 9)],
      requests: [answered(8, 40), answered(8, 10), answered(8, 90), answered(8, 20)],
    };
    const found = measureOne(facts);
    expect(found.firstResponseWallMinutesP50).toBeCloseTo(30);
    expect(found.firstResponseWallMinutesP90).toBeCloseTo(90);
    // The answer after closing time took until closing: 10, 20, 40, 60.
    expect(found.firstResponseServiceMinutesP50).toBeCloseTo(30);
    expect(found.firstResponseServiceMinutesP90).toBeCloseTo(54);
  });

  it('tell the first resolution from the last', () => {
    const reopened = request(8, { firstResolvedAt: hour(9), resolvedAt: hour(11) });
    expect(measureOne({ demand: [demand(8, 10)], requests: [reopened] })).toMatchObject({
      firstResolutionWallMinutesP50: 60,
      firstResolutionServiceMinutesP50: 60,
      resolutionWallMinutesP50: 180,
      resolutionWallMinutesP90: 180,
      resolutionServiceMinutesP50: 120,
    });
  });

  it('leave out an answer from before the question, and count it as out of order', () => {
    const found = measureOne({ requests: [request(9, { firstResponseAt: hour(8) }), answered(10, 30)] });
    expect(found).toMatchObject({ firstResponseWallMinutesP50: 30, firstResponseWallMinutesP90: 30 });
    expect(found.missing.firstResponseAt).toBe(0);
    expect(found.outOfOrder).toEqual({ firstResponseAt: 1, firstResolvedAt: 0, resolvedAt: 0 });
    expect([found.firstResponseWallMinutesN, found.firstResponseServiceMinutesN]).toEqual([1, 1]);
  });

  const aRule = (startsAt: string, endsAt: string): CoverageRule => ({
    positionId: 'desk',
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    startsAt,
    endsAt,
    required: 1,
    effectiveFrom: '2026-01-01',
    effectiveTo: null,
  });
  it.each([
    ['over a closed night', '08:00', '18:00', '2026-07-01T17:00-05:00', '2026-07-02T09:00-05:00', 120, 960],
    [
      'over a closed autumn night',
      '08:00',
      '18:00',
      '2026-10-31T17:00-05:00',
      '2026-11-01T09:00-06:00',
      120,
      1020,
    ],
    [
      'through an open autumn night of 9 hours',
      '22:00',
      '06:00',
      '2026-10-31T21:00-05:00',
      '2026-11-01T07:00-06:00',
      540,
      660,
    ],
    [
      'through an open spring night of 7 hours',
      '22:00',
      '06:00',
      '2026-03-07T21:00-06:00',
      '2026-03-08T07:00-05:00',
      420,
      540,
    ],
    ['while closed', '08:00', '18:00', '2026-07-01T19:00-05:00', '2026-07-02T07:00-05:00', 0, 720],
    [
      'over a weekend of whole days',
      '00:00',
      '00:00',
      '2026-07-03T12:00-05:00',
      '2026-07-06T12:00-05:00',
      4320,
      4320,
    ],
  ])('count service hours %s', (_name, startsAt, endsAt, opened, response, service, wall) => {
    const [openedAt, firstResponseAt] = [Date.parse(opened), Date.parse(response)];
    const phase = { start: openedAt - 100 * HOUR, end: openedAt + 1 };
    const window = { ...phase, end: firstResponseAt };
    const calendar = expandDemand([aRule(startsAt, endsAt)], [], 'America/Chicago', window);
    const facts = { demand: calendar, requests: [request(0, { openedAt, firstResponseAt })] };
    expect(measureOne(facts, [phase])).toMatchObject({
      firstResponseServiceMinutesP50: service,
      firstResponseWallMinutesP50: wall,
    });
  });
});
