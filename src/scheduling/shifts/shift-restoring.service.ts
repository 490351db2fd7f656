import { Injectable } from '@nestjs/common';
import { sees, type Caller } from '../../access/caller.js';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import { allOverridable } from '../../domain/eligibility.js';
import { conflict, notFound, type Violation } from '../../domain/errors.js';
import { said } from '../../domain/refusals/said.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { ClaimsRepository, type CancelledClaimRow, type EligibilityRow } from '../roster/claims.repository.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { Notices } from '../telling/telling.service.js';
import type { RestoredShiftDto, UndecidedClaimDto } from '../roster/roster.dto.js';
import { ShiftsRepository, type ShiftRow } from '../roster/shifts.repository.js';
import { ShiftsService } from './shifts.service.js';
import { DropRequestsRepository } from '../trades/drop-requests.repository.js';
import { SwapsRepository } from '../trades/swaps.repository.js';
import { Waitlists } from '../seats/waiting.service.js';

/**
 * Takes a cancellation back: the shift is as it was, with the claims that the rules still allow, what was asked of them and who
 * waited; the claims that it lost are named.
 */
@Injectable()
export class ShiftRestoring {
  constructor(
    private readonly shiftsService: ShiftsService,
    private readonly shifts: ShiftsRepository,
    private readonly claims: ClaimsRepository,
    private readonly eligibility: EligibilityService,
    private readonly dropRequests: DropRequestsRepository,
    private readonly swaps: SwapsRepository,
    private readonly waitlists: Waitlists,
    private readonly changes: CoverageChanges,
    private readonly notices: Notices,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  restore(caller: Caller, id: string): Promise<RestoredShiftDto> {
    return this.database.transaction(async () => {
      const expected = await this.claims.findCancelledWith(id);
      const operators = await this.claims.lockOperators([
        ...new Set(expected.map(({ operatorId }) => operatorId)),
      ]);
      const before = await this.shifts.lock(id);
      if (!before || !sees(caller, before.locationId)) throw notFound('shift');
      this.requireRestorable(before);
      const cancelled = await this.claims.findCancelledWith(id, { lock: true });
      const shift: ShiftRow = {
        ...before,
        status: before.publishedAt === null ? 'draft' : 'published',
        cancelReason: null,
      };
      if (shift.status === 'published')
        shift.claimableFrom = await this.shiftsService.claimableFrom(shift, id);
      await this.shifts.update(shift);
      const restored: string[] = [];
      const notRestored: UndecidedClaimDto[] = [];
      for (const claim of cancelled) {
        const operator = operators.find((one) => one.id === claim.operatorId);
        const violations = operator ? await this.against(claim, operator, shift) : [CLAIMED_ANEW];
        if (violations.length > 0) notRestored.push({ claimId: claim.id, violations });
        else {
          await this.claims.restore(claim, this.clock.date());
          await this.record('claim.restored', 'claim', claim.id, shift, { status: claim.cancelledFrom });
          restored.push(claim.id);
        }
      }
      await this.claims.forgetCancelledWith(id);
      const trades = {
        dropRequests: await this.dropRequests.reopenWith(id),
        swaps: await this.swaps.reopenWith(id, this.clock.date()),
        waitlistEntries: shift.status === 'published' ? await this.waitlists.shiftRestored(id) : [],
      };
      await this.record('shift.restored', 'shift', id, shift, {
        claims: restored,
        notRestored: notRestored.map(({ claimId }) => claimId),
        ...trades,
      });
      await this.notices.claimsDecided(restored);
      await this.changes.touched(shift.locationId);
      return { ...(await this.shiftsService.get(caller, id)), restored, notRestored, ...trades };
    });
  }

  private requireRestorable({ status, startsAt }: ShiftRow): void {
    if (status !== 'cancelled') throw conflict('SHIFT_NOT_CANCELLED');
    if (+startsAt <= this.clock.now()) throw conflict('SHIFT_STARTED.stays-cancelled');
  }

  private async against(
    claim: CancelledClaimRow,
    operator: EligibilityRow,
    shift: ShiftRow,
  ): Promise<Violation[]> {
    if (claim.cancelledFrom === 'relief') return [WAS_RELIEF];
    if (claim.isShadow !== operator.trainingIds.includes(shift.positionId)) return [TRAINING_CHANGED];
    const { seatsTaken, shadows } = await this.shifts.findSeatsOf(shift.id);
    const [violations = []] = await this.eligibility.violations(
      operator,
      [{ ...shift, seatsTaken, shadows, claimableFrom: null }],
      claim.cancelledFrom === 'approved' ? 'assignment' : 'claim',
    );
    return claim.overrideReason !== null && allOverridable(violations) ? [] : violations;
  }

  private record(
    action: string,
    entity: string,
    entityId: string,
    { locationId }: ShiftRow,
    details: object,
  ): Promise<void> {
    return this.audit.record({ action, entity, entityId, locationId, details });
  }
}

const WAS_RELIEF: Violation = said('CLAIM_IS_RELIEF.ended');
const TRAINING_CHANGED: Violation = said('QUALIFICATION_CHANGED');
const CLAIMED_ANEW: Violation = said('SHIFT_BUSY.claim');
