import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import { HOUR, MINUTE } from './interval.js';
import { eventsOf, waitsAfter, waitsFrom, waitsOf, type StateChange, type Wait } from './told-waits.js';

const NOON = Date.parse('2026-10-26T12:00:00-05:00');
const at = (minutes: number): number => NOON + minutes * MINUTE;
const wait = (from: number, until: number | null): Wait => ({
  from: at(from),
  until: until === null ? null : at(until),
});
const isStalled = (state: string): boolean => state === 'stalled';
const change = (minutes: number, from: string, to: string): StateChange => ({ at: at(minutes), from, to });

describe('the waits of a history', () => {
  const of = (changes: StateChange[], state: string, changedAt = 90): Wait[] =>
    waitsOf(changes, { openedAt: NOON, changedAt: at(changedAt), state }, isStalled);

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
  ] as [string, StateChange[], string, Wait[]][])('%s', (_name, changes, state, waits) => {
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
    const [told] = waitsOf(changes, { openedAt: begin - HOUR, changedAt: end, state: 'open' }, isStalled);
    expect(told!.until! - told!.from).toBe(3 * HOUR);
  });
});

describe('the waits of readings that tell only the state', () => {
  const after = (known: Wait[], isWaiting: boolean, changedAt: number, readUntil: number | null) =>
    waitsAfter(known, {
      isWaiting,
      changedAt: at(changedAt),
      readUntil: readUntil === null ? null : at(readUntil),
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

  const minutesOf = (waits: readonly Wait[], end: number): number =>
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
          let known: readonly Wait[] = [];
          let told: (typeof changes)[number] | undefined;
          for (let time = every; time <= end; time += every) {
            const latest = changes.findLast((one) => one.at <= time);
            const readUntil = time > every ? at(time - every) : null;
            if (latest && latest !== told)
              known = waitsAfter(known, { isWaiting: latest.isWaiting, changedAt: at(latest.at), readUntil });
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

it('waits are the same in a thread', () => {
  const waits = [wait(0, 10), wait(20, null)];
  expect(eventsOf(waits).map(({ kind }) => kind)).toEqual(['waiting', 'resumed', 'waiting']);
  expect(waitsFrom(eventsOf(waits))).toEqual(waits);
});
