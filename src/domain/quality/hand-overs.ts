import { comparedCaps, fairnessOf, type OperatorLoad } from '../fairness.js';
import { overlaps, SpanIndex, unite } from '../interval.js';
import type { QualityClaim } from './facts.js';
import { byGain, isRaise, raiseOf, type Raise } from './raises.js';
import type { Change, Move, Schedule, Standing } from './schedule.js';
import type { Quality } from './schedule-quality.js';

/** Claims that change hands: one is handed over, two are exchanged. */
export interface HandOver extends Change {
  moves: readonly Move[];
}

// These limits keep the cost at O(n log n) in the operators, and apart from that O(n log n) in the claims.
const MOST_OF_EACH_END = 6;
const MOST_KINDS = 10;
const MOST_OF_A_KIND = 3;
const MOST_PAIRINGS = 40;
const MOST_BURDENS = 32;

/** Claims of one operator that change the figures of fairness alike. */
interface Kind {
  hours: number;
  undesirableHours: number;
  claims: QualityClaim[];
}

/**
 * Finds claims that raise the score in other hands. First for fairness: between the operators with the
 * largest and those with the smallest shares, in hours and in undesirable hours, the forty best pairs of kinds
 * of claims. Then claims that break somebody's rest, or lie at times when they would rather not work. Each is
 * tried by the real score.
 */
export class HandOvers {
  private readonly givers: readonly Standing[];
  private readonly takers: readonly Standing[];
  private readonly loads: readonly OperatorLoad[];
  private readonly placeOf = new Map<string, number>();

  constructor(
    private readonly schedule: Schedule,
    private readonly quality: Quality,
    private readonly now: number,
  ) {
    const standings = [...schedule.standings.values()];
    this.loads = standings.map(({ load }) => load);
    for (const [place, { operator }] of standings.entries()) this.placeOf.set(operator.id, place);
    const caps = comparedCaps(this.loads);
    const allowed = [...standings.keys()].filter((place) => caps[place]! > 0);
    const ranked = (['hours', 'undesirableHours'] as const).map((measure) =>
      allowed.toSorted((a, b) => this.loads[b]![measure] / caps[b]! - this.loads[a]![measure] / caps[a]!),
    );
    const ends = (cut: (places: number[]) => number[]): Standing[] =>
      [...new Set(ranked.flatMap(cut))].map((place) => standings[place]!);
    this.givers = ends((places) => places.slice(0, MOST_OF_EACH_END));
    this.takers = ends((places) => places.slice(-MOST_OF_EACH_END));
  }

  /** All that raise the score, the best first. */
  find(): Raise<HandOver>[] {
    const changes = [...this.fairer(), ...this.relieving()];
    return changes
      .map((change) => raiseOf(this.schedule, this.quality, change))
      .filter(isRaise)
      .sort(byGain);
  }

  /** The claims that break rest, taken from their operators and given to nobody of the others. */
  restored(): Raise<HandOver>[] {
    return this.restless()
      .map((claim) => raiseOf(this.schedule, this.quality, { moves: [{ claim, to: null }] }))
      .filter(isRaise)
      .sort(byGain);
  }

  private *fairer(): Generator<HandOver> {
    const pairings: { giver: Standing; taker: Standing; given: Kind; back: Kind | null; fairness: number }[] =
      [];
    const kinds = new Map([...this.givers, ...this.takers].map((one) => [one, this.kindsOf(one)]));
    const before = this.quality.parts.fairness.value;
    if (before === null) return;
    for (const giver of this.givers)
      for (const taker of this.takers) {
        if (giver === taker) continue;
        for (const given of kinds.get(giver)!)
          for (const back of [null, ...kinds.get(taker)!]) {
            const fairness = this.fairnessWith(giver, taker, given, back);
            if (fairness > before) pairings.push({ giver, taker, given, back, fairness });
          }
      }
    pairings.sort((a, b) => b.fairness - a.fairness);
    for (const { giver, taker, given, back } of pairings.slice(0, MOST_PAIRINGS))
      for (const claim of given.claims) {
        if (!back) yield* this.handOver(claim, taker);
        else for (const other of back.claims) yield* this.exchange(claim, giver, other, taker);
      }
  }

  private *relieving(): Generator<HandOver> {
    for (const claim of new Set([...this.restless(), ...this.unwished()]))
      for (const taker of this.takers)
        if (taker.operator.id !== claim.operatorId) yield* this.handOver(claim, taker);
  }

  private *handOver(claim: QualityClaim, taker: Standing): Generator<HandOver> {
    if (canHave(taker, claim)) yield { moves: [{ claim, to: taker.operator.id }] };
  }

  private *exchange(
    claim: QualityClaim,
    giver: Standing,
    other: QualityClaim,
    taker: Standing,
  ): Generator<HandOver> {
    if (claim.shiftId === other.shiftId) return;
    if (!canHave(taker, claim, other) || !canHave(giver, other, claim)) return;
    yield {
      moves: [
        { claim, to: taker.operator.id },
        { claim: other, to: giver.operator.id },
      ],
    };
  }

  private fairnessWith(giver: Standing, taker: Standing, given: Kind, back: Kind | null): number {
    const hours = given.hours - (back?.hours ?? 0);
    const undesirableHours = given.undesirableHours - (back?.undesirableHours ?? 0);
    const loads = [...this.loads];
    for (const [{ operator, load }, sign] of [
      [giver, -1],
      [taker, 1],
    ] as const)
      loads[this.placeOf.get(operator.id)!] = {
        ...load,
        hours: load.hours + sign * hours,
        undesirableHours: load.undesirableHours + sign * undesirableHours,
      };
    const fairness = fairnessOf(loads);
    const values = [fairness.hours, fairness.undesirableHours].filter((value) => value !== null);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  /** The longest and the least desirable kinds come first; of each kind the earliest claims. */
  private kindsOf({ claims }: Standing): Kind[] {
    const kinds = Map.groupBy(claims.filter(this.isMovable), (claim) => {
      const { hours, undesirableHours } = this.schedule.effortOf(claim);
      return `${hours} ${undesirableHours} ${claim.positionId}`;
    });
    return [...kinds.values()]
      .map((some) => ({
        ...this.schedule.effortOf(some[0]!),
        claims: some.sort((a, b) => a.start - b.start).slice(0, MOST_OF_A_KIND),
      }))
      .sort((a, b) => b.hours + b.undesirableHours - a.hours - a.undesirableHours)
      .slice(0, MOST_KINDS);
  }

  /** Claims in stretches of work that break rest, or before such a rest. */
  private restless(): QualityClaim[] {
    const found: QualityClaim[] = [];
    for (const { claims, rest } of this.schedule.standings.values()) {
      const spans = rest.breaches.flatMap(({ before, stretch }) => (before ? [before, stretch] : [stretch]));
      const index = new SpanIndex(unite(spans));
      for (const claim of claims)
        if (this.isMovable(claim) && index.minutesWithin(claim) > 0) found.push(claim);
    }
    return earliest(found);
  }

  private unwished(): QualityClaim[] {
    const claims = [...this.schedule.standings.values()].flatMap((standing) => standing.claims);
    return earliest(
      claims.filter(
        (claim) => this.isMovable(claim) && this.schedule.unwishedMinutes(claim, claim.operatorId) > 0,
      ),
    );
  }

  private readonly isMovable = ({ isHere, isShadow, start }: QualityClaim): boolean =>
    isHere && !isShadow && start > this.now && start < this.schedule.facts.window.end;
}

const earliest = (claims: Iterable<QualityClaim>): QualityClaim[] =>
  [...claims].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)).slice(0, MOST_BURDENS);

/** The rules of eligibility that the facts answer; all are checked on what is suggested. */
const canHave = ({ operator, claims }: Standing, claim: QualityClaim, givenUp?: QualityClaim): boolean =>
  operator.positionIds.includes(claim.positionId) &&
  claims.every((own) => own === givenUp || !overlaps(own, claim));

/** The best raises that do not touch each other: no claim twice, and no two operators twice. */
export function apart(raises: readonly Raise<HandOver>[], most: number): Raise<HandOver>[] {
  const [taken, chosen] = [new Set<string>(), [] as Raise<HandOver>[]];
  for (const raise of raises) {
    const { moves } = raise.change;
    const pair = moves.flatMap(({ claim, to }) => [claim.operatorId, to ?? claim.id]);
    const keys = [...moves.map(({ claim }) => claim.id), [...new Set(pair)].sort().join(' ')];
    if (chosen.length === most || keys.some((key) => taken.has(key))) continue;
    for (const key of keys) taken.add(key);
    chosen.push(raise);
  }
  return chosen;
}
