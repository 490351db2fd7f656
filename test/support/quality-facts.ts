import fc from 'fast-check';
import type { DemandPiece } from '../../src/domain/coverage.js';
import { DAY, HOUR, MINUTE, type Span } from '../../src/domain/interval.js';
import { localDateOf } from '../../src/domain/local-date.js';
import type { QualityClaim, QualityFacts, QualityOperator } from '../../src/domain/quality/facts.js';
import { Schedule, type Change } from '../../src/domain/quality/schedule.js';
import { qualityOf, type Quality } from '../../src/domain/quality/schedule-quality.js';
import { NO_LIMITS } from '../../src/domain/working-time.js';

export const ZONE = 'America/Chicago';
export const span = (from: string, to: string): Span => ({ start: Date.parse(from), end: Date.parse(to) });
/** Three weeks around the autumn change of clocks. */
const WEEKS = span('2026-10-19T00:00-05:00', '2026-11-09T00:00-06:00');

let made = 0;
export const aClaim = (operatorId: string, when: Span, change: Partial<QualityClaim> = {}): QualityClaim => ({
  id: `claim-${++made}`,
  shiftId: `shift-${made}`,
  operatorId,
  positionId: 'desk',
  zone: ZONE,
  isHere: true,
  isShadow: false,
  ...when,
  ...change,
});
export const someone = (id: string, change: Partial<QualityOperator> = {}): QualityOperator => ({
  id,
  capHours: 20,
  positionIds: ['desk'],
  wishes: [],
  ...change,
});
export const needed = (when: Span, required = 1, positionId = 'desk'): DemandPiece => ({
  ...when,
  positionId,
  required,
  date: localDateOf(when.start, ZONE),
});
export const someFacts = (change: Partial<QualityFacts> = {}): QualityFacts => ({
  window: WEEKS,
  zone: ZONE,
  institutionZone: ZONE,
  limits: NO_LIMITS,
  demand: [],
  operators: [],
  claims: [],
  ...change,
});

export const qualityFrom = (facts: QualityFacts): Quality => qualityOf(new Schedule(facts).figures());

/** The facts as they would be stored after a change. */
export const factsAfter = (facts: QualityFacts, { filled = [], moves = [] }: Change): QualityFacts => {
  const takers = new Map(moves.map(({ claim, to }) => [claim.id, to ?? 'somebody else']));
  const fillers = filled.flatMap((gap) =>
    Array.from({ length: gap.missing }, () =>
      aClaim('somebody else', { start: gap.start, end: gap.end }, { positionId: gap.positionId }),
    ),
  );
  const claims = facts.claims.map((claim) => ({
    ...claim,
    operatorId: takers.get(claim.id) ?? claim.operatorId,
  }));
  return { ...facts, claims: [...claims, ...fillers] };
};

const quarters = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least * 4, max: most * 4 }).map((count) => count * 15 * MINUTE);
const spans = fc
  .tuple(quarters(-48, 21 * 24 + 24), quarters(1, 12))
  .map(([from, length]) => ({ start: WEEKS.start + from, end: WEEKS.start + from + length }));
const positions = fc.constantFrom('desk', 'desk', 'help');
const who = fc.constantFrom('ana', 'ben', 'cem', 'dia');

/** Any schedule of three weeks with four operators. */
export const anyFacts: fc.Arbitrary<QualityFacts> = fc
  .record({
    demand: fc.array(
      fc
        .tuple(spans, fc.integer({ min: 0, max: 3 }), positions)
        .map(([when, required, position]) => needed(when, required, position)),
      { maxLength: 8 },
    ),
    caps: fc.array(fc.option(fc.integer({ min: 0, max: 60 })), { minLength: 4, maxLength: 4 }),
    wishes: fc.array(fc.tuple(who, spans, fc.constantFrom('prefer' as const, 'rather-not' as const)), {
      maxLength: 8,
    }),
    claims: fc.array(
      fc
        .tuple(who, spans, positions, fc.integer({ min: 0, max: 9 }))
        .map(([id, when, positionId, kind]) =>
          aClaim(id, when, { positionId, isHere: kind > 1, isShadow: kind === 9 }),
        ),
      { maxLength: 16 },
    ),
    limits: fc.constantFrom(NO_LIMITS, { ...NO_LIMITS, minimumRestHours: 11, longestStretchHours: 6 }),
  })
  .map(({ demand, caps, wishes, claims, limits }) =>
    someFacts({
      demand,
      claims,
      limits,
      operators: ['ana', 'ben', 'cem', 'dia'].map((id, index) =>
        someone(id, {
          capHours: caps[index]!,
          positionIds: id === 'dia' ? ['desk'] : ['desk', 'help'],
          wishes: wishes.flatMap(([of, when, preference]) => (of === id ? [{ ...when, preference }] : [])),
        }),
      ),
    }),
  );

/** A schedule of so many days, with claims spread unevenly over the operators, for measuring. */
export function largeFacts({
  days = 200,
  operators = 60,
  positions: count = 3,
  claims = 4000,
}: { days?: number; operators?: number; positions?: number; claims?: number } = {}): QualityFacts {
  const window = { start: WEEKS.start, end: WEEKS.start + days * DAY };
  const names = Array.from({ length: count }, (_, index) => `position-${index}`);
  const demand = Array.from({ length: days }, (_, day) => day).flatMap((day) =>
    names.map((positionId) => {
      const start = window.start + day * DAY + 17 * HOUR;
      return needed({ start, end: start + 9 * HOUR }, 3, positionId);
    }),
  );
  const people = Array.from({ length: operators }, (_, index) =>
    someone(`operator-${index}`, {
      capHours: days * 2,
      positionIds: names,
      wishes: Array.from({ length: days / 2 }, (_, pair) => {
        const start = window.start + pair * 2 * DAY + 18 * HOUR;
        return {
          start,
          end: start + 4 * HOUR,
          preference: pair % 3 ? ('prefer' as const) : ('rather-not' as const),
        };
      }),
    }),
  );
  const shifts = Array.from({ length: claims }, (_, index) => {
    const day = index % days;
    const lane = Math.floor(index / days);
    const start = window.start + day * DAY + 17 * HOUR + (lane % 3) * 3 * HOUR + (index % 7) * 15 * MINUTE;
    // Low numbers work more than high ones.
    const operator = Math.floor((operators * ((lane * 7 + day * 3) % 41) ** 2) / 41 ** 2);
    return aClaim(
      `operator-${operator}`,
      { start, end: start + 3 * HOUR },
      { positionId: names[lane % count]! },
    );
  });
  return someFacts({
    window,
    demand,
    operators: people,
    claims: shifts,
    limits: { ...NO_LIMITS, minimumRestHours: 10, longestStretchHours: 6 },
  });
}
