import { Injectable } from '@nestjs/common';
import {
  allOverridable,
  violationsOf,
  type EligibilityFacts,
  type SeatTaking,
} from '../domain/eligibility.js';
import { refusal, type Violation } from '../domain/errors.js';
import { AwayService } from '../availability/away.service.js';
import { TermsService } from '../coverage/terms.service.js';
import { DAY, type Span } from '../domain/interval.js';
import { localDateOf } from '../domain/local-date.js';
import { weeksTouched, type WeekCalendar } from '../domain/week.js';
import { Clock } from '../platform/clock/clock.js';
import { ClaimsRepository, type EligibilityRow } from './claims.repository.js';
import { spanOf, type ShiftRow } from './shifts.repository.js';

/** A shift as its taker would find it: its row, and how many of its seats others hold. */
export type OfferedShift = Pick<
  ShiftRow,
  'id' | 'startsAt' | 'endsAt' | 'status' | 'claimableFrom' | 'locationId' | 'positionId' | 'seats'
> & {
  seatsTaken: number;
  /** Free seats held for others; none when left out. */
  seatsHeld?: number;
  /** Claims of people in training; none when left out. */
  shadows?: number;
};

/** Loads what the rules ask about, and asks them. */
@Injectable()
export class EligibilityService {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly away: AwayService,
    private readonly terms: TermsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Reasons against one operator on each shift; a claim of hers on the same shift is the one in question, and one that she
   * gives up for it does not count.
   */
  violations(
    operator: EligibilityRow,
    shifts: readonly OfferedShift[],
    taking: SeatTaking,
    givingUp: string | null = null,
  ): Promise<Violation[][]> {
    return this.ask(
      shifts.map((shift) => ({ operator, shift })),
      taking,
      givingUp,
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

  /** Reasons against each operator on the shift beside her. */
  violationsOfPairs(
    pairs: readonly { operator: EligibilityRow; shift: OfferedShift }[],
    taking: SeatTaking,
  ): Promise<Violation[][]> {
    return this.ask(pairs, taking);
  }

  /** What bears on all of them in a query each, then the rules. */
  private async ask(
    questions: readonly { operator: EligibilityRow; shift: OfferedShift }[],
    taking: SeatTaking,
    givingUp: string | null = null,
  ): Promise<Violation[][]> {
    const [first] = questions;
    if (!first) return [];
    const calendar = calendarOf(first.operator);
    const window = windowAround(
      questions.map(({ shift }) => spanOf(shift)),
      calendar,
      first.operator.limits.nightsInARow ?? 0,
    );
    const operatorIds = [...new Set(questions.map(({ operator }) => operator.id))];
    const active = await this.claims.findActiveOf(operatorIds, new Date(window.start), new Date(window.end));
    const claims = Map.groupBy(
      active
        .filter((claim) => claim.id !== givingUp)
        .map((claim) => ({ operatorId: claim.operatorId, shiftId: claim.shiftId, span: spanOf(claim) })),
      (claim) => claim.operatorId,
    );
    const away = await this.away.of(operatorIds, window, calendar.zone);
    const terms = await this.terms.touching(
      localDateOf(window.start, calendar.zone),
      localDateOf(window.end, calendar.zone),
    );
    const now = this.clock.now();
    return questions.map(({ operator, shift }) => {
      const span = spanOf(shift);
      const facts: EligibilityFacts = {
        now,
        calendar,
        terms,
        limits: operator.limits,
        shift: {
          ...shift,
          span,
          seatsHeld: shift.seatsHeld ?? 0,
          shadows: shift.shadows ?? 0,
          claimableFrom: shift.claimableFrom && +shift.claimableFrom,
        },
        operator: { ...operator, active: isActiveAt(operator, span.start) },
        claims: claims.get(operator.id) ?? [],
        away: away.get(operator.id)!,
      };
      return violationsOf(facts, taking);
    });
  }

  /** Throws with every reason against, unless a supervisor's reason may set all of them aside. */
  async require(
    operator: EligibilityRow,
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

/** The weeks of the shifts, and as much around them as rest and nights in a row look at. */
function windowAround(spans: readonly Span[], calendar: WeekCalendar, nights: number): Span {
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.end));
  const weeks = weeksTouched({ start, end }, calendar);
  const reach = (nights + 2) * DAY;
  return { start: weeks[0]!.span.start - reach, end: weeks.at(-1)!.span.end + reach };
}

const calendarOf = ({ zone, weekStartsOn }: EligibilityRow): WeekCalendar => ({ zone, weekStartsOn });

/** Whether she still works on the local date on which a shift starts. */
const isActiveAt = ({ deactivatedOn, zone }: EligibilityRow, start: number): boolean =>
  deactivatedOn === null || localDateOf(start, zone) < deactivatedOn;
