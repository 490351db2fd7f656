import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../../access/caller.js';
import { notFound, refusal, type DomainError } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { requireMay, seatsHeldFrom, seatsOf } from '../../domain/seats.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { OperatorFactsRepository } from '../eligibility/operator-facts.repository.js';
import { ClaimsRepository, factsOf, type ClaimRow } from '../roster/claims.repository.js';
import { toClaimDto } from '../roster/roster-mapping.js';
import type { ClaimDto, ClaimQuery, CreateClaimDto, EligibilityDto } from '../roster/roster.dto.js';
import { ShiftsRepository } from '../roster/shifts.repository.js';
import {
  requireVisibleOperator,
  requireVisibleShift,
  requireVisibleClaim,
  claimantOf,
} from '../roster/visibility.js';
import { SeatTransfers } from '../seats/seat-transfers.service.js';
import { Seats, type Held } from '../seats/seats.service.js';

@Injectable()
export class ClaimsService {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly operators: OperatorFactsRepository,
    private readonly eligibility: EligibilityService,
    private readonly seats: Seats,
    private readonly seatTransfers: SeatTransfers,
    private readonly database: Database,
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
      (row) => toClaimDto(caller, row),
    );
  }

  async get(caller: Caller, id: string): Promise<ClaimDto> {
    return toClaimDto(caller, await this.getRow(caller, id));
  }

  /** Creates an operator's claim, pending, or a supervisor's assignment, approved at once. */
  create(caller: Caller, shiftId: string, body: CreateClaimDto): Promise<ClaimDto> {
    const { operatorId, overrideReason } = claimantOf(caller, body);
    const isAssignment = caller.role !== 'operator';
    return this.database.transaction(async () => {
      const held = await this.seats.hold({ operators: [operatorId], shifts: [shiftId] });
      const operator = requireVisibleOperator(caller, held.operators.get(operatorId));
      const shift = requireVisibleShift(caller, held.shifts.get(shiftId));
      if (!isAssignment && shift.publishedAt === null && shift.status === 'draft') throw draft();
      const as = isAssignment ? 'assignment' : 'claim';
      return this.get(caller, await this.seats.take({ operator, shift }, as, overrideReason));
    });
  }

  /** Checks the rules without taking the seat. */
  async askEligibility(caller: Caller, shiftId: string, operatorId?: string): Promise<EligibilityDto> {
    const asked = claimantOf(caller, { ...(operatorId !== undefined && { operatorId }) });
    const operator = requireVisibleOperator(caller, (await this.operators.find([asked.operatorId]))[0]);
    const shift = await this.shifts.find(shiftId);
    const isHidden = caller.role === 'operator' && shift?.publishedAt == null;
    if (!shift || isHidden || !canSeeLocation(caller, shift.locationId)) throw notFound('shift');
    const taking = caller.role === 'operator' ? 'claim' : 'assignment';
    const holding = (await this.shifts.findHolding([shiftId])).get(shiftId) ?? [];
    const seatsHeld = seatsHeldFrom(asked.operatorId, holding);
    const offered = { ...shift, ...seatsOf(shift.claims), seatsHeld };
    const [violations = []] = await this.eligibility.violations(operator, [offered], taking);
    return { eligible: violations.length === 0, violations };
  }

  /** When the claim is to relieve another, the other claim ends in the same transaction. */
  approve(caller: Caller, id: string, overrideReason?: string): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      const { relievesClaimId } = await this.getRow(caller, id);
      const held = await this.seats.hold({ claims: relievesClaimId ? [id, relievesClaimId] : [id] });
      const claim = this.requirePending(caller, held, id);
      const relieved = claim.relievesClaimId === null ? null : held.claims.get(claim.relievesClaimId)!;
      if (relieved) {
        const [operator, shift] = [held.operators.get(claim.operatorId)!, held.shifts.get(claim.shiftId)!];
        await this.seatTransfers.approve(operator, shift, { relieved, reliever: claim }, overrideReason);
      } else {
        const [refused] = await this.seats.confirm(held, [claim], overrideReason);
        if (refused) throw refusal('conflict', refused.violations);
      }
      return this.get(caller, id);
    });
  }

  reject(caller: Caller, id: string, reason: string): Promise<ClaimDto> {
    return this.free(caller, id, 'rejected', reason);
  }

  /** Only an operator's own pending claim. An approved one stays theirs until somebody relieves them. */
  withdraw(caller: Caller, id: string): Promise<ClaimDto> {
    return this.free(caller, id, 'withdrawn');
  }

  /** For supervisors: removes an operator from a shift; the seat becomes free. */
  cancel(caller: Caller, id: string, reason: string): Promise<ClaimDto> {
    return this.free(caller, id, 'cancelled', reason);
  }

  private free(
    caller: Caller,
    id: string,
    status: 'rejected' | 'withdrawn' | 'cancelled',
    reason?: string,
  ): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      await this.getRow(caller, id);
      const claim = (await this.seats.hold({ claims: [id] })).claims.get(id)!;
      requireMay(status === 'cancelled' ? 'cancel' : 'decide', factsOf(claim), this.clock.now());
      await this.seats.free([claim], status, reason);
      return this.get(caller, id);
    });
  }

  private async getRow(caller: Caller, id: string): Promise<ClaimRow> {
    return requireVisibleClaim(caller, await this.claims.find(id));
  }

  private requirePending(caller: Caller, { claims }: Held, id: string): ClaimRow {
    const claim = requireVisibleClaim(caller, claims.get(id) ?? null);
    requireMay('decide', factsOf(claim), this.clock.now());
    return claim;
  }
}

/** Other reasons would reveal details of the draft. */
const draft = (): DomainError => refusal('conflict', [refusalText('SHIFT_NOT_PUBLISHED')]);
