import fc from 'fast-check';
import {
  aClaim,
  anyFacts,
  factsAfter,
  largeFacts,
  needed,
  qualityFrom,
  someFacts,
  someone,
  span,
  ZONE,
} from '../../../test/support/quality-facts.js';
import { NO_LIMITS } from '../working-time.js';
import { apart, HandOvers } from './hand-overs.js';
import { raiseOf, weeklyGaps } from './raises.js';
import { Schedule, type Change } from './schedule.js';
import { qualityOf } from './schedule-quality.js';

const LONG_AGO = Date.parse('2026-01-01');

describe('the gaps of a week', () => {
  const night = (from: string, to: string, missing = 1) => ({
    ...span(from, to),
    positionId: 'desk',
    required: missing,
    assigned: 0,
    missing,
  });
  const nights = [
    night('2026-10-24T22:00-05:00', '2026-10-25T02:00-05:00'),
    night('2026-10-31T22:00-05:00', '2026-11-01T02:00-06:00', 2),
    night('2026-11-07T22:00-06:00', '2026-11-08T02:00-06:00'),
    night('2026-11-07T22:00-06:00', '2026-11-08T03:00-06:00'),
  ];

  it('are those at the same local hours, also across the change of clocks', () => {
    expect(weeklyGaps(nights, ZONE, LONG_AGO)).toEqual([
      {
        positionId: 'desk',
        weekday: 6,
        startsAt: '22:00',
        endsAt: '02:00',
        firstOn: '2026-10-24',
        lastOn: '2026-11-07',
        missingMinutes: 240 + 600 + 240,
        filled: nights.slice(0, 3),
      },
      expect.objectContaining({ endsAt: '03:00', missingMinutes: 300 }),
    ]);
  });

  it('are only what has not passed', () => {
    const now = Date.parse('2026-11-07T23:00-06:00');
    expect(
      weeklyGaps(nights, ZONE, now).map(({ startsAt, endsAt, filled }) => [startsAt, endsAt, filled.length]),
    ).toEqual([
      ['23:00', '02:00', 1],
      ['23:00', '03:00', 1],
    ]);
    expect(weeklyGaps(nights, ZONE, Date.parse('2026-12-01'))).toEqual([]);
  });
});

describe('what raises the score', () => {
  const now = Date.parse('2026-10-25T00:00-05:00');
  const found = (facts: Parameters<typeof qualityFrom>[0], since = now) => {
    const schedule = new Schedule(facts);
    const quality = qualityOf(schedule.figures());
    const handOvers = new HandOvers(schedule, quality, since);
    const gaps = weeklyGaps(schedule.gaps, ZONE, since).map((gap) => raiseOf(schedule, quality, gap));
    return { gaps, handOvers: handOvers.find(), restored: handOvers.restored() };
  };
  const names = (raises: readonly { change: Change }[]): string[] =>
    raises.map(({ change }) =>
      change.moves!.map(({ claim, to }) => `${claim.operatorId} → ${to}`).join(', '),
    );
  const evening = (day: string) => span(`2026-11-${day}T18:00-06:00`, `2026-11-${day}T22:00-06:00`);

  it('gains exactly what the score gains when the change is made', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { gaps, handOvers, restored } = found(facts);
        const before = qualityFrom(facts).score;
        for (const { change, gain, partGains } of [
          ...gaps,
          ...handOvers.slice(0, 5),
          ...restored.slice(0, 5),
        ]) {
          const after = qualityFrom(factsAfter(facts, change)).score;
          expect(gain).toBeCloseTo(after! - before!, 7);
          expect(Object.values(partGains).reduce((sum, points) => sum + points, 0)).toBeCloseTo(gain, 7);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never moves what has begun, what is elsewhere, or what its taker cannot have', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { handOvers, restored } = found(facts);
        for (const { change, gain } of [...handOvers, ...restored]) {
          expect(gain).toBeGreaterThan(0);
          for (const { claim, to } of change.moves) {
            expect(claim).toMatchObject({ isHere: true, isShadow: false });
            expect(claim.start).toBeGreaterThan(now);
            if (to === null) continue;
            expect(facts.operators.find(({ id }) => id === to)!.positionIds).toContain(claim.positionId);
            const moved = new Set(change.moves.map((move) => move.claim.id));
            const own = facts.claims.filter(({ operatorId, id }) => operatorId === to && !moved.has(id));
            expect(own.filter(({ start, end }) => start < claim.end && claim.start < end)).toEqual([]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is one who works much handing a shift to one who works little', () => {
    const operators = [someone('ana'), someone('ben'), someone('cem')];
    const claims = ['02', '03', '04', '05'].map((day) => aClaim('ana', evening(day)));
    const facts = someFacts({ operators, claims: [...claims, aClaim('ben', evening('06'))] });
    const [best] = found(facts).handOvers;
    expect(names([best!])).toEqual(['ana → cem']);
    expect(best!.partGains.fairness).toBeGreaterThan(0);
  });

  it('is an exchange where hours are equal and nights are not', () => {
    const nightOf = (day: string) => span(`2026-11-${day}T23:00-06:00`, `2026-11-${day}T23:45-06:00`);
    const dayOf = (day: string) => span(`2026-11-${day}T12:00-06:00`, `2026-11-${day}T12:45-06:00`);
    const claims = [
      ...['02', '04'].map((day) => aClaim('ana', nightOf(day))),
      ...['03', '05'].map((day) => aClaim('ben', dayOf(day))),
    ];
    const facts = someFacts({ operators: [someone('ana'), someone('ben')], claims });
    expect(names(found(facts).handOvers.slice(0, 1))).toEqual(['ana → ben, ben → ana']);
  });

  it('is the morning after a night in other hands, or in those of somebody else', () => {
    const claims = [
      aClaim('ana', span('2026-11-03T20:00-06:00', '2026-11-04T02:00-06:00')),
      aClaim('ana', span('2026-11-04T08:00-06:00', '2026-11-04T12:00-06:00')),
      aClaim('ben', span('2026-11-04T09:00-06:00', '2026-11-04T13:00-06:00')),
    ];
    const facts = someFacts({
      operators: [someone('ana', { capHours: 50 }), someone('ben')],
      claims: [...claims, aClaim('ana', evening('06'))],
      limits: { ...NO_LIMITS, minimumRestHours: 8 },
    });
    const { handOvers, restored } = found(facts);
    expect(handOvers.every(({ change }) => change.moves[0]!.claim !== claims[1])).toBe(true);
    expect(names(restored)).toContain('ana → null');
    expect(restored[0]!.partGains.rest).toBeGreaterThan(0);
  });

  it('is nothing once all of it has passed', () => {
    const operators = [someone('ana'), someone('ben')];
    const facts = someFacts({
      operators,
      demand: [needed(evening('02'), 2)],
      claims: [aClaim('ana', evening('02')), aClaim('ana', evening('03'))],
    });
    expect(found(facts, Date.parse('2026-12-01'))).toEqual({ gaps: [], handOvers: [], restored: [] });
    const { gaps, handOvers } = found(facts);
    expect([gaps.length, handOvers.length > 0]).toEqual([1, true]);
  });

  it('is told without naming a claim or two operators twice', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { handOvers } = found(facts);
        const chosen = apart(handOvers, 3);
        expect(chosen.length).toBeLessThanOrEqual(3);
        const claims = chosen.flatMap(({ change }) => change.moves.map(({ claim }) => claim.id));
        expect(new Set(claims).size).toBe(claims.length);
        const pairs = chosen.map(({ change: { moves } }) =>
          [moves[0]!.claim.operatorId, moves[0]!.to].sort().join(),
        );
        expect(new Set(pairs).size).toBe(pairs.length);
        if (handOvers.length > 0) expect(chosen[0]).toBe(handOvers[0]);
      }),
      { numRuns: 40 },
    );
  });

  it('is sought among as many changes for twice the people', () => {
    const small = largeFacts({ days: 60, operators: 60, claims: 1200 });
    const large = largeFacts({ days: 60, operators: 120, claims: 2400 });
    for (const facts of [small, large]) {
      const { handOvers, restored } = found(facts, facts.window.start);
      // Forty pairings of three claims by three, and 32 burdens of each kind for twelve operators.
      expect(handOvers.length).toBeLessThanOrEqual(40 * 9 + 2 * 32 * 12);
      expect(restored.length).toBeLessThanOrEqual(32);
    }
  });
});
