import { Injectable } from '@nestjs/common';
import {
  allOverridable,
  violationsOf,
  type EligibilityFacts,
  type SeatTaking,
} from '../domain/eligibility.js';
import { refusal, type Violation } from '../domain/errors.js';
import { localDateOf } from '../domain/local-date.js';
import { weeksTouched, type WeekCalendar } from '../domain/week.js';
import { unite } from '../domain/interval.js';
import { Clock } from '../platform/clock/clock.js';
import { ClaimsRepository, type EligibilityRow } from './claims.repository.js';
import { spanOf, type ShiftRow } from './shifts.repository.js';

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
  violations(
    operator: EligibilityRow,
    shifts: readonly OfferedShift[],
    taking: SeatTaking,
  ): Promise<Violation[][]> {
    return this.ask(
      shifts.map((shift) => ({ operator, shift })),
      taking,
    );
  }

  /** Reasons against each operator on one shift. */
  violationsOfEach(
    operators: readonly EligibilityRow[],
    shift: OfferedShift,
    taking: SeatTaking,
  ): Promise<Violation[][]> {
    return this.ask(
      operators.map((operator) => ({ operator, shift })),
      taking,
    );
  }

  /** One query for the claims of all, then the rules. */
  private async ask(
    questions: readonly { operator: EligibilityRow; shift: OfferedShift }[],
    taking: SeatTaking,
  ): Promise<Violation[][]> {
    if (questions.length === 0) return [];
    const weeks = questions.flatMap(({ operator, shift }) =>
      weeksTouched(spanOf(shift), calendarOf(operator)),
    );
    const window = unite(weeks.map((week) => week.span));
    const operatorIds = [...new Set(questions.map(({ operator }) => operator.id))];
    const from = new Date(window[0]!.start);
    const to = new Date(window.at(-1)!.end);
    const claims = Map.groupBy(
      await this.claims.findActiveOf(operatorIds, from, to),
      (claim) => claim.operatorId,
    );
    const now = this.clock.now();
    return questions.map(({ operator, shift }) => {
      const span = spanOf(shift);
      const facts: EligibilityFacts = {
        now,
        calendar: calendarOf(operator),
        shift: { ...shift, span },
        operator: { ...operator, active: isActiveAt(operator, span.start) },
        claims: (claims.get(operator.id) ?? []).map((claim) => ({
          shiftId: claim.shiftId,
          span: spanOf(claim),
        })),
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

const calendarOf = ({ zone, weekStartsOn }: EligibilityRow): WeekCalendar => ({ zone, weekStartsOn });

/** Whether she still works on the local date on which a shift starts. */
const isActiveAt = ({ deactivatedOn, zone }: EligibilityRow, start: number): boolean =>
  deactivatedOn === null || localDateOf(start, zone) < deactivatedOn;
