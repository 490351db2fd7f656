import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { WishesService } from '../../availability/wishes.service.js';
import { sortCandidates, wishFor } from '../../domain/candidates.js';
import { seatsHeldFrom, seatsOf } from '../../domain/seats.js';
import { hoursWithin, weeksTouched } from '../../domain/week-calendar.js';
import { ClaimsRepository } from '../roster/claims.repository.js';
import { EligibilityService } from './eligibility.service.js';
import { OperatorFactsRepository } from './operator-facts.repository.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import type { CandidatesDto } from '../roster/roster.dto.js';
import { ShiftsRepository, spanOf } from '../roster/shifts.repository.js';
import { requireVisibleShift } from '../roster/visibility.js';

/** Operators whom a supervisor might assign to a shift, in the order in which to ask them. */
@Injectable()
export class CandidatesService {
  constructor(
    private readonly shifts: ShiftsRepository,
    private readonly claims: ClaimsRepository,
    private readonly operators: OperatorFactsRepository,
    private readonly eligibility: EligibilityService,
    private readonly wishes: WishesService,
    private readonly notifications: NotificationsService,
  ) {}

  /**
   * All operators at the location who hold the position or are in training for it. The number of queries does
   * not depend on their number.
   */
  async of(caller: Caller, shiftId: string): Promise<CandidatesDto> {
    const shift = requireVisibleShift(caller, await this.shifts.find(shiftId));
    const known = await this.notifications.operatorsFor(shift);
    const operators = await this.operators.find(known.map(({ operatorId }) => operatorId));
    const [first] = operators;
    if (!first) return { items: [] };
    const names = new Map(known.map(({ operatorId, name }) => [operatorId, name]));
    const ids = operators.map(({ id }) => id);
    const holding = (await this.shifts.findHolding([shiftId])).get(shiftId) ?? [];
    const violations = await this.eligibility.violationsOfPairs(
      operators.map((operator) => ({
        operator,
        shift: { ...shift, ...seatsOf(shift.claims), seatsHeld: seatsHeldFrom(operator.id, holding) },
      })),
      'assignment',
    );
    const span = spanOf(shift);
    const [week] = weeksTouched(span, { zone: first.zone, weekStartsOn: first.weekStartsOn });
    const active = Map.groupBy(
      await this.claims.findActiveOf(ids, new Date(week!.span.start), new Date(week!.span.end)),
      (claim) => claim.operatorId,
    );
    const wishes = await this.wishes.of(ids, span, first.zone);
    return {
      items: sortCandidates(
        operators.map(({ id }, index) => ({
          operatorId: id,
          name: names.get(id)!,
          violations: violations[index]!,
          wish: wishFor(span, wishes.get(id) ?? []),
          weekHours: hoursWithin((active.get(id) ?? []).map(spanOf), week!.span),
        })),
      ).map((candidate) => ({
        ...candidate,
        violations: [...candidate.violations],
        eligible: candidate.violations.length === 0,
      })),
    };
  }
}
