import fc from 'fast-check';
import { anyRule, CLOCK_CHANGES, secondNight, twelveDaysFrom } from '../../../test/support/coverage-rules.js';
import { measured } from '../../../test/support/metrics.js';
import { factsOf, FOLLOW_UP_HOURS, scenario, wallsOf } from '../../../test/support/metrics-scenarios.js';
import { runs } from '../../../test/support/property-runs.js';
import { expandDemand, openSpans, type DemandPiece } from '../coverage.js';
import { MINUTE, unite, type Span } from '../interval.js';
import { standstillsOf, type ClockEvent } from '../service-clock.js';
import { NO_FACTS, type RequestFact } from './facts.js';
import { METRIC_NAMES, type PilotMetrics } from './metrics.js';

const NOON = Date.parse('2026-11-02T18:00Z');
const at = (minutes: number): number => NOON + minutes * MINUTE;
const request = (rest: Partial<RequestFact> = {}): RequestFact => ({
  openedAt: NOON,
  firstResponseAt: NOON,
  waitedMinutes: 0,
  isLogged: true,
  escalatedAt: null,
  firstResolvedAt: null,
  resolvedAt: null,
  stops: null,
  tier: 'library',
  directional: false,
  readLevel: null,
  ...rest,
});
const resolvedAfter = (minutes: number, events: readonly ClockEvent[]): Partial<RequestFact> => ({
  firstResolvedAt: events.find(({ kind }) => kind === 'resolved')?.at ?? at(minutes),
  resolvedAt: at(minutes),
  stops: standstillsOf(events),
});
const ALWAYS: DemandPiece[] = [
  { start: at(-10_000), end: at(10_000), positionId: 'desk', required: 1, date: '' },
];
const figures = (requests: readonly RequestFact[], demand = ALWAYS): PilotMetrics =>
  measured([{ ...NO_FACTS, demand, calendar: demand, requests }], [{ start: at(-10_000), end: at(10_000) }]);

describe('service time leaves out', () => {
  const event = (kind: ClockEvent['kind'], minutes: number): ClockEvent => ({ kind, at: at(minutes) });

  it('the time in which the person who asked is waited for: Zammad’s published case', () => {
    // New for 60 minutes, open for 30, waiting for 30, then closed: 90 count.
    const events = [event('waiting', 90), event('resolved', 120)];
    expect(figures([request({ firstResponseAt: at(60), ...resolvedAfter(120, events) })])).toMatchObject({
      resolutionServiceMinutesP50: 90,
      resolutionWallMinutesP50: 120,
      firstResponseServiceMinutesP50: 60,
      firstResponseWallMinutesP50: 60,
      stoppedRequests: 1,
    });
  });

  it.each<[string, ClockEvent[], number, number, number, number]>([
    ['nothing without stops', [event('resolved', 100)], 100, 100, 100, 0],
    [
      'the time between a resolution and a reopening',
      [event('resolved', 20), event('reopened', 70), event('resolved', 100)],
      100,
      20,
      50,
      1,
    ],
    [
      'a pause and a reopening that overlap once',
      [event('waiting', 10), event('resolved', 30), event('reopened', 50), event('resolved', 60)],
      60,
      10,
      20,
      1,
    ],
    [
      'a pause that was never ended, up to the resolution as it was corrected',
      [event('waiting', 40)],
      100,
      40,
      40,
      1,
    ],
    ['nothing of a pause before the opening', [event('waiting', -50), event('resumed', 0)], 30, 30, 30, 0],
    ['nothing of a pause after the last resolution', [event('resolved', 30)], 30, 30, 30, 0],
  ])('%s', (_name, events, minutes, first, last, stopped) => {
    expect(figures([request(resolvedAfter(minutes, events))])).toMatchObject({
      firstResolutionServiceMinutesP50: first,
      resolutionServiceMinutesP50: last,
      resolutionWallMinutesP50: minutes,
      stoppedRequests: stopped,
    });
  });

  it('a pause before the first response, and not the hand-over to Campus IT', () => {
    const stops = standstillsOf([event('waiting', 10), event('escalated', 20), event('resumed', 25)]);
    expect(figures([request({ firstResponseAt: at(40), waitedMinutes: null, stops })])).toMatchObject({
      firstResponseServiceMinutesP50: 25,
      firstResponseWallMinutesP50: 40,
      stoppedRequests: 0,
    });
  });

  it.each(CLOCK_CHANGES)(
    'the same minutes as one by one, with overnight hours and exceptions, %s',
    (_, from) => {
      const begin = Date.parse(from);
      const window = twelveDaysFrom(begin);
      const minute = fc.integer({ min: 0, max: 5 * 1440 });
      const kinds = fc.constantFrom<ClockEvent['kind']>(
        'waiting',
        'resumed',
        'resolved',
        'reopened',
        'escalated',
      );
      fc.assert(
        fc.property(
          fc.array(anyRule, { minLength: 1, maxLength: 3 }),
          fc.boolean(),
          fc.tuple(minute, minute, minute),
          fc.array(fc.tuple(kinds, minute), { maxLength: 8 }),
          (rules, hasException, [opened, responded, resolved], happened) => {
            const instant = (minutes: number): number => begin + minutes * MINUTE;
            const demand = expandDemand(
              rules,
              hasException ? [secondNight(begin)] : [],
              'America/Chicago',
              window,
            );
            const events = happened
              .map(([kind, minutes]): ClockEvent => ({ kind, at: instant(minutes) }))
              .sort((one, other) => one.at - other.at);
            const [openedAt, firstResponseAt, resolvedAt] = [
              opened,
              opened + responded,
              opened + resolved,
            ].map(instant);
            const asked = request({
              openedAt: openedAt!,
              firstResponseAt: firstResponseAt!,
              firstResolvedAt: resolvedAt!,
              resolvedAt: resolvedAt!,
              isLogged: false,
              waitedMinutes: null,
              stops: standstillsOf(events),
            });
            const open = openSpans(demand);
            const runsAt = (now: number): boolean => {
              const past = events.filter((one) => one.at <= now).map(({ kind }) => kind);
              const last = (...wanted: string[]) => past.findLast((kind) => wanted.includes(kind));
              const waits = last('waiting', 'resumed', 'resolved', 'reopened') === 'waiting';
              const isResolved = last('resolved', 'reopened') === 'resolved';
              return !waits && !isResolved && open.some(({ start, end }) => start <= now && now < end);
            };
            const minutesUntil = (end: number): number => {
              let sum = 0;
              for (let now = openedAt!; now < end; now += MINUTE) if (runsAt(now)) sum += 1;
              return sum;
            };
            const found = measured([{ ...NO_FACTS, demand, calendar: demand, requests: [asked] }], [window]);
            expect(found).toMatchObject({
              firstResponseServiceMinutesP50: minutesUntil(firstResponseAt!),
              resolutionServiceMinutesP50: minutesUntil(resolvedAt!),
              resolutionWallMinutesP50: resolved > 72 * 60 ? null : resolved,
            });
          },
        ),
        { seed: 20261130, numRuns: runs(60) },
      );
    },
  );
});

describe('one more stop', () => {
  const SERVICE = /ServiceMinutesP\d\d$/;
  const stop = fc.tuple(fc.integer({ min: -200, max: 6000 }), fc.option(fc.integer({ min: 1, max: 900 })));

  it('never lengthens service time, and changes no other figure than the number of stopped requests', () => {
    fc.assert(
      fc.property(scenario, fc.array(fc.option(stop), { minLength: 8, maxLength: 8 }), (given, added) => {
        const [zone, from] = given.place;
        const minutes = wallsOf(zone, from);
        const zero = minutes[0]!.at;
        const phase = { start: zero, end: minutes.at(-1)!.at + MINUTE };
        const facts = factsOf(given, zero, []);
        const more = facts.requests.map((one, index): RequestFact => {
          const extra = added[index];
          if (!extra) return one;
          const start = one.openedAt + extra[0] * MINUTE;
          const span: Span = { start, end: extra[1] === null ? Infinity : start + extra[1] * MINUTE };
          return { ...one, stops: unite([...(one.stops ?? []), span]) };
        });
        const rules = { now: zero + given.now * MINUTE, followUpHours: FOLLOW_UP_HOURS };
        const before = measured([facts], [phase], rules);
        const after = measured([{ ...facts, requests: more }], [phase], rules);
        for (const name of METRIC_NAMES)
          if (SERVICE.test(name)) {
            const [old, now] = [before[name], after[name]] as (number | null)[];
            if (old === null) expect(now).toBeNull();
            else expect(now).toBeLessThanOrEqual(old! + 1e-9);
          } else if (name !== 'stoppedRequests') expect(after[name]).toEqual(before[name]);
        expect(after.stoppedRequests).toBeGreaterThanOrEqual(before.stoppedRequests);
      }),
      { seed: 20261130, numRuns: runs(150) },
    );
  });
});
