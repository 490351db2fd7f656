import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { invalid } from '../../domain/errors.js';
import { requireMay } from '../../domain/seats.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { ClaimsRepository, factsOf } from '../roster/claims.repository.js';
import { toClaimDto } from '../roster/roster-mapping.js';
import type { ClaimDto } from '../roster/roster.dto.js';
import { requireVisibleOperator, requireVisibleClaim } from '../roster/visibility.js';
import { SeatTransfers } from '../seats/seat-transfers.service.js';
import { Seats } from '../seats/seats.service.js';
import type { CoveredByDto } from './attendance.dto.js';
import { AttendanceRepository } from './attendance.repository.js';
import { AttendanceService } from './attendance.service.js';

/** The reason on the covering operator's claim. Why the other operator did not come is private to them. */
const RECORDED = 'Recorded afterwards.';

/**
 * Records afterwards that another operator worked a shift: the claim becomes a no-show, and the other
 * operator's claim takes its place as worked.
 */
@Injectable()
export class CoveringService {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly seats: Seats,
    private readonly seatTransfers: SeatTransfers,
    private readonly attendance: AttendanceService,
    private readonly records: AttendanceRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  record(caller: Caller, claimId: string, body: CoveredByDto): Promise<ClaimDto> {
    const operatorId = body.operatorId.toLowerCase();
    return this.database.transaction(async () => {
      const expected = requireVisibleClaim(caller, await this.claims.find(claimId));
      if (expected.operatorId === operatorId)
        throw invalid('operatorId', 'INVALID_FIELD.somebody-else', { field: 'operatorId' });
      const held = await this.seats.hold({ claims: [claimId], operators: [operatorId] });
      const coverer = requireVisibleOperator(caller, held.operators.get(operatorId));
      const claim = held.claims.get(claimId)!;
      requireMay('cover', factsOf(claim), this.clock.now());
      const { checkedInAt = claim.startsAt, checkedOutAt = claim.endsAt, reason } = body;
      const worked = { checkedInAt, checkedOutAt };
      await this.attendance.requireRecordable({ ...claim, operatorId }, worked);
      const shift = held.shifts.get(claim.shiftId)!;
      await this.records.record(claimId, { checkedInAt: null, checkedOutAt: null, noShow: true });
      const id = await this.seatTransfers.cover(coverer, shift, claim, { reason, note: RECORDED });
      await this.records.record(id, { ...worked, noShow: false });
      await this.audit.record({
        action: 'claim.attendance-corrected',
        entity: 'claim',
        entityId: id,
        locationId: claim.locationId,
        details: worked,
      });
      return toClaimDto(caller, (await this.claims.find(id))!);
    });
  }
}
