import { undesirableTimes, type OperatorLoad } from '../fairness.js';
import { DAY, intersection, minutesOf, SpanIndex, subtract, unite, type Span } from '../interval.js';
import {
  addSegment,
  emptyCoverageTotals,
  gapsIn,
  staffingOf,
  teamsOf,
  type CoverageGap,
  type CoverageTotals,
} from '../staffing.js';
import type { QualityClaim, QualityFacts, QualityOperator } from './facts.js';
import { restOf, type Rest } from './rest.js';
import type { Figures } from './schedule-quality.js';

/** What one operator adds to the figures. */
export interface Standing {
  operator: QualityOperator;
  claims: readonly QualityClaim[];
  load: OperatorLoad;
  rest: Rest;
  wishedMinutes: number;
  unwishedMinutes: number;
}

/** A claim goes to another operator, or to somebody who is none of them. */
export interface Move {
  claim: QualityClaim;
  to: string | null;
}

/** Gaps that are filled, and claims that change hands. Each claim at most once. */
export interface Change {
  filled?: readonly CoverageGap[];
  moves?: readonly Move[];
}

interface Wishes {
  wished: SpanIndex;
  unwished: SpanIndex;
}

/**
 * A location's schedule in a window, from which the figures of its quality come, also as they would be after a
 * change. A change costs what it touches: O(k log k) in the claims of the operators it names, and O(n) for the
 * list of loads.
 */
export class Schedule {
  readonly standings = new Map<string, Standing>();
  readonly gaps: readonly CoverageGap[];
  private readonly cover: CoverageTotals = emptyCoverageTotals();
  private readonly undesirable = new Map<string, SpanIndex>();
  private readonly wishes = new Map<string, Wishes>();

  constructor(readonly facts: QualityFacts) {
    const { claims, demand, operators, window } = facts;
    const staff = claims.filter(({ isHere, isShadow }) => isHere && !isShadow);
    const segments = staffingOf(demand, teamsOf(staff), window);
    for (const segment of segments) addSegment(this.cover, segment);
    this.gaps = gapsIn(segments);
    const byOperator = Map.groupBy(claims, ({ operatorId }) => operatorId);
    for (const operator of operators)
      this.standings.set(operator.id, this.standingOf(operator, byOperator.get(operator.id) ?? []));
  }

  /** The figures, now or after a change. */
  figures(change: Change = {}): Figures {
    const changed = this.standingsAfter(change.moves ?? []);
    const loads: OperatorLoad[] = [];
    const rest = { judged: 0, broken: 0 };
    const wishes = { wishedMinutes: 0, unwishedMinutes: 0 };
    for (const [id, known] of this.standings) {
      const standing = changed.get(id) ?? known;
      loads.push(standing.load);
      rest.judged += standing.rest.judged;
      rest.broken += standing.rest.broken;
      wishes.wishedMinutes += standing.wishedMinutes;
      wishes.unwishedMinutes += standing.unwishedMinutes;
    }
    return { cover: this.coverAfter(change.filled ?? []), loads, rest, wishes };
  }

  /** Hours and undesirable hours of a claim within the window. */
  effortOf(claim: QualityClaim): { hours: number; undesirableHours: number } {
    const part = intersection(claim, this.facts.window);
    if (!part) return { hours: 0, undesirableHours: 0 };
    const undesirable = this.undesirableIn(claim.zone).minutesWithin(part);
    return { hours: minutesOf(part) / 60, undesirableHours: undesirable / 60 };
  }

  /** Minutes of a claim here at times when an operator would rather not work. */
  unwishedMinutes(claim: QualityClaim, operatorId: string): number {
    return claim.isHere ? this.within(this.wishesOf(operatorId).unwished, claim) : 0;
  }

  private standingsAfter(moves: readonly Move[]): Map<string, Standing> {
    const moved = new Set(moves.map(({ claim }) => claim.id));
    const touched = new Set(moves.flatMap(({ claim, to }) => [claim.operatorId, to]));
    const after = new Map<string, Standing>();
    for (const id of touched) {
      const standing = id === null ? undefined : this.standings.get(id);
      if (!standing) continue;
      const kept = standing.claims.filter((claim) => !moved.has(claim.id));
      const taken = moves.filter(({ to }) => to === id).map(({ claim }) => claim);
      after.set(standing.operator.id, this.standingOf(standing.operator, [...kept, ...taken]));
    }
    return after;
  }

  private standingOf(operator: QualityOperator, claims: readonly QualityClaim[]): Standing {
    const { window, limits, institutionZone } = this.facts;
    const { wished, unwished } = this.wishesOf(operator.id, operator);
    let [hours, undesirableHours, wishedMinutes, unwishedMinutes] = [0, 0, 0, 0];
    for (const claim of claims) {
      const effort = this.effortOf(claim);
      hours += effort.hours;
      undesirableHours += effort.undesirableHours;
      if (!claim.isHere) continue;
      wishedMinutes += this.within(wished, claim);
      unwishedMinutes += this.within(unwished, claim);
    }
    return {
      operator,
      claims,
      load: { hours, undesirableHours, capHours: operator.capHours },
      rest: restOf(claims, window, limits, institutionZone),
      wishedMinutes,
      unwishedMinutes,
    };
  }

  private coverAfter(filled: readonly CoverageGap[]): CoverageTotals {
    if (filled.length === 0) return this.cover;
    const [before, after] = [emptyCoverageTotals(), emptyCoverageTotals()];
    for (const gap of filled) {
      addSegment(before, gap);
      addSegment(after, { ...gap, assigned: gap.required });
    }
    const changed = { ...this.cover };
    for (const name of Object.keys(changed) as (keyof CoverageTotals)[])
      changed[name] += after[name] - before[name];
    return changed;
  }

  private within(times: SpanIndex, claim: Span): number {
    const part = intersection(claim, this.facts.window);
    return part ? times.minutesWithin(part) : 0;
  }

  /** A dislike of any time is stronger than a preference for it. */
  private wishesOf(id: string, operator = this.standings.get(id)!.operator): Wishes {
    let wishes = this.wishes.get(id);
    if (!wishes) {
      const spansOf = (wish: string): Span[] =>
        unite(operator.wishes.filter(({ preference }) => preference === wish));
      const unwished = spansOf('rather-not');
      const wished = subtract(spansOf('prefer'), unwished);
      this.wishes.set(id, (wishes = { wished: new SpanIndex(wished), unwished: new SpanIndex(unwished) }));
    }
    return wishes;
  }

  private undesirableIn(zone: string): SpanIndex {
    let times = this.undesirable.get(zone);
    if (!times) {
      const { start, end } = this.facts.window;
      times = new SpanIndex(undesirableTimes({ start: start - DAY, end: end + DAY }, zone));
      this.undesirable.set(zone, times);
    }
    return times;
  }
}
