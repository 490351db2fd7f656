import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { CHECK_IN_OPENS_MINUTES, checkInWindow } from '../../domain/attendance.js';
import { conflict, forbidden, invalid } from '../../domain/errors.js';
import { DAY, type Span } from '../../domain/interval.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { isWithin } from '../../platform/http/networks.js';
import { ClaimsRepository, type ClaimRow } from '../claims.repository.js';
import { requireVisible } from '../claims.service.js';
import { presentClaim } from '../present.js';
import type { ClaimDto } from '../scheduling.dto.js';
import { spanOf } from '../shifts.repository.js';
import { PayPeriodsService } from './pay-periods.service.js';

type Attendance = Pick<ClaimRow, 'checkedInAt' | 'checkedOutAt' | 'noShow'>;

@Injectable()
export class AttendanceService {
  constructor(
    private readonly periods: PayPeriodsService,
    private readonly locations: LocationsService,
    private readonly claims: ClaimsRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** `address`: where the request comes from. */
  checkIn(
    caller: Caller,
    id: string,
    { at, address }: { at?: Date | undefined; address: string },
  ): Promise<ClaimDto> {
    return this.change(caller, id, 'claim.checked-in', async (claim) => {
      const checkedInAt = this.momentOf(caller, claim, at);
      if (caller.role === 'operator') await this.requireNetwork(claim, address);
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
    next: (claim: ClaimRow) => Attendance | Promise<Attendance>,
  ): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      const claim = requireVisible(caller, await this.claims.find(id, { lock: true }));
      requireApproved(claim);
      const after = await next(claim);
      await this.requireChangeable(claim, after);
      await this.store(action, claim, after);
      return presentClaim(caller, requireVisible(caller, await this.claims.find(id)));
    });
  }

  /** Within a transaction that holds the claim: what was worked in its pay periods may still change. */
  async requireChangeable(
    claim: ClaimRow,
    after: Pick<Attendance, 'checkedInAt' | 'checkedOutAt'>,
  ): Promise<void> {
    await this.periods.requireUnlocked([...spansOf(claim), ...spansOf({ ...claim, ...after })]);
  }

  /** Within a transaction that holds the claim. */
  async correct(claim: ClaimRow, times: { checkedInAt: Date; checkedOutAt: Date }): Promise<void> {
    requireSensible(claim, times, this.clock.now());
    await this.requireChangeable(claim, times);
    await this.store('claim.attendance-corrected', claim, { ...times, noShow: false });
  }

  private async store(
    action: string,
    claim: ClaimRow,
    { checkedInAt, checkedOutAt, noShow }: Attendance,
  ): Promise<void> {
    const attendance = { checkedInAt, checkedOutAt, noShow };
    await this.claims.recordAttendance(claim.id, attendance);
    await this.audit.record({
      action,
      entity: 'claim',
      entityId: claim.id,
      locationId: claim.locationId,
      details: attendance,
    });
  }

  private async requireNetwork({ locationId }: ClaimRow, address: string): Promise<void> {
    const { checkInNetworks } = await this.locations.getAny(locationId);
    if (checkInNetworks.length > 0 && !isWithin(address, checkInNetworks))
      throw conflict('NOT_ON_NETWORK', 'Check in from the network of this location.');
  }

  /** Now; or a moment already past near the shift, which a supervisor records afterwards. */
  private momentOf(caller: Caller, claim: ClaimRow, at?: Date): Date {
    if (at === undefined) return this.clock.date();
    if (caller.role === 'operator') throw forbidden('Only a supervisor records attendance afterwards.');
    if (at.getTime() > this.clock.now()) throw invalid('at', 'The time must not lie ahead.');
    const { start, end } = spanOf(claim);
    if (at.getTime() < start - DAY || at.getTime() > end + DAY) {
      throw invalid('at', 'The time must lie within a day of the shift.');
    }
    return at;
  }
}

function requireApproved({ status }: ClaimRow): void {
  if (status !== 'approved')
    throw conflict('CLAIM_NOT_APPROVED', `This claim is ${status}; only an approved one is worked.`);
}

/** Times that a supervisor may record of a shift: begun, not ahead of now, and within a day of it. */
export function requireSensible(
  claim: ClaimRow,
  { checkedInAt, checkedOutAt }: { checkedInAt: Date; checkedOutAt: Date },
  now: number,
): void {
  requireApproved(claim);
  const { start, end } = spanOf(claim);
  if (start > now) throw conflict('SHIFT_NOT_STARTED', 'This shift has not started yet.');
  if (checkedOutAt <= checkedInAt)
    throw invalid('checkedOutAt', 'The check-out must lie after the check-in.');
  if (+checkedOutAt > now) throw invalid('checkedOutAt', 'The check-out must not lie ahead.');
  if (+checkedInAt < start - DAY)
    throw invalid('checkedInAt', 'The check-in must lie within a day of the shift.');
  if (+checkedOutAt > end + DAY)
    throw invalid('checkedOutAt', 'The check-out must lie within a day of the shift.');
}

/** When it counts as worked, so far as that is known; a shift begun and not checked out of counts to its end. */
function spansOf(claim: Pick<ClaimRow, 'startsAt' | 'endsAt' | 'checkedInAt' | 'checkedOutAt'>): Span[] {
  const start = claim.checkedInAt ?? claim.startsAt;
  const end = claim.checkedOutAt ?? claim.endsAt;
  return end > start ? [{ start: +start, end: +end }] : [];
}

function requireOpen(claim: ClaimRow, at: Date): void {
  const window = checkInWindow(spanOf(claim));
  if (at.getTime() < window.start) {
    throw conflict('CHECK_IN_NOT_OPEN', `Check-in opens ${CHECK_IN_OPENS_MINUTES} minutes before the shift.`);
  }
  if (at.getTime() >= window.end) throw conflict('CHECK_IN_CLOSED', 'This shift is over.');
}
