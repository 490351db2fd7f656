import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import { MINUTE } from './interval.js';
import { serviceClock, type ClockEvent } from './service-clock.js';
import type { Tier } from './tiers.js';
import {
  eventsOf,
  pastAfter,
  pastFrom,
  periodsOf,
  type Past,
  type Period,
  type ToldChange,
  type ToldState,
} from './told-past.js';

const NOON = Date.parse('2026-10-26T12:00:00-05:00');
const at = (minutes: number): number => NOON + minutes * MINUTE;

describe('clocks by what is told', () => {
  const END = 1_000;
  const TARGETS = (['library', 'campus-it'] as const).map((tier) => ({
    tier,
    priority: 'normal' as const,
    responseMinutes: null,
    resolutionMinutes: 10_000,
  }));
  const STATES = ['new', 'open', 'stalled', 'resolved'] as const;
  interface Moment {
    at: number;
    state: (typeof STATES)[number];
    tier: Tier;
  }
  /** As it was at each minute, from the opening on. */
  const histories = fc
    .array(
      fc.record({
        gap: fc.integer({ min: 1, max: 90 }),
        state: fc.constantFrom(...STATES),
        tier: fc.constantFrom<Tier>('library', 'campus-it'),
      }),
      { minLength: 1, maxLength: 10 },
    )
    .map((steps) => {
      let now = 0;
      return steps.map(({ gap, ...moment }, index): Moment => ({
        ...moment,
        at: index === 0 ? 0 : (now += gap),
      }));
    });
  const momentAt = (history: readonly Moment[], minute: number): Moment =>
    history.findLast((moment) => moment.at <= minute)!;
  const open = { start: NOON, end: at(END) };
  const used = (events: readonly ClockEvent[], last: Moment, resolvedAt: number | null): number =>
    serviceClock(
      {
        tier: last.tier,
        priority: 'normal',
        openedAt: NOON,
        escalatedAt: null,
        firstResponseAt: null,
        resolvedAt,
        events,
      },
      TARGETS,
      [open],
      at(END),
    )!.usedMinutes;
  /** Minute by minute: of the library all minutes in which it had the request and worked on it; of Campus IT those since it last got it. */
  const counted = (history: readonly Moment[], end: number): number => {
    const { tier } = history.at(-1)!;
    let minutes = 0;
    for (let minute = 0; minute < end; minute++) {
      const now = momentAt(history, minute);
      if (tier === 'campus-it' && now.tier === 'library') minutes = 0;
      else if (now.tier === tier && (now.state === 'new' || now.state === 'open')) minutes++;
    }
    return minutes;
  };

  it('run as the history says, minute by minute', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const last = history.at(-1)!;
        const changes = (of: (moment: Moment) => string): ToldChange[] =>
          history.slice(1).map((moment, index) => ({
            at: at(moment.at),
            from: of(history[index]!),
            to: of(moment),
          }));
        const periods = (of: (moment: Moment) => string, word: string): Period[] =>
          periodsOf(
            changes(of),
            { openedAt: NOON, changedAt: at(last.at), state: of(last) },
            (state) => state === word,
          );
        const resolved = periods(({ state }) => state, 'resolved');
        const events = eventsOf({
          waiting: periods(({ state }) => state, 'stalled'),
          resolved,
          withCampusIt: periods(({ tier }) => tier, 'campus-it'),
        });
        expect(eventsOf(pastFrom(events))).toEqual(events);
        const since = resolved.at(-1);
        const resolvedAt = since?.until === null ? since.from : null;
        const end = resolvedAt === null ? END : (resolvedAt - NOON) / MINUTE;
        // One that was handed over while it was resolved has no clock of that tier yet.
        fc.pre(resolvedAt === null || momentAt(history, end).tier === last.tier);
        expect(used(events, last, resolvedAt)).toBe(
          counted(resolvedAt === null ? history : history.filter((one) => one.at <= end), end),
        );
      }),
      { seed: 20261130, numRuns: runs(1_000) },
    );
  });

  it('of readings never run shorter than that', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 120 }), (history, every) => {
        let known: Pick<Past, 'resolved' | 'withCampusIt'> = { resolved: [], withCampusIt: [] };
        let before: ToldState | null = null;
        const resolvedSince = (minute: number): number | null => {
          let since: number | null = null;
          for (const moment of history.filter((one) => one.at <= minute))
            since = moment.state === 'resolved' ? (since ?? at(moment.at)) : null;
          return since;
        };
        const last = history.at(-1)!;
        for (let minute = 0; minute <= last.at + every; minute += every) {
          const moment = momentAt(history, minute);
          const now: ToldState = {
            changedAt: at(moment.at),
            tier: moment.tier,
            escalatedAt: null,
            resolvedAt: resolvedSince(minute),
          };
          if (before && before.changedAt !== now.changedAt)
            known = pastAfter(known, before, now, minute === 0 ? null : at(minute - every));
          before = now;
        }
        const minutes = Array.from({ length: last.at }, (_, minute) => minute);
        const isToldResolved = (minute: number): boolean =>
          known.resolved.some(({ from, until }) => from <= at(minute) && at(minute) < (until ?? Infinity));
        expect(
          minutes.filter(
            (minute) => isToldResolved(minute) && momentAt(history, minute).state !== 'resolved',
          ),
        ).toEqual([]);
        // The last hand-over that is told is not after the real one.
        const told = known.withCampusIt.at(-1);
        if (last.tier === 'campus-it' && told) {
          const since = history.findLastIndex(({ tier }) => tier === 'library');
          expect(told.until).toBeNull();
          expect(told.from).toBeLessThanOrEqual(at(history[since + 1]!.at));
        }
        if (last.tier === 'library') expect(told?.until ?? 0).not.toBeNull();
      }),
      { seed: 20261130, numRuns: runs(1_000) },
    );
  });
});
