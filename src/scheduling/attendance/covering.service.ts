import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import { conflict, invalid } from '../../domain/errors.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { ClaimsRepository } from '../roster/claims.repository.js';
import { ClaimsService, requireOperator, requireVisible } from '../claims/claims.service.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { Notices } from '../telling/telling.service.js';
import type { ClaimDto } from '../roster/roster.dto.js';
import { ShiftsRepository } from '../roster/shifts.repository.js';
import { requireSeat } from '../trades/drop-requests.service.js';
import { Waitlists } from '../seats/waiting.service.js';
import type { CoveredByDto } from './attendance.dto.js';
import { AttendanceService } from './attendance.service.js';

/** Why somebody did not come is theirs alone; this is what stands with whoever did. */
const RECORDED = 'Recorded afterwards.';

/** Records afterwards that somebody else worked a shift: its claim ends as a no-show, the other's takes its place as worked. */
@Injectable()
export class CoveringService {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly claimsService: ClaimsService,
    private readonly shifts: ShiftsRepository,
    private readonly eligibility: EligibilityService,
    private readonly attendance: AttendanceService,
    private readonly notices: Notices,
    private readonly waitlists: Waitlists,
    private readonly changes: CoverageChanges,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  record(caller: Caller, claimId: string, body: CoveredByDto): Promise<ClaimDto> {
    const operatorId = body.operatorId.toLowerCase();
    return this.database.transaction(async () => {
      const expected = requireVisible(caller, await this.claims.find(claimId));
      if (expected.operatorId === operatorId)
        throw invalid('operatorId', 'INVALID_FIELD.somebody-else', { field: 'operatorId' });
      const operators = await this.claims.lockOperators([expected.operatorId, operatorId]);
      const coverer = requireOperator(
        caller,
        operators.filter(({ id }) => id === operatorId),
      );
      const shift = (await this.shifts.lock(expected.shiftId))!;
      const claim = (await this.claims.find(claimId, { lock: true }))!;
      if (claim.status !== 'approved') throw conflict('CLAIM_NOT_APPROVED', { status: claim.status });
      requireSeat(claim);
      if (claim.checkedInAt) throw conflict('SHIFT_WORKED');
      const { checkedInAt = claim.startsAt, checkedOutAt = claim.endsAt, reason } = body;
      await this.attendance.requireRecordable({ ...claim, operatorId }, { checkedInAt, checkedOutAt });
      await this.eligibility.require(coverer, { ...shift, seatsTaken: 0 }, 'relief', {
        overrideReason: reason,
      });
      const at = this.clock.date();
      await this.claims.recordAttendance(claimId, { checkedInAt: null, checkedOutAt: null, noShow: true });
      await this.claims.decide(claimId, { status: 'cancelled', at, reason });
      await this.note('claim.cancelled', claim, { reason, noShow: true });
      const id = newId();
      await this.claims.insert({
        id,
        shiftId: shift.id,
        operatorId,
        status: 'approved',
        at,
        overrideReason: RECORDED,
      });
      await this.waitlists.taken(shift.id, operatorId);
      await this.note(
        'claim.assigned',
        { ...claim, id },
        { shiftId: shift.id, operatorId, overrideReason: RECORDED },
      );
      await this.claims.recordAttendance(id, { checkedInAt, checkedOutAt, noShow: false });
      await this.note('claim.attendance-corrected', { ...claim, id }, { checkedInAt, checkedOutAt });
      await this.notices.claimsDecided([claimId, id]);
      await this.changes.touched(shift.locationId);
      return this.claimsService.get(caller, id);
    });
  }

  private note(action: string, claim: { id: string; locationId: string }, details: object): Promise<void> {
    const { id: entityId, locationId } = claim;
    return this.audit.record({ action, entity: 'claim', entityId, locationId, details });
  }
}
