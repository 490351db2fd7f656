import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { CHECK_IN_OPENS_MINUTES, checkInWindow } from '../domain/attendance.js';
import { conflict, forbidden, invalid } from '../domain/errors.js';
import { DAY } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { ClaimsRepository, type ClaimRow } from './claims.repository.js';
import { requireVisible } from './claims.service.js';
import { presentClaim } from './present.js';
import type { ClaimDto } from './scheduling.dto.js';
import { spanOf } from './shifts.repository.js';

@Injectable()
export class AttendanceService {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  checkIn(caller: Caller, id: string, at?: Date): Promise<ClaimDto> {
    return this.change(caller, id, 'claim.checked-in', (claim) => {
      const checkedInAt = this.momentOf(caller, claim, at);
      if (claim.checkedInAt) throw conflict('ALREADY_CHECKED_IN', 'Checked in already.');
      if (at === undefined) requireOpen(claim, checkedInAt);
      return { checkedInAt, checkedOutAt: null, noShow: false };
    });
  }

  checkOut(caller: Caller, id: string, at?: Date): Promise<ClaimDto> {
    return this.change(caller, id, 'claim.checked-out', (claim) => {
      const checkedOutAt = this.momentOf(caller, claim, at);
      if (!claim.checkedInAt) throw conflict('NOT_CHECKED_IN', 'Check in first.');
      if (claim.checkedOutAt) throw conflict('ALREADY_CHECKED_OUT', 'Checked out already.');
      if (checkedOutAt <= claim.checkedInAt)
        throw conflict('CHECK_OUT_TOO_EARLY', 'Check-out must come after check-in.');
      if (checkedOutAt.getTime() > spanOf(claim).end + DAY)
        throw conflict(
          'CHECK_OUT_CLOSED',
          'This shift ended more than a day ago. A supervisor records when it was left.',
        );
      return { ...claim, checkedOutAt };
    });
  }

  markNoShow(caller: Caller, id: string): Promise<ClaimDto> {
    return this.change(caller, id, 'claim.no-show', (claim) => {
      if (claim.checkedInAt) throw conflict('ALREADY_CHECKED_IN', 'This operator did check in.');
      if (claim.startsAt.getTime() > this.clock.now())
        throw conflict('SHIFT_NOT_STARTED', 'This shift has not started yet.');
      return { ...claim, noShow: true };
    });
  }

  private change(
    caller: Caller,
    id: string,
    action: string,
    next: (claim: ClaimRow) => Pick<ClaimRow, 'checkedInAt' | 'checkedOutAt' | 'noShow'>,
  ): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      const claim = requireVisible(caller, await this.claims.find(id, { lock: true }));
      if (claim.status !== 'approved') {
        throw conflict(
          'CLAIM_NOT_APPROVED',
          `This claim is ${claim.status}; only an approved one is worked.`,
        );
      }
      const { checkedInAt, checkedOutAt, noShow } = next(claim);
      await this.claims.recordAttendance(id, { checkedInAt, checkedOutAt, noShow });
      await this.audit.record({
        action,
        entity: 'claim',
        entityId: id,
        locationId: claim.locationId,
        details: { checkedInAt, checkedOutAt, noShow },
      });
      return presentClaim(requireVisible(caller, await this.claims.find(id)));
    });
  }

  /** Now; or a moment already past near the shift, which a supervisor records afterwards. */
  private momentOf(caller: Caller, claim: ClaimRow, at?: Date): Date {
    if (at === undefined) return this.clock.date();
    if (caller.role === 'operator') throw forbidden('Only a supervisor records attendance afterwards.');
    if (at.getTime() > this.clock.now()) throw invalid('at', 'at must not lie ahead.');
    const { start, end } = spanOf(claim);
    if (at.getTime() < start - DAY || at.getTime() > end + DAY) {
      throw invalid('at', 'at must lie within a day of the shift.');
    }
    return at;
  }
}

function requireOpen(claim: ClaimRow, at: Date): void {
  const window = checkInWindow(spanOf(claim));
  if (at.getTime() < window.start) {
    throw conflict('CHECK_IN_NOT_OPEN', `Check-in opens ${CHECK_IN_OPENS_MINUTES} minutes before the shift.`);
  }
  if (at.getTime() >= window.end) throw conflict('CHECK_IN_CLOSED', 'This shift is over.');
}
