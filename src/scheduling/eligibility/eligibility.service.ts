import { Injectable } from '@nestjs/common';
import {
  allOverridable,
  violationsOf,
  type Away,
  type EligibilityFacts,
  type SeatTaking,
} from '../../domain/eligibility.js';
import { refusal, type Violation } from '../../domain/errors.js';
import { DAY, type Span } from '../../domain/interval.js';
import { addDays, localDateOf } from '../../domain/local-date.js';
import { expandWeekly } from '../../domain/recurrence.js';
import { weeksTouched, type WeekCalendar } from '../../domain/week-calendar.js';
import { Clock } from '../../platform/clock/clock.js';
import type { OperatorFacts } from './operator-facts.repository.js';
import { EligibilityRepository, type Bearing } from './eligibility.repository.js';
import { spanOf, type ShiftRow } from '../roster/shifts.repository.js';

/** A shift from the view of the operator who would take it: its row, and how many seats others have. */
export type OfferedShift = Pick<
  ShiftRow,
  'id' | 'startsAt' | 'endsAt' | 'status' | 'claimableFrom' | 'locationId' | 'positionId' | 'seats'
> & {
  seatsTaken: number;
  /** Free seats held for others. When left out: none. */
  seatsHeld?: number;
  /** Claims of operators in training. When left out: none. */
  shadows?: number;
};

/** An operator and a shift. `givingUp` is a claim of theirs that they give up for it; it does not count. */
export interface Fit {
  operator: OperatorFacts;
  shift: OfferedShift;
  givingUp?: string | null;
}

/** Loads the input of the eligibility rules and applies them. */
@Injectable()
export class EligibilityService {
  constructor(
    private readonly facts: EligibilityRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The reasons against one operator on each shift. Their claim on the same shift is the one that is checked,
   * and a claim that they give up does not count.
   */
  violations(
    operator: OperatorFacts,
    shifts: readonly OfferedShift[],
    taking: SeatTaking,
    givingUp: string | null = null,
  ): Promise<Violation[][]> {
    return this.ask(
      shifts.map((shift) => ({ operator, shift, givingUp })),
      taking,
    );
  }

  /** The reasons against each operator on one shift. */
  violationsOfEach(
    operators: readonly OperatorFacts[],
    shift: OfferedShift,
    taking: SeatTaking,
  ): Promise<Violation[][]> {
    return this.ask(
      operators.map((operator) => ({ operator, shift })),
      taking,
    );
  }

  /** The reasons against each operator on the shift of their pair. */
  violationsOfPairs(pairs: readonly Fit[], taking: SeatTaking): Promise<Violation[][]> {
    return this.ask(pairs, taking);
  }

  /** Loads the data for all of them in one query, then applies the rules. */
  private async ask(questions: readonly Fit[], taking: SeatTaking): Promise<Violation[][]> {
    const [first] = questions;
    if (!first) return [];
    const calendar = calendarOf(first.operator);
    const window = windowAround(
      questions.map(({ shift }) => spanOf(shift)),
      calendar,
      first.operator.limits.nightsInARow ?? 0,
    );
    const operatorIds = [...new Set(questions.map(({ operator }) => operator.id))];
    const bearing = await this.facts.bearingOn(operatorIds, window, {
      first: addDays(localDateOf(window.start, calendar.zone), -2),
      last: localDateOf(window.end, calendar.zone),
    });
    const claims = Map.groupBy(
      bearing.claims.map(({ id, operatorId, shiftId, start, end }) => ({
        id,
        operatorId,
        shiftId,
        span: { start, end },
      })),
      (claim) => claim.operatorId,
    );
    const away = Map.groupBy(awayOf(bearing, window, calendar.zone), ({ operatorId }) => operatorId);
    const now = this.clock.now();
    return questions.map(({ operator, shift, givingUp = null }) =>
      violationsOf(
        {
          now,
          calendar,
          terms: bearing.terms,
          limits: operator.limits,
          shift: factsOf(shift),
          operator,
          claims: (claims.get(operator.id) ?? []).filter(({ id }) => id !== givingUp),
          away: away.get(operator.id) ?? [],
        },
        taking,
      ),
    );
  }

  /** Throws all reasons against, unless a supervisor's reason may set all of them aside. */
  async require(
    operator: OperatorFacts,
    shift: OfferedShift,
    taking: SeatTaking,
    {
      overrideReason,
      givingUp = null,
    }: { overrideReason?: string | undefined; givingUp?: string | null } = {},
  ): Promise<void> {
    const [violations = []] = await this.violations(operator, [shift], taking, givingUp);
    if (violations.length === 0) return;
    if (overrideReason !== undefined && allOverridable(violations)) return;
    throw refusal('conflict', violations);
  }
}

/** The weeks of the shifts, plus the time around them that the limits on rest and nights in a row need. */
function windowAround(spans: readonly Span[], calendar: WeekCalendar, nights: number): Span {
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.end));
  const weeks = weeksTouched({ start, end }, calendar);
  const reach = (nights + 2) * DAY;
  return { start: weeks[0]!.span.start - reach, end: weeks.at(-1)!.span.end + reach };
}

/** Classes first, then absences; weekly ones use the zone. */
const awayOf = (
  { classes, absences, weekly }: Bearing,
  window: Span,
  zone: string,
): (Away & { operatorId: string })[] => [
  ...classes.map(({ operatorId, start, end }) => ({
    operatorId,
    kind: 'class' as const,
    span: { start, end },
  })),
  ...[
    ...absences,
    ...weekly.flatMap(({ operatorId, weekday, ...hours }) =>
      expandWeekly({ ...hours, weekdays: [weekday] }, zone, window).map((span) => ({ ...span, operatorId })),
    ),
  ].map(({ operatorId, start, end }) => ({ operatorId, kind: 'absence' as const, span: { start, end } })),
];

function factsOf(shift: OfferedShift): EligibilityFacts['shift'] {
  const { id, status, claimableFrom, locationId, positionId, seats, seatsTaken } = shift;
  return {
    id,
    span: spanOf(shift),
    status,
    claimableFrom: claimableFrom && +claimableFrom,
    locationId,
    positionId,
    seats,
    seatsTaken,
    seatsHeld: shift.seatsHeld ?? 0,
    shadows: shift.shadows ?? 0,
  };
}

const calendarOf = ({ zone, weekStartsOn }: OperatorFacts): WeekCalendar => ({ zone, weekStartsOn });
