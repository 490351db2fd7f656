import fc from 'fast-check';
import { anyRule, CLOCK_CHANGES, secondNight, twelveDaysFrom } from '../../test/support/coverage-rules.js';
import { runs } from '../../test/support/property-runs.js';
import { expandDemand, openSpans } from './coverage.js';
import { HOUR, MINUTE, type Span } from './interval.js';
import {
  awaited,
  serviceClock,
  type ClockedRequest,
  type ClockEvent,
  type ServiceTarget,
} from './service-clock.js';

const NOON = Date.parse('2026-10-26T12:00:00-05:00');
const ALWAYS: Span[] = [{ start: NOON - 1000 * HOUR, end: NOON + 1000 * HOUR }];
const TARGETS: ServiceTarget[] = [
  { tier: 'library', priority: 'normal', responseMinutes: 15, resolutionMinutes: 240 },
  { tier: 'campus-it', priority: 'normal', responseMinutes: null, resolutionMinutes: 240 },
  { tier: 'campus-it', priority: 'low', responseMinutes: null, resolutionMinutes: null },
];
const request = (rest: Partial<ClockedRequest> = {}): ClockedRequest => ({
  tier: 'library',
  priority: 'normal',
  openedAt: NOON,
  escalatedAt: null,
  firstResponseAt: NOON,
  resolvedAt: null,
  events: [],
  ...rest,
});
const at = (minutes: number): number => NOON + minutes * MINUTE;
const event = (kind: ClockEvent['kind'], minutes: number): ClockEvent => ({ kind, at: at(minutes) });
const clock = (rest: Partial<ClockedRequest>, minutes: number, service = ALWAYS) =>
  serviceClock(request(rest), TARGETS, service, at(minutes));

describe('what a request waits for', () => {
  it.each([
    [
      'the first answer, until it is there',
      { firstResponseAt: null },
      { measure: 'response', targetMinutes: 15 },
    ],
    ['then the resolution', {}, { measure: 'resolution', targetMinutes: 240 }],
    [
      'of Campus IT only the resolution',
      { tier: 'campus-it', firstResponseAt: null },
      { measure: 'resolution', targetMinutes: 240 },
    ],
    [
      'the resolution of what was resolved without an answer',
      { firstResponseAt: null, resolvedAt: NOON },
      { measure: 'resolution', targetMinutes: 240 },
    ],
    ['nothing without a target', { tier: 'campus-it', priority: 'low' }, null],
    ['nothing of a priority without any', { priority: 'urgent' }, null],
  ] as const)('%s', (_name, rest, wanted) => {
    expect(awaited(request(rest), TARGETS)).toEqual(wanted);
  });
});

describe('the clock', () => {
  // Zammad's published case: new for 60 minutes, open for 30, waiting for 30, then closed: 90 count.
  it('stands still while the person is waited for', () => {
    const events = [event('waiting', 90), event('resumed', 120)];
    expect(clock({ events }, 120)).toMatchObject({ usedMinutes: 90, isStopped: false });
    expect(clock({ events: events.slice(0, 1) }, 115)).toMatchObject({
      usedMinutes: 90,
      isStopped: true,
      dueAt: null,
    });
    expect(clock({ events }, 150)).toMatchObject({ usedMinutes: 120, dueAt: at(270), state: 'on-time' });
    const closed = [event('waiting', 90), event('resolved', 120)];
    expect(clock({ events: closed, resolvedAt: at(120) }, 500)).toEqual({
      measure: 'resolution',
      targetMinutes: 240,
      beganAt: NOON,
      usedMinutes: 90,
      isStopped: false,
      dueAt: null,
      endedAt: at(120),
      state: 'on-time',
    });
  });
  it.each([
    ['without its events', [], 100, 100, 'on-time'],
    ['when little of the target was left', [], 235, 235, 'on-time'],
    ['after its target', [], 241, 241, 'over'],
    [
      'after it was opened again',
      [event('resolved', 10), event('reopened', 70), event('resolved', 100)],
      100,
      40,
      'on-time',
    ],
  ] as const)('of what was resolved says how long it took: %s', (_name, events, resolved, used, state) => {
    expect(clock({ events: [...events], resolvedAt: at(resolved) }, 1_000)).toMatchObject({
      usedMinutes: used,
      endedAt: at(resolved),
      dueAt: null,
      state,
    });
  });
  it.each<[string, ClockEvent[], number, number]>([
    [
      'a resolution ends the waiting, and a reopening lets it run',
      [event('waiting', 10), event('resolved', 30), event('reopened', 50)],
      60,
      20,
    ],
    [
      'a second waiting within the first changes nothing',
      [event('waiting', 10), event('waiting', 20), event('resumed', 30)],
      40,
      20,
    ],
    [
      'an end without a beginning changes nothing',
      [event('resumed', 10), event('reopened', 15), event('returned', 18)],
      40,
      40,
    ],
    [
      'a resolution that is told for before the waiting ends it',
      [event('waiting', 20), event('resolved', 20), event('reopened', 30)],
      40,
      30,
    ],
    [
      'a resolution that is told for earlier than the waiting: the reopening ends it',
      [event('resolved', 5), event('waiting', 10), event('reopened', 30)],
      40,
      15,
    ],
    [
      'a hand-over ends the time of the library until it comes back',
      [event('escalated', 10), event('returned', 100)],
      120,
      30,
    ],
    ['as does one that is taken back', [event('escalated', 10), event('withdrawn', 20)], 30, 20],
    [
      'a rule that sent it to Campus IT keeps it from the library until then',
      [event('routed', 0), event('returned', 25)],
      40,
      15,
    ],
    [
      'and a hand-over after that stops it again',
      [event('routed', 0), event('returned', 25), event('escalated', 30), event('returned', 50)],
      60,
      15,
    ],
  ])('%s', (_name, events, now, used) => {
    expect(clock({ events }, now)!.usedMinutes).toBe(used);
  });
  it('of Campus IT begins with the last hand-over', () => {
    const campus = { tier: 'campus-it', escalatedAt: at(10) } as const;
    expect(clock(campus, 50)!.usedMinutes).toBe(40);
    const events = [event('escalated', 10), event('returned', 20), event('escalated', 30)];
    expect(clock({ ...campus, events }, 50)).toMatchObject({ usedMinutes: 20, beganAt: at(30) });
  });
  it('of Campus IT begins with the opening of what a rule sent there, and with a later hand-over', () => {
    const campus = { tier: 'campus-it', firstResponseAt: null } as const;
    const events = [event('routed', 0)];
    expect(clock({ ...campus, events }, 50)).toMatchObject({
      measure: 'resolution',
      usedMinutes: 50,
      beganAt: at(0),
    });
    const again = [...events, event('returned', 10), event('escalated', 30)];
    expect(clock({ ...campus, escalatedAt: at(30), events: again }, 50)).toMatchObject({
      usedMinutes: 20,
      beganAt: at(30),
    });
  });
  it.each([
    [180, 'soon'],
    [179, 'on-time'],
    [240, 'soon'],
    [241, 'over'],
  ])('after %s of 240 minutes is %s', (minutes, state) => {
    expect(clock({}, minutes)!.state).toBe(state);
  });
  it('runs in service time only, and says when its target is reached', () => {
    const service = [
      { start: at(60), end: at(120) },
      { start: at(600), end: at(900) },
    ];
    expect(clock({}, 130, service)).toMatchObject({ usedMinutes: 60, dueAt: at(780) });
    expect(clock({}, 130, service.slice(0, 1))).toMatchObject({ usedMinutes: 60, dueAt: null });
    expect(clock({}, 30, [])).toMatchObject({ usedMinutes: 0, dueAt: null, state: 'on-time' });
  });
});

describe('the clock minute by minute', () => {
  const ZONE = 'America/Chicago';
  const KINDS = [
    'waiting',
    'resumed',
    'resolved',
    'reopened',
    'routed',
    'escalated',
    'returned',
    'withdrawn',
  ] as const;

  /** Looks at each minute by itself: whether the location is open then, and what the last events before it say. */
  function oracle(asked: ClockedRequest, service: readonly Span[], now: number): number {
    const sorted = asked.events;
    const start =
      asked.tier === 'library'
        ? asked.openedAt
        : (sorted.findLast(({ kind }) => kind === 'escalated')?.at ?? asked.escalatedAt!);
    let used = 0;
    for (let minute = start; minute < (asked.resolvedAt ?? now); minute += MINUTE) {
      const isOpen = service.some((span) => span.start <= minute && minute < span.end);
      const past = sorted.filter((one) => one.at <= minute).map(({ kind }) => kind);
      const last = (...kinds: string[]): string | undefined => past.findLast((kind) => kinds.includes(kind));
      const waits = last('waiting', 'resumed', 'resolved', 'reopened') === 'waiting';
      const isResolved = last('resolved', 'reopened') === 'resolved';
      const isAway =
        asked.tier === 'library' &&
        (last('escalated', 'returned', 'withdrawn') === 'escalated' ||
          last('routed', 'returned', 'withdrawn') === 'routed');
      if (isOpen && !waits && !isResolved && !isAway) used++;
    }
    return used;
  }

  it.each(CLOCK_CHANGES)(
    'is the same with overnight hours, exceptions, stops and reopenings, %s',
    (_name, from) => {
      const begin = Date.parse(from);
      const minutes = fc.integer({ min: 0, max: 4 * 1440 });
      fc.assert(
        fc.property(
          fc.array(anyRule, { minLength: 1, maxLength: 3 }),
          fc.boolean(),
          fc.constantFrom('library' as const, 'campus-it' as const),
          fc.integer({ min: 0, max: 600 }),
          minutes,
          fc.array(fc.tuple(fc.constantFrom(...KINDS), minutes), { maxLength: 8 }),
          fc.boolean(),
          fc.option(fc.integer({ min: 0, max: 100 })),
          (rules, hasException, tier, opened, length, happened, isAnswered, resolvedAfter) => {
            const openedAt = begin + opened * MINUTE;
            const now = openedAt + length * MINUTE;
            const events = happened
              .map(([kind, minute]) => ({ kind, at: openedAt + minute * MINUTE }))
              .filter((one) => one.at <= now)
              .sort((one, other) => one.at - other.at);
            const resolvedAt =
              resolvedAfter === null ? null : openedAt + Math.floor((length * resolvedAfter) / 100) * MINUTE;
            const asked: ClockedRequest = {
              tier,
              priority: 'normal',
              openedAt,
              escalatedAt: openedAt,
              firstResponseAt: isAnswered ? openedAt : null,
              resolvedAt,
              events,
            };
            const exceptions = hasException ? [secondNight(begin)] : [];
            const service = openSpans(expandDemand(rules, exceptions, ZONE, twelveDaysFrom(begin)));
            const found = serviceClock(asked, TARGETS, service, now)!;
            const isResponse = tier === 'library' && !isAnswered && resolvedAt === null;
            expect(found).toMatchObject({
              measure: isResponse ? 'response' : 'resolution',
              usedMinutes: oracle(asked, service, now),
            });
            if (found.dueAt !== null) {
              expect(resolvedAt).toBeNull();
              expect(oracle(asked, service, found.dueAt)).toBe(found.targetMinutes);
              if (found.dueAt > now) expect(found.usedMinutes).toBeLessThan(found.targetMinutes);
            }
          },
        ),
        { seed: 17, numRuns: runs(60) },
      );
    },
  );
});
