import type { Violation } from './errors.js';
import { overlaps, type Span } from './interval.js';

/** What an operator wishes about the time of a shift. */
export type Wish = 'prefer' | 'rather-not';

/** An operator who might work a shift, with what speaks for and against it. */
export interface Candidate {
  operatorId: string;
  name: string;
  /** All reasons against; empty when they may work it. */
  violations: readonly Violation[];
  wish: Wish | null;
  /** Hours of work in the shift's week so far. */
  weekHours: number;
}

/** The operator's wish about a shift. A dislike for any part of it is stronger than a preference. */
export function wishFor(shift: Span, wishes: readonly (Span & { preference: Wish })[]): Wish | null {
  const touching = wishes.filter((wish) => overlaps(wish, shift)).map(({ preference }) => preference);
  if (touching.includes('rather-not')) return 'rather-not';
  return touching.includes('prefer') ? 'prefer' : null;
}

const WISH_RANK = { prefer: 0, none: 1, 'rather-not': 2 } as const;

/** 0: may work it; 1: may when a supervisor sets rules aside; 2: may not. */
const standing = ({ violations }: Candidate): number =>
  violations.length === 0 ? 0 : violations.every(({ overridable }) => overridable === true) ? 1 : 2;

/**
 * Sorts candidates in the order in which to ask them: those who may work it first; then by wish, those who
 * would rather not last; then by fewest hours that week, which is fair; then by name.
 */
export const sortCandidates = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.toSorted(
    (a, b) =>
      standing(a) - standing(b) ||
      WISH_RANK[a.wish ?? 'none'] - WISH_RANK[b.wish ?? 'none'] ||
      a.weekHours - b.weekHours ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : a.operatorId < b.operatorId ? -1 : 1),
  );
