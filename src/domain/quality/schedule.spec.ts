import fc from 'fast-check';
import {
  aClaim,
  anyFacts,
  factsAfter,
  needed,
  qualityFrom,
  someFacts,
  someone,
  span,
} from '../../../test/support/quality-facts.js';
import { MINUTE } from '../interval.js';
import type { QualityFacts } from './facts.js';
import { Schedule } from './schedule.js';
import type { Quality } from './schedule-quality.js';

const EVENING = span('2026-11-04T18:00-06:00', '2026-11-04T22:00-06:00');
const [ANA, BEN] = [someone('ana'), someone('ben')];

/** Numbers that are equal except for rounding. */
const alike = (a: unknown, b: unknown): void => {
  if (typeof a === 'number' && typeof b === 'number') return expect(a).toBeCloseTo(b, 7);
  if (a === null || typeof a !== 'object') return expect(a).toEqual(b);
  for (const [name, value] of Object.entries(a)) alike(value, (b as Record<string, unknown>)[name]);
};

describe('a schedule', () => {
  const coverOf = (change: Partial<QualityFacts>): Quality['cover'] => qualityFrom(someFacts(change)).cover;

  it('is covered by headcount: overlapping shifts at headcount one count once', () => {
    const cover = coverOf({
      demand: [needed(EVENING)],
      operators: [ANA, BEN],
      claims: [
        aClaim('ana', span('2026-11-04T18:00-06:00', '2026-11-04T21:00-06:00')),
        aClaim('ben', span('2026-11-04T19:00-06:00', '2026-11-04T21:00-06:00')),
      ],
    });
    expect(cover).toMatchObject({ requiredMinutes: 240, staffedMinutes: 180, coverageRate: 0.75 });
  });

  it.each<[string, Parameters<typeof aClaim>[2]]>([
    ['elsewhere', { isHere: false }],
    ['in training', { isShadow: true }],
    ['in another position', { positionId: 'help' }],
  ])('is not covered by who works %s', (_, change) => {
    const claims = [aClaim('ana', EVENING, change)];
    expect(coverOf({ demand: [needed(EVENING)], operators: [ANA], claims }).staffedMinutes).toBe(0);
  });

  it('counts hours at all locations, also in training, within the window', () => {
    const schedule = new Schedule(
      someFacts({
        operators: [ANA],
        claims: [
          aClaim('ana', EVENING, { isHere: false }),
          aClaim('ana', span('2026-11-06T20:00-06:00', '2026-11-06T23:00-06:00'), { isShadow: true }),
          aClaim('ana', span('2026-11-08T20:00-06:00', '2026-11-09T02:00-06:00')),
          aClaim('ana', span('2026-11-10T20:00-06:00', '2026-11-10T23:00-06:00')),
        ],
      }),
    );
    expect(schedule.figures().loads).toEqual([{ hours: 11, undesirableHours: 5, capHours: 20 }]);
  });

  it('counts the nine hours of the autumn night as undesirable', () => {
    const claims = [aClaim('ana', span('2026-10-31T22:00-05:00', '2026-11-01T06:00-06:00'))];
    const schedule = new Schedule(someFacts({ operators: [ANA], claims }));
    expect(schedule.figures().loads).toEqual([{ hours: 9, undesirableHours: 9, capHours: 20 }]);
  });

  it('takes the night of a location in its own zone', () => {
    const inDublin = aClaim('ana', EVENING, { zone: 'Europe/Dublin', isHere: false });
    const schedule = new Schedule(someFacts({ operators: [ANA], claims: [inDublin] }));
    expect(schedule.figures().loads[0]).toMatchObject({ hours: 4, undesirableHours: 4 });
  });

  it('counts wishes here by minutes, and a dislike is stronger than a preference', () => {
    const wishes = [
      { ...span('2026-11-04T17:00-06:00', '2026-11-04T21:00-06:00'), preference: 'prefer' as const },
      { ...span('2026-11-04T18:30-06:00', '2026-11-04T20:00-06:00'), preference: 'prefer' as const },
      { ...span('2026-11-04T20:00-06:00', '2026-11-04T23:00-06:00'), preference: 'rather-not' as const },
    ];
    const wishesOf = (isHere: boolean) =>
      new Schedule(
        someFacts({ operators: [{ ...ANA, wishes }], claims: [aClaim('ana', EVENING, { isHere })] }),
      ).figures().wishes;
    expect(wishesOf(true)).toEqual({ wishedMinutes: 120, unwishedMinutes: 120 });
    expect(wishesOf(false)).toEqual({ wishedMinutes: 0, unwishedMinutes: 0 });
  });

  it('has the cover that a count of every quarter of an hour finds', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        let [required, staffed] = [0, 0];
        const positions = new Set(facts.demand.map(({ positionId }) => positionId));
        for (let at = facts.window.start; at < facts.window.end; at += 15 * MINUTE)
          for (const positionId of positions) {
            const now = <T extends { start: number; end: number; positionId: string }>(
              all: readonly T[],
            ): T[] => all.filter((one) => one.positionId === positionId && one.start <= at && at < one.end);
            const demand = now(facts.demand).reduce((sum, piece) => sum + piece.required, 0);
            const people = now(facts.claims).filter((claim) => claim.isHere && !claim.isShadow).length;
            required += 15 * demand;
            staffed += 15 * Math.min(demand, people);
          }
        const { requiredMinutes, staffedMinutes } = qualityFrom(facts).cover;
        expect([requiredMinutes, staffedMinutes]).toEqual([required, staffed]);
      }),
      { numRuns: 30 },
    );
  });

  it('never has less cover with one more person on shift', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (facts, other) => {
        const [more] = other.claims;
        fc.pre(more !== undefined);
        const after = qualityFrom({ ...facts, claims: [...facts.claims, more] });
        const [before, now] = [qualityFrom(facts).parts.cover.value, after.parts.cover.value];
        expect(now ?? 0).toBeGreaterThanOrEqual(before ?? 0);
      }),
    );
  });

  it('does not change when everybody changes names', () => {
    const names: Record<string, string> = { ana: 'dia', ben: 'ana', cem: 'ben', dia: 'cem' };
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const renamed = {
          ...facts,
          operators: facts.operators.map((one) => ({ ...one, id: names[one.id]! })).reverse(),
          claims: facts.claims.map((one) => ({ ...one, operatorId: names[one.operatorId]! })).reverse(),
        };
        alike(qualityFrom(facts), qualityFrom(renamed));
      }),
    );
  });

  it('has the figures after a change that it has when the change is made', () => {
    fc.assert(
      fc.property(
        anyFacts,
        fc.array(fc.tuple(fc.nat(), fc.constantFrom('ana', 'ben', 'cem', 'dia', null)), { maxLength: 3 }),
        fc.nat(3),
        (facts, picks, few) => {
          const schedule = new Schedule(facts);
          const chosen = new Map(
            facts.claims.length === 0
              ? []
              : picks.map(([pick, to]) => [facts.claims[pick % facts.claims.length]!, to] as const),
          );
          const change = {
            filled: schedule.gaps.slice(0, few),
            moves: [...chosen].map(([claim, to]) => ({ claim, to })),
          };
          alike(schedule.figures(change), new Schedule(factsAfter(facts, change)).figures());
        },
      ),
    );
  });
});
