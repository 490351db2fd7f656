import type { Wish } from '../candidates.js';
import type { DemandPiece } from '../coverage.js';
import type { Span } from '../interval.js';
import type { WorkingTimeLimits } from '../working-time.js';

/** An approved claim of one of the operators, at any location. */
export interface QualityClaim extends Span {
  id: string;
  shiftId: string;
  operatorId: string;
  positionId: string;
  /** The zone of its location, for its nights and weekends. */
  zone: string;
  /** Whether it is at the location whose schedule is judged. */
  isHere: boolean;
  /** In training, beside another operator: works, but covers nothing. */
  isShadow: boolean;
}

/** An operator who works at the location, or may. */
export interface QualityOperator {
  id: string;
  /** Their own cap over the window; null: no cap. */
  capHours: number | null;
  /** The positions that they may take here without training. */
  positionIds: readonly string[];
  wishes: readonly (Span & { preference: Wish })[];
}

/** Everything that the quality of a location's schedule depends on. */
export interface QualityFacts {
  window: Span;
  /** The location's zone. */
  zone: string;
  /** The institution's zone, in which working days and nights are counted. */
  institutionZone: string;
  limits: WorkingTimeLimits;
  demand: readonly DemandPiece[];
  operators: readonly QualityOperator[];
  /** Those within the window, and of two days on each side, for the rest at its edges. */
  claims: readonly QualityClaim[];
}
