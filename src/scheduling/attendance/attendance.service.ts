import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import {
  CHECK_IN_OPENS_MINUTES,
  checkInWindow,
  endedByCheckIn,
  overlappingAttendance,
  type BegunAttendance,
} from '../../domain/attendance.js';
import { conflict, forbidden, invalid } from '../../domain/errors.js';
import { DAY, MINUTE, type Span } from '../../domain/interval.js';
import { requireMay } from '../../domain/seats.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { inZone, spanInZone } from '../../domain/iso-text.js';
import { isWithin } from '../../platform/http/networks.js';
import { OperatorFactsRepository } from '../eligibility/operator-facts.repository.js';
import { ClaimsRepository, factsOf, type ClaimRow } from '../roster/claims.repository.js';
import { requireVisibleClaim } from '../roster/visibility.js';
import { toClaimDto } from '../roster/roster-mapping.js';
import type { ClaimDto } from '../roster/roster.dto.js';
import { spanOf } from '../roster/shifts.repository.js';
import type { CheckedInDto } from './attendance.dto.js';
import { AttendanceRepository, type Attendance } from './attendance.repository.js';
import { PayPeriodsService } from './pay-periods.service.js';

/** How long after a check-out an operator may undo it. */
const UNDO_MINUTES = 15;

/** A claim with a check-in, in the shape that the attendance rules take. */
type Begun = BegunAttendance & { claim: ClaimRow };

@Injectable()
export class AttendanceService {
  constructor(
    private readonly periods: PayPeriodsService,
    private readonly locations: LocationsService,
    private readonly attendance: AttendanceRepository,
    private readonly claims: ClaimsRepository,
    private readonly operators: OperatorFactsRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * `address`: where the request comes from. Ends the operator's attendance of another shift that is still
   * open.
   */
  async checkIn(
    caller: Caller,
    id: string,
    { at, address }: { at?: Date | undefined; address: string },
  ): Promise<CheckedInDto> {
    let ended: CheckedInDto['ended'] = null;
    const claim = await this.change(caller, id, 'claim.checked-in', async (claim, beside) => {
      const checkedInAt = this.momentOf(caller, claim, at);
      if (caller.role === 'operator') await this.requireNetwork(claim, address);
      if (claim.checkedInAt) throw conflict('ALREADY_CHECKED_IN');
      if (at === undefined) requireOpen(claim, checkedInAt);
      const before = endedByCheckIn(beside, +checkedInAt);
      requireApart(
        claim,
        { start: +checkedInAt, end: +checkedInAt + 1 },
        beside.filter((other) => other !== before),
      );
      ended = before ? await this.end(before.claim, checkedInAt, claim) : null;
      return { checkedInAt, checkedOutAt: null, noShow: false };
    });
    return { ...claim, ended };
  }

  checkOut(caller: Caller, id: string, at?: Date): Promise<ClaimDto> {
    return this.change(caller, id, 'claim.checked-out', (claim, beside) => {
      const checkedOutAt = this.momentOf(caller, claim, at);
      if (!claim.checkedInAt) throw conflict('NOT_CHECKED_IN');
      if (claim.checkedOutAt) throw conflict('ALREADY_CHECKED_OUT');
      if (checkedOutAt <= claim.checkedInAt) throw conflict('CHECK_OUT_TOO_EARLY');
      if (checkedOutAt.getTime() > spanOf(claim).end + DAY) throw conflict('CHECK_OUT_CLOSED');
      const later = beside.filter((other) => other.checkedInAt >= +claim.checkedInAt!);
      requireApart(claim, { start: +claim.checkedInAt, end: +checkedOutAt }, later);
      return { ...claim, checkedOutAt };
    });
  }

  /**
   * An operator may undo a recent check-out; a supervisor may as long as another check-out is still possible.
   */
  undoCheckOut(caller: Caller, id: string): Promise<ClaimDto> {
    return this.change(caller, id, 'claim.check-out-undone', (claim, beside) => {
      if (!claim.checkedInAt || !claim.checkedOutAt) throw conflict('NOT_CHECKED_OUT');
      const until =
        caller.role === 'operator' ? +claim.checkedOutAt + UNDO_MINUTES * MINUTE : spanOf(claim).end + DAY;
      if (this.clock.now() > until) throw conflict('UNDO_TOO_LATE');
      const open = { start: +claim.checkedInAt, end: Math.max(spanOf(claim).end, this.clock.now()) };
      requireApart(
        claim,
        open,
        beside.filter((other) => other.checkedInAt >= open.start),
      );
      return { ...claim, checkedOutAt: null };
    });
  }

  undoNoShow(caller: Caller, id: string): Promise<ClaimDto> {
    return this.change(caller, id, 'claim.no-show-undone', (claim) => {
      if (!claim.noShow) throw conflict('NOT_NO_SHOW');
      return { ...claim, noShow: false };
    });
  }

  markNoShow(caller: Caller, id: string): Promise<ClaimDto> {
    return this.change(caller, id, 'claim.no-show', (claim) => {
      if (claim.checkedInAt) throw conflict('ALREADY_CHECKED_IN');
      if (claim.startsAt.getTime() > this.clock.now()) throw conflict('SHIFT_NOT_STARTED');
      return { ...claim, noShow: true };
    });
  }

  private change(
    caller: Caller,
    id: string,
    action: AuditAction<'claim'>,
    next: (claim: ClaimRow, beside: Begun[]) => Attendance | Promise<Attendance>,
  ): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      const expected = requireVisibleClaim(caller, await this.claims.find(id));
      await this.operators.lock([expected.operatorId]);
      const beside = await this.beside(expected);
      const open = beside.filter(({ checkedOutAt }) => checkedOutAt === null);
      const held = await this.claims.lockAll([id, ...open.map((other) => other.claim.id)]);
      const claim = held.find((one) => one.id === id)!;
      requireMay('record', factsOf(claim), this.clock.now());
      const after = await next(claim, beside);
      await this.requireChangeable(claim, after);
      await this.store(action, claim, after);
      return toClaimDto(caller, requireVisibleClaim(caller, await this.claims.find(id)));
    });
  }

  /**
   * Locks the operator and then the claim, so that two shifts of one person are never recorded at the same
   * time.
   */
  async hold(caller: Caller, id: string): Promise<ClaimRow> {
    const { operatorId } = requireVisibleClaim(caller, await this.claims.find(id));
    await this.operators.lock([operatorId]);
    return requireVisibleClaim(caller, await this.claims.find(id, { lock: true }));
  }

  /** The operator's other attendance around the claim. It does not change while the operator is locked. */
  private async beside(claim: ClaimRow): Promise<Begun[]> {
    const rows = await this.claims.findAttendanceBeside(claim);
    return rows.map((row) => ({
      claim: row,
      shift: spanOf(row),
      checkedInAt: +row.checkedInAt!,
      checkedOutAt: row.checkedOutAt && +row.checkedOutAt,
    }));
  }

  /**
   * Within a transaction that has locked the operator and the claim: throws when these times cannot be the
   * work on it.
   */
  async requireRecordable(claim: ClaimRow, times: { checkedInAt: Date; checkedOutAt: Date }): Promise<void> {
    requireSensible(claim, times, this.clock.now());
    requireApart(claim, { start: +times.checkedInAt, end: +times.checkedOutAt }, await this.beside(claim));
    await this.requireChangeable(claim, times);
  }

  /** Checks out of one shift because of the check-in to another. */
  private async end(claim: ClaimRow, checkedOutAt: Date, by: ClaimRow): Promise<CheckedInDto['ended']> {
    const after = { ...claim, checkedOutAt };
    await this.requireChangeable(claim, after);
    await this.store('claim.checked-out', claim, after, { endedByClaimId: by.id });
    const { id, shiftId, startsAt, endsAt, timeZone } = claim;
    return {
      claimId: id,
      shiftId,
      startsAt: inZone(startsAt, timeZone),
      endsAt: inZone(endsAt, timeZone),
      checkedOutAt: inZone(checkedOutAt, timeZone),
    };
  }

  /** Within a transaction that has locked the claim: throws when one of its pay periods is locked. */
  async requireChangeable(
    claim: ClaimRow,
    after: Pick<Attendance, 'checkedInAt' | 'checkedOutAt'>,
  ): Promise<void> {
    await this.periods.requireUnlocked([...spansOf(claim), ...spansOf({ ...claim, ...after })]);
  }

  /** Within a transaction that has locked the operator and the claim. */
  async correct(claim: ClaimRow, times: { checkedInAt: Date; checkedOutAt: Date }): Promise<void> {
    await this.requireRecordable(claim, times);
    await this.store('claim.attendance-corrected', claim, { ...times, noShow: false });
  }

  private async store(
    action: AuditAction<'claim'>,
    claim: ClaimRow,
    { checkedInAt, checkedOutAt, noShow }: Attendance,
    details: object = {},
  ): Promise<void> {
    const attendance = { checkedInAt, checkedOutAt, noShow };
    await this.attendance.record(claim.id, attendance);
    await this.audit.record({
      action,
      entity: 'claim',
      entityId: claim.id,
      locationId: claim.locationId,
      details: { ...attendance, ...details },
    });
  }

  private async requireNetwork({ locationId }: ClaimRow, address: string): Promise<void> {
    const { checkInNetworks } = await this.locations.getAny(locationId);
    if (checkInNetworks.length > 0 && !isWithin(address, checkInNetworks)) throw conflict('NOT_ON_NETWORK');
  }

  /** Now, or a past moment near the shift that a supervisor records afterwards. */
  private momentOf(caller: Caller, claim: ClaimRow, at?: Date): Date {
    if (at === undefined) return this.clock.date();
    if (caller.role === 'operator') throw forbidden('FORBIDDEN.attendance');
    if (at.getTime() > this.clock.now()) throw invalid('at', 'INVALID_FIELD.lies-ahead');
    const { start, end } = spanOf(claim);
    if (at.getTime() < start - DAY || at.getTime() > end + DAY) {
      throw invalid('at', 'INVALID_FIELD.far-from-shift');
    }
    return at;
  }
}

/**
 * Throws when a span at one shift overlaps recorded work of another, because nobody works at two places at
 * once.
 */
function requireApart(claim: ClaimRow, span: Span, others: readonly Begun[]): void {
  const other = overlappingAttendance(others, span)?.claim;
  if (!other) return;
  const until = other.checkedOutAt ?? other.endsAt;
  throw conflict('OVERLAPPING_ATTENDANCE', {
    shift: spanInZone(spanOf(claim), claim.timeZone),
    otherShift: spanInZone(spanOf(other), other.timeZone),
    workedFrom: inZone(other.checkedInAt!, other.timeZone),
    workedUntil: inZone(until, other.timeZone),
  });
}

/**
 * Throws unless a supervisor may record these times: the shift has begun, and they are not in the future and
 * within a day of it.
 */
function requireSensible(
  claim: ClaimRow,
  { checkedInAt, checkedOutAt }: { checkedInAt: Date; checkedOutAt: Date },
  now: number,
): void {
  requireMay('record', factsOf(claim), now);
  const { start, end } = spanOf(claim);
  if (start > now) throw conflict('SHIFT_NOT_STARTED');
  if (checkedOutAt <= checkedInAt) throw invalid('checkedOutAt', 'INVALID_FIELD.end-before-start');
  if (+checkedOutAt > now) throw invalid('checkedOutAt', 'INVALID_FIELD.lies-ahead');
  if (+checkedInAt < start - DAY) throw invalid('checkedInAt', 'INVALID_FIELD.far-from-shift');
  if (+checkedOutAt > end + DAY) throw invalid('checkedOutAt', 'INVALID_FIELD.far-from-shift');
}

/**
 * When it counts as worked, as far as known. A shift that was begun without a check-out counts to its end.
 */
function spansOf(claim: Pick<ClaimRow, 'startsAt' | 'endsAt' | 'checkedInAt' | 'checkedOutAt'>): Span[] {
  const start = claim.checkedInAt ?? claim.startsAt;
  const end = claim.checkedOutAt ?? claim.endsAt;
  return end > start ? [{ start: +start, end: +end }] : [];
}

function requireOpen(claim: ClaimRow, at: Date): void {
  const window = checkInWindow(spanOf(claim));
  if (at.getTime() < window.start) {
    throw conflict('CHECK_IN_NOT_OPEN', { minutes: CHECK_IN_OPENS_MINUTES });
  }
  if (at.getTime() >= window.end)
    throw conflict('CHECK_IN_CLOSED', { endedAt: inZone(window.end, claim.timeZone) });
}
