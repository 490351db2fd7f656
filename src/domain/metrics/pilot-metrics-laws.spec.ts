import fc from 'fast-check';
import { HOUR, MINUTE, type Span } from '../interval.js';
import { gather, measured, RULES } from '../../../test/support/metrics.js';
import { runs } from '../../../test/support/property-runs.js';
import { MetricsAccumulator } from './accumulator.js';
import { NO_FACTS, type LocationFacts } from './facts.js';
import { metricsOf, type PilotMetrics } from './metrics.js';

const MIDNIGHT = Date.parse('2026-11-02T00:00Z');
const DAY: Span = { start: MIDNIGHT, end: MIDNIGHT + 24 * HOUR };

/** The same numbers but for rounding. */
const approximately = <T>(value: T): T =>
  (typeof value === 'number'
    ? expect.closeTo(value, 9)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, approximately(one as unknown)]))
      : value) as T;

const measure = (facts: LocationFacts): PilotMetrics => measured([facts], [DAY]);

describe('whatever the facts', () => {
  const minute = fc.integer({ min: -300, max: 1700 }).map((number) => MIDNIGHT + number * MINUTE);
  const span = fc
    .tuple(minute, fc.integer({ min: 1, max: 600 }))
    .map(([start, length]) => ({ start, end: start + length * MINUTE }));
  const position = fc.constantFrom('desk', 'lab');
  const facts = fc
    .record({
      demand: fc.array(fc.tuple(span, position, fc.integer({ min: 0, max: 2 })), { maxLength: 5 }),
      staff: fc.array(fc.tuple(span, position), { maxLength: 5 }),
      opened: fc.array(fc.tuple(minute, fc.boolean()), { maxLength: 8 }),
      tallied: fc.array(fc.tuple(minute, fc.integer({ min: 1, max: 4 })), { maxLength: 5 }),
    })
    .map(({ demand: pieces, staff, opened, tallied }): LocationFacts => {
      const demand = pieces.map(([piece, positionId, required]) => ({
        ...piece,
        positionId,
        required,
        date: '2026-11-02',
      }));
      return {
        ...NO_FACTS,
        demand,
        calendar: demand,
        approved: staff.map(([part, positionId]) => ({ ...part, positionId })),
        claims: staff.map(([shift]) => ({
          operatorId: 'maya',
          shift,
          due: shift,
          worked: null,
          present: shift,
          noShow: false,
          recorded: false,
          isImported: false,
        })),
        shifts: staff.map(([shift]) => ({ startsAt: shift.start, seats: 2, filledSeats: 1 })),
        requests: opened.map(([openedAt, directional]) => ({
          openedAt,
          directional,
          firstResponseAt: null,
          waitedMinutes: null,
          isLogged: true,
          escalatedAt: null,
          firstResolvedAt: null,
          resolvedAt: null,
          stops: null,
          tier: 'library',
          readLevel: null,
        })),
        tallies: tallied.map(([at, count]) => ({ at, count, directional: false })),
      };
    });
  const SUMS = [
    'requiredMinutes',
    'staffedMinutes',
    'missingMinutes',
    'uncoveredMinutes',
    'seats',
    'filledSeats',
    'openHours',
    'staffedHours',
    'requests',
    'requestsOutsideHours',
    'directionalRequests',
    'demandDuringGaps',
  ] as const;
  const RUNS = { seed: 20261101, numRuns: runs(300) };

  it('the sums of buckets are the sum of the whole, and inputs stay as they were', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 1439 }), { maxLength: 5 });
    fc.assert(
      fc.property(facts, cuts, (given, minutes) => {
        const before = structuredClone(given);
        const edges = [0, ...minutes.toSorted((a, b) => a - b), 1440].map((at) => MIDNIGHT + at * MINUTE);
        const slices = edges.slice(1).map((end, bucket) => ({ start: edges[bucket]!, end, bucket }));
        const accumulators = slices.map(() => new MetricsAccumulator(RULES));
        gather(given, slices, (bucket) => accumulators[bucket]!);
        const whole = measure(given);
        const total = new MetricsAccumulator(RULES);
        for (const accumulator of accumulators) total.add(accumulator, { withWaits: true });
        expect(metricsOf(total)).toEqual(approximately(whole));
        for (const name of SUMS) {
          const sum = accumulators.reduce((total, accumulator) => total + metricsOf(accumulator)[name]!, 0);
          expect(sum).toBeCloseTo(whole[name]!, 9);
        }
        expect(given).toEqual(before);
      }),
      RUNS,
    );
  });

  it('open hours and unmet need are those of counting every minute', () => {
    const holds = (part: Span, at: number): boolean => part.start <= at && at < part.end;
    fc.assert(
      fc.property(facts, (given) => {
        const isOpen = (at: number): boolean => given.demand.some((piece) => holds(piece, at));
        const isShort = (at: number): boolean =>
          ['desk', 'lab'].some((positionId) => {
            const own = <Part extends Span & { positionId: string }>(list: readonly Part[]): Part[] =>
              list.filter((part) => part.positionId === positionId && holds(part, at));
            return (
              own(given.demand).reduce((sum, { required }) => sum + required, 0) > own(given.approved).length
            );
          });
        const minutes = Array.from({ length: 1440 }, (_, number) => MIDNIGHT + number * MINUTE);
        const asked = [
          ...given.requests
            .filter(({ directional }) => !directional)
            .map(({ openedAt }) => ({ at: openedAt, count: 1 })),
          ...given.tallies,
        ].filter(({ at }) => holds(DAY, at));
        const count = (wanted: (at: number) => boolean): number =>
          asked.filter(({ at }) => wanted(at)).reduce((sum, { count: by }) => sum + by, 0);
        const found = measure(given);
        expect(found.openHours).toBeCloseTo(minutes.filter(isOpen).length / 60, 9);
        expect(found.requests).toBe(count(isOpen));
        expect(found.requestsOutsideHours).toBe(count((at) => !isOpen(at)));
        expect(found.demandDuringGaps).toBe(count(isShort));
      }),
      RUNS,
    );
  });
});
