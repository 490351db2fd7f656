import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import { HOUR, MINUTE, SECOND } from './interval.js';
import {
  eventsAmong,
  eventsOf,
  firstResolution,
  pastAfter,
  pastFrom,
  periodsAfter,
  periodsOf,
  type Past,
  type Period,
  type ToldChange,
  type ToldState,
} from './told-past.js';
import { standstillsOf } from './service-clock.js';
import type { Tier } from './tiers.js';

const NOON = Date.parse('2026-10-26T12:00:00-05:00');
const at = (minutes: number): number => NOON + minutes * MINUTE;
const wait = (from: number, until: number | null): Period => ({
  from: at(from),
  until: until === null ? null : at(until),
});
const isStalled = (state: string): boolean => state === 'stalled';
const change = (minutes: number, from: string, to: string): ToldChange => ({ at: at(minutes), from, to });

describe('the periods of a history', () => {
  const of = (changes: ToldChange[], state: string, changedAt = 90): Period[] =>
    periodsOf(changes, { openedAt: NOON, changedAt: at(changedAt), state }, isStalled);

  it.each([
    ['nothing happened', [], 'new', []],
    ['it waited from the beginning', [], 'stalled', [wait(0, null)]],
    ['it waited from the beginning, once', [change(10, 'stalled', 'open')], 'open', [wait(0, 10)]],
    ['it waits', [change(10, 'open', 'stalled')], 'stalled', [wait(10, null)]],
    [
      'it waited twice, and was resolved at the end of the second time',
      [
        change(10, 'open', 'stalled'),
        change(20, 'stalled', 'open'),
        change(30, 'open', 'stalled'),
        change(50, 'stalled', 'resolved'),
      ],
      'resolved',
      [wait(10, 20), wait(30, 50)],
    ],
    [
      'it stopped and went on at the same moment',
      [change(10, 'open', 'stalled'), change(20, 'stalled', 'open'), change(20, 'open', 'stalled')],
      'stalled',
      [wait(10, null)],
    ],
    ['the history ends elsewhere: it does not wait', [change(10, 'open', 'stalled')], 'open', []],
    [
      'the history ends elsewhere: it waits',
      [change(10, 'stalled', 'open')],
      'stalled',
      [wait(0, 10), wait(90, null)],
    ],
  ] as [string, ToldChange[], string, Period[]][])('%s', (_name, changes, state, waits) => {
    expect(of(changes, state)).toEqual(waits);
  });

  it('last as long as their instants say in the nights that clocks are changed', () => {
    const [begin, end] = ['2026-11-01T00:30:00-05:00', '2026-11-01T02:30:00-06:00'].map(Date.parse) as [
      number,
      number,
    ];
    const changes = [
      { at: begin, from: 'open', to: 'stalled' },
      { at: end, from: 'stalled', to: 'open' },
    ];
    const [told] = periodsOf(changes, { openedAt: begin - HOUR, changedAt: end, state: 'open' }, isStalled);
    expect(told!.until! - told!.from).toBe(3 * HOUR);
  });
});

describe('the periods of readings that tell only the state', () => {
  const after = (known: Period[], isWaiting: boolean, changedAt: number, readUntil: number | null) =>
    periodsAfter(known, {
      isIn: isWaiting,
      changedAt: at(changedAt),
      knownUntil: readUntil === null ? null : at(readUntil),
    });

  it.each([
    ['first seen waiting: since its last change', after([], true, 10, null), [wait(10, null)]],
    ['first seen open', after([], false, 10, null), []],
    ['seen waiting again', after([wait(10, null)], true, 12, 15), [wait(10, null)]],
    ['told again as it was', after([wait(10, null)], true, 10, 500), [wait(10, null)]],
    ['seen open: until it was last known to wait', after([wait(10, null)], false, 29, 25), [wait(10, 25)]],
    ['seen open after a change before the reading', after([wait(10, null)], false, 20, 25), [wait(10, 20)]],
    ['seen open at the next reading', after([wait(10, null)], false, 14, 8), []],
    ['not read since', after([wait(10, null)], false, 14, null), []],
    [
      'seen waiting again after a long outage',
      after([wait(10, null)], true, 300, 25),
      [wait(10, 25), wait(300, null)],
    ],
    ['waiting again later', after([wait(10, 25)], true, 60, 55), [wait(10, 25), wait(60, null)]],
    ['waiting again since the same moment', after([wait(10, 25)], true, 20, 55), [wait(10, null)]],
  ])('%s', (_name, waits, expected) => {
    expect(waits).toEqual(expected);
  });

  const minutesOf = (waits: readonly Period[], end: number): number =>
    waits.reduce((sum, { from, until }) => sum + ((until ?? end) - from) / MINUTE, 0);

  it('never tell more than the ticket waited, but for ones that were missed within an hour', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.integer({ min: 1, max: 300 }), isWaiting: fc.boolean() }), {
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 60 }),
        (steps, every) => {
          let now = 0;
          const changes = steps.map(({ gap, isWaiting }) => ({ at: (now += gap), isWaiting }));
          const end = now + 2 * every;
          let known: readonly Period[] = [];
          let told: (typeof changes)[number] | undefined;
          for (let time = every; time <= end; time += every) {
            const latest = changes.findLast((one) => one.at <= time);
            const readUntil = time > every ? at(time - every) : null;
            if (latest && latest !== told)
              known = periodsAfter(known, {
                isIn: latest.isWaiting,
                changedAt: at(latest.at),
                knownUntil: readUntil,
              });
            told = latest;
          }
          const waited = changes.reduce(
            (sum, one, index) => sum + (one.isWaiting ? (changes[index + 1]?.at ?? end) - one.at : 0),
            0,
          );
          const missed = changes.reduce((sum, one, index) => {
            const until = changes[index + 1]?.at ?? end;
            return sum + (!one.isWaiting && until - one.at <= every ? until - one.at : 0);
          }, 0);
          expect(minutesOf(known, at(end))).toBeLessThanOrEqual(waited + missed);
        },
      ),
      { seed: 20261130, numRuns: runs(500) },
    );
  });
});

describe('the past of a ticket in a thread', () => {
  const past: Past = {
    waiting: [wait(0, 10), wait(20, null)],
    resolved: [wait(10, 20), wait(40, 50)],
    withCampusIt: [wait(5, 20), wait(30, null)],
  };

  it('has what ends before what begins at the same moment, and is read from there', () => {
    expect(eventsOf(past).map(({ kind, at: when }) => `${kind} ${(when - NOON) / MINUTE}`)).toEqual([
      'waiting 0',
      'escalated 5',
      'resumed 10',
      'resolved 10',
      'reopened 20',
      'returned 20',
      'waiting 20',
      'escalated 30',
      'resolved 40',
      'reopened 50',
    ]);
    expect(pastFrom(eventsOf(past))).toEqual(past);
    expect(eventsAmong(eventsOf(past), { waiting: [] }).map(({ kind }) => kind)).toEqual([
      'waiting',
      'resumed',
      'waiting',
    ]);
  });

  it('has no entry for a resolution that holds', () => {
    expect(eventsOf({ resolved: [wait(10, null)] })).toEqual([]);
  });

  it.each([
    ['it never was', [], null, null],
    ['it was opened again', [wait(10, 20)], null, at(10)],
    ['it was opened again, and resolved', [wait(10, 20), wait(30, null)], at(30), at(10)],
    ['it was resolved at the opening, and opened again', [wait(0, 20)], null, at(0)],
    ['it holds, and has its time', [wait(10, null)], at(10), null],
    ['it holds, and its time is a second later', [wait(10, null)], at(10) + SECOND, null],
    ['it holds, and its time is before the change', [wait(10, null)], at(9), null],
    ['it was resolved in another way later, without being opened', [wait(10, null)], at(30), at(10)],
    ['it has no history', [wait(0, null)], at(30), null],
    ['it has no time', [wait(10, null)], null, null],
  ] as [string, Period[], number | null, number | null][])(
    'was first resolved: %s',
    (_name, periods, resolvedAt, first) => {
      expect(firstResolution(periods, { openedAt: NOON, resolvedAt })).toBe(first);
    },
  );

  it('lets a wait that begins with the reopening stop the clock', () => {
    const events = eventsOf({ waiting: [wait(20, 30)], resolved: [wait(10, 20)] });
    expect(standstillsOf(events)).toEqual([{ start: at(10), end: at(30) }]);
  });
});

describe('what a reading of now tells of the past', () => {
  const NOTHING = { resolved: [], withCampusIt: [] };
  const state = (
    changedAt: number,
    told: { tier?: Tier; escalated?: number; resolved?: number } = {},
  ): ToldState => ({
    changedAt: at(changedAt),
    tier: told.tier ?? 'library',
    escalatedAt: told.escalated === undefined ? null : at(told.escalated),
    resolvedAt: told.resolved === undefined ? null : at(told.resolved),
  });
  const campus = { tier: 'campus-it' } as const;
  /** Of a system that never told all changes. */
  const NEVER = -Infinity;

  it.each([
    [
      'opened again: resolved as long as it is known to be',
      state(10, { resolved: 10 }),
      state(39),
      30,
      [wait(10, 30)],
    ],
    ['opened again before the reading', state(10, { resolved: 10 }), state(20), 30, [wait(10, 20)]],
    ['opened again, and nobody knows when', state(10, { resolved: 10 }), state(39), NEVER, []],
    ['told later again as resolved', state(15, { resolved: 10 }), state(39), NEVER, [wait(10, 15)]],
    ['opened again, as a push tells', state(10, { resolved: 10 }), state(39), null, [wait(10, 39)]],
    [
      'resolved later, as a push tells: nobody knows whether it was open in between',
      state(10, { resolved: 10 }),
      state(39, { resolved: 38 }),
      null,
      [wait(10, null)],
    ],
    [
      'resolved again',
      state(10, { resolved: 10 }),
      state(39, { resolved: 38 }),
      30,
      [wait(10, 30), wait(38, null)],
    ],
    ['corrected', state(10, { resolved: 10 }), state(39, { resolved: 9 }), 30, [wait(10, null)]],
    ['resolved', state(10), state(39, { resolved: 38 }), 30, [wait(38, null)]],
    ['other settings say that it is not resolved', state(10, { resolved: 10 }), state(10), 30, []],
  ])('%s', (_name, before, now, readUntil, resolved) => {
    expect(pastAfter(NOTHING, before, now, readUntil === null ? null : at(readUntil)).resolved).toEqual(
      resolved,
    );
  });

  it.each([
    ['handed over right after the last reading', [], state(10), state(39, campus), 30, [wait(30, null)], 30],
    [
      'handed over when it says',
      [],
      state(10),
      state(39, { ...campus, escalated: 35 }),
      30,
      [wait(35, null)],
      35,
    ],
    [
      'again, which it does not say',
      [],
      state(10, { escalated: 5 }),
      state(39, { ...campus, escalated: 5 }),
      30,
      [wait(30, null)],
      5,
    ],
    ['still there', [wait(20, null)], state(25, campus), state(39, campus), 30, [wait(20, null)], 20],
    ['there since nobody knows when', [], state(25, campus), state(39, campus), 30, [], null],
    ['given back', [wait(20, null)], state(25, campus), state(39), 30, [wait(20, 30)], 20],
    [
      'given back, and there since nobody knows when',
      [],
      state(25, campus),
      state(39),
      30,
      [wait(25, 30)],
      25,
    ],
    ['given back at once', [], state(25, campus), state(39), NEVER, [], 25],
    ['given back, as a push tells', [], state(25, campus), state(39), null, [wait(25, 39)], 25],
    ['handed over, as a push tells', [], state(10), state(39, campus), null, [wait(39, null)], 39],
    [
      'handed over when a push says',
      [],
      state(10),
      state(39, { ...campus, escalated: 35 }),
      null,
      [wait(35, null)],
      35,
    ],
    [
      'handed over again, when a push does not say',
      [],
      state(10, { escalated: 5 }),
      state(39, { ...campus, escalated: 5 }),
      null,
      [wait(39, null)],
      5,
    ],
    ['handed over again', [wait(5, 9)], state(25), state(39, campus), 30, [wait(5, 9), wait(30, null)], 5],
    ['other settings say that it is there', [], state(25), state(25, campus), 30, [], null],
    [
      'other settings say that it is not there',
      [wait(5, null)],
      state(25, campus),
      state(25),
      30,
      [wait(5, 25)],
      5,
    ],
  ])('%s', (_name, withCampusIt, before, now, readUntil, expected, escalatedAt) => {
    const after = pastAfter(
      { resolved: [], withCampusIt },
      before,
      now,
      readUntil === null ? null : at(readUntil),
    );
    expect(after.withCampusIt).toEqual(expected);
    expect(after.escalatedAt).toBe(escalatedAt === null ? null : at(escalatedAt));
  });

  it('holds over a night in which clocks are set back', () => {
    const [resolved, read, changed] = [
      '2026-11-01T00:30-05:00',
      '2026-11-01T01:30-06:00',
      '2026-11-01T01:40-06:00',
    ].map(Date.parse) as [number, number, number];
    const before = { changedAt: resolved, tier: 'library', escalatedAt: null, resolvedAt: resolved } as const;
    const after = pastAfter(NOTHING, before, { ...before, changedAt: changed, resolvedAt: null }, read);
    expect(after.resolved[0]!.until! - after.resolved[0]!.from).toBe(2 * HOUR);
  });
});
