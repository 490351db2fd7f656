import { Injectable } from '@nestjs/common';
import {
  allOverridable,
  violationsOf,
  type EligibilityFacts,
  type SeatTaking,
} from '../domain/eligibility.js';
import { refusal, type Violation } from '../domain/errors.js';
import { localDateOf } from '../domain/local-date.js';
import { weeksTouched } from '../domain/week.js';
import { Clock } from '../platform/clock/clock.js';
import { ClaimsRepository, type EligibilityRow } from './claims.repository.js';
import type { ShiftRow } from './shifts.repository.js';

/** A shift as its taker would find it: its row, and how many of its seats others hold. */
export type OfferedShift = Pick<
  ShiftRow,
  'id' | 'startsAt' | 'endsAt' | 'status' | 'locationId' | 'positionId' | 'seats'
> & {
  seatsTaken: number;
};

/** Loads what the rules ask about, and asks them. */
@Injectable()
export class EligibilityService {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly clock: Clock,
  ) {}

  /** Reasons against one operator on each shift; a claim of hers on the same shift is the one in question. */
  async violations(
    operator: EligibilityRow,
    shifts: readonly OfferedShift[],
    taking: SeatTaking,
  ): Promise<Violation[][]> {
    if (shifts.length === 0) return [];
    const calendar = { zone: operator.zone, weekStartsOn: operator.weekStartsOn };
    const spans = shifts.map((shift) => ({ start: shift.startsAt.getTime(), end: shift.endsAt.getTime() }));
    const weeks = spans.flatMap((span) => weeksTouched(span, calendar).map((week) => week.span));
    const from = new Date(Math.min(...weeks.map((week) => week.start)));
    const to = new Date(Math.max(...weeks.map((week) => week.end)));
    const active = await this.claims.findActiveOf([operator.id], from, to);
    const claims = active.map(({ shiftId, startsAt, endsAt }) => ({
      shiftId,
      span: { start: startsAt.getTime(), end: endsAt.getTime() },
    }));
    return shifts.map((shift, index) => {
      const facts: EligibilityFacts = {
        now: this.clock.now(),
        calendar,
        shift: { ...shift, span: spans[index]! },
        operator: { ...operator, active: isActiveAt(operator, spans[index]!.start) },
        claims,
      };
      return violationsOf(facts, taking);
    });
  }

  /** Throws with every reason against, unless a supervisor's reason may set all of them aside. */
  async require(
    operator: EligibilityRow,
    shift: OfferedShift,
    taking: SeatTaking,
    overrideReason?: string,
  ): Promise<void> {
    const [violations = []] = await this.violations(operator, [shift], taking);
    if (violations.length === 0) return;
    if (overrideReason !== undefined && allOverridable(violations)) return;
    throw refusal('conflict', violations);
  }
}

/** Whether she still works on the local date on which a shift starts. */
const isActiveAt = ({ deactivatedOn, zone }: EligibilityRow, start: number): boolean =>
  deactivatedOn === null || localDateOf(start, zone) < deactivatedOn;
