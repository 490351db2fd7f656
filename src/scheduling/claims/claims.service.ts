import { Injectable } from '@nestjs/common';
import { locationFilter, sees, type Caller } from '../../access/caller.js';
import { seesPerson } from '../../access/people-seen.js';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import { conflict, forbidden, invalid, notFound, refusal, type DomainError } from '../../domain/errors.js';
import { said } from '../../domain/refusals/said.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { ClaimsRepository, type ClaimRow, type EligibilityRow } from '../roster/claims.repository.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { presentClaim } from '../roster/presenting.js';
import type { ClaimDto, ClaimQuery, ClaimStatus, CreateClaimDto, EligibilityDto } from '../roster/roster.dto.js';
import {
  seatsHeldFrom,
  seatsOf,
  ShiftsRepository,
  type FoundSeats,
  type ShiftRow,
} from '../roster/shifts.repository.js';
import { Handover } from '../seats/handing-on.service.js';
import { Waitlists } from '../seats/waiting.service.js';
import { Notices } from '../telling/telling.service.js';

@Injectable()
export class ClaimsService {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly eligibility: EligibilityService,
    private readonly handover: Handover,
    private readonly changes: CoverageChanges,
    private readonly notices: Notices,
    private readonly waitlists: Waitlists,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: ClaimQuery): Promise<Page<ClaimDto>> {
    const page = pageRequest(query);
    const ownOnly = caller.role === 'operator';
    if (ownOnly && query.operatorId !== undefined && query.operatorId.toLowerCase() !== caller.operatorId) {
      return { items: [], nextCursor: null };
    }
    const selection = {
      visible: ownOnly ? null : locationFilter(caller),
      operatorId: ownOnly ? caller.operatorId : (query.operatorId ?? null),
      locationId: query.locationId ?? null,
      shiftId: query.shiftId ?? null,
      status: query.status ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
    };
    return toPage(
      await this.claims.list(selection, page),
      page,
      (row) => [row.id],
      (row) => presentClaim(caller, row),
    );
  }

  async get(caller: Caller, id: string): Promise<ClaimDto> {
    return presentClaim(caller, await this.getRow(caller, id));
  }

  /** An operator's claim, pending; or a supervisor's assignment of somebody, approved at once. */
  create(caller: Caller, shiftId: string, body: CreateClaimDto): Promise<ClaimDto> {
    const { operatorId, overrideReason } = whoTakesIt(caller, body);
    const isAssignment = caller.role !== 'operator';
    const status: ClaimStatus = isAssignment ? 'approved' : 'pending';
    return this.database.transaction(async () => {
      const operator = requireOperator(caller, await this.claims.lockOperators([operatorId]));
      const locked = await this.lockShift(caller, shiftId);
      const shift = { ...locked, seatsHeld: seatsHeldFrom(operatorId, locked.holding) };
      if (!isAssignment && shift.publishedAt === null && shift.status === 'draft') throw draft();
      await this.eligibility.require(operator, shift, isAssignment ? 'assignment' : 'claim', {
        overrideReason,
      });
      const id = newId();
      const at = this.clock.date();
      await this.claims.insert({
        id,
        shiftId,
        operatorId,
        status,
        at,
        overrideReason: overrideReason ?? null,
        isShadow: operator.trainingIds.includes(shift.positionId),
      });
      await this.waitlists.taken(shiftId, operatorId);
      await this.record(isAssignment ? 'claim.assigned' : 'claim.created', id, shift, {
        shiftId,
        operatorId,
        overrideReason,
      });
      if (isAssignment) {
        await this.notices.claimsDecided([id]);
        await this.changes.touched(shift.locationId);
      }
      return this.get(caller, id);
    });
  }

  /** The rules' answer without taking the seat. */
  async askEligibility(caller: Caller, shiftId: string, operatorId?: string): Promise<EligibilityDto> {
    const asked = whoTakesIt(caller, { ...(operatorId !== undefined && { operatorId }) });
    const operator = requireOperator(caller, await this.claims.findOperators([asked.operatorId]));
    const shift = await this.shifts.find(shiftId);
    const isHidden = caller.role === 'operator' && shift?.publishedAt == null;
    if (!shift || isHidden || !sees(caller, shift.locationId)) throw notFound('shift');
    const taking = caller.role === 'operator' ? 'claim' : 'assignment';
    const seatsHeld = seatsHeldFrom(asked.operatorId, shift.holding);
    const offered = { ...shift, ...seatsOf(shift.claims), seatsHeld };
    const [violations = []] = await this.eligibility.violations(operator, [offered], taking);
    return { eligible: violations.length === 0, violations };
  }

  /** Of one that is to relieve another, that other's claim ends in the same transaction. */
  approve(caller: Caller, id: string, overrideReason?: string): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      const { operatorId, shiftId, relievesClaimId } = await this.getRow(caller, id);
      const expected = relievesClaimId === null ? null : await this.claims.find(relievesClaimId);
      const operators = await this.claims.lockOperators(
        expected ? [operatorId, expected.operatorId] : [operatorId],
      );
      const operator = operators.find((one) => one.id === operatorId)!;
      const shift = await this.lockShift(caller, shiftId);
      const relieved = expected && (await this.claims.find(expected.id, { lock: true }));
      const claim = await this.lockPending(caller, id);
      await this.eligibility.require(operator, shift, 'approval', { overrideReason });
      if (claim.relievesClaimId !== null && relieved) {
        if (relieved.checkedInAt) throw conflict('SHIFT_WORKED');
        await this.handover.complete(relieved, id, overrideReason);
        return this.get(caller, id);
      }
      await this.decide(id, claim, 'approved', 'claim.approved', {
        ...(overrideReason !== undefined && { overrideReason }),
      });
      await this.notices.claimsDecided([id]);
      await this.changes.touched(shift.locationId);
      return this.get(caller, id);
    });
  }

  reject(caller: Caller, id: string, reason: string): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      const claim = await this.lockPending(caller, id);
      await this.decide(id, claim, 'rejected', 'claim.rejected', { reason });
      await this.notices.claimsDecided([id]);
      return this.get(caller, id);
    });
  }

  /** An operator's own pending claim; an approved one binds them until they are relieved. */
  withdraw(caller: Caller, id: string): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      const claim = await this.lockPending(caller, id);
      await this.decide(id, claim, 'withdrawn', 'claim.withdrawn', {});
      return this.get(caller, id);
    });
  }

  /** A supervisor takes somebody off a shift; the seat opens again. */
  cancel(caller: Caller, id: string, reason: string): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      const claim = await this.lockRow(caller, id);
      if (claim.status !== 'approved') throw conflict('CLAIM_NOT_APPROVED', { status: claim.status });
      if (claim.checkedInAt) throw conflict('SHIFT_WORKED');
      await this.decide(id, claim, 'cancelled', 'claim.cancelled', { reason });
      await this.notices.claimsDecided([id]);
      await this.changes.touched(claim.locationId);
      return this.get(caller, id);
    });
  }

  private async lockShift(caller: Caller, id: string): Promise<ShiftRow & FoundSeats> {
    const shift = await this.shifts.lock(id);
    if (!shift || !sees(caller, shift.locationId)) throw notFound('shift');
    return { ...shift, ...(await this.shifts.findSeatsOf(id)) };
  }

  private async getRow(caller: Caller, id: string): Promise<ClaimRow> {
    return requireVisible(caller, await this.claims.find(id));
  }

  private async lockRow(caller: Caller, id: string): Promise<ClaimRow> {
    return requireVisible(caller, await this.claims.find(id, { lock: true }));
  }

  private async lockPending(caller: Caller, id: string): Promise<ClaimRow> {
    const claim = await this.lockRow(caller, id);
    if (claim.status !== 'pending') {
      throw conflict('CLAIM_NOT_PENDING', { status: claim.status });
    }
    return claim;
  }

  private async decide(
    id: string,
    at: { locationId: string; shiftId: string },
    status: ClaimStatus,
    action: string,
    details: { reason?: string; overrideReason?: string },
  ): Promise<void> {
    await this.claims.decide(id, { status, at: this.clock.date(), ...details });
    if (status !== 'approved') await this.waitlists.seatsFreed([at.shiftId]);
    await this.record(action, id, at, details);
  }

  private record(action: string, id: string, at: { locationId: string }, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'claim', entityId: id, locationId: at.locationId, details });
  }
}

/** What else stands against a draft would tell of it. */
const draft = (): DomainError => refusal('conflict', [said('SHIFT_NOT_PUBLISHED')]);

/** Operators take a seat themselves; a supervisor names who does, and may say why rules are set aside. */
export function whoTakesIt(
  caller: Caller,
  body: CreateClaimDto,
): { operatorId: string; overrideReason?: string } {
  if (caller.role === 'operator') {
    if (caller.operatorId === null) throw forbidden('FORBIDDEN.no-operator');
    if (body.operatorId !== undefined && body.operatorId.toLowerCase() !== caller.operatorId) {
      throw forbidden('FORBIDDEN.own-claims');
    }
    if (body.overrideReason !== undefined) throw forbidden('FORBIDDEN.set-aside');
    return { operatorId: caller.operatorId };
  }
  if (body.operatorId === undefined) throw invalid('operatorId', 'INVALID_FIELD.whom-to-assign');
  return { ...body, operatorId: body.operatorId.toLowerCase() };
}

/** An operator the caller may see: themselves, or one of the caller's locations. */
export function requireOperator(caller: Caller, [operator]: readonly EligibilityRow[]): EligibilityRow {
  if (!operator || !seesPerson(caller, operator)) throw notFound('operator');
  return operator;
}

/** Own claims for an operator; for a supervisor, those of their locations. */
export function requireVisible(caller: Caller, claim: ClaimRow | null): ClaimRow {
  const visible =
    claim &&
    (caller.role === 'operator' ? claim.operatorId === caller.operatorId : sees(caller, claim.locationId));
  if (!visible) throw notFound('claim');
  return claim;
}
