import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../../access/caller.js';
import { canReadReasons } from '../../access/person-visibility.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { conflict, forbidden, invalid, notFound, type Violation } from '../../domain/errors.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { requireMay, requirePublished } from '../../domain/seats.js';
import { PositionsService } from '../../people/positions.service.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { OperatorFactsRepository } from '../eligibility/operator-facts.repository.js';
import { ClaimsRepository, factsOf, type ClaimRow } from '../roster/claims.repository.js';
import { toClaimDto } from '../roster/roster-mapping.js';
import type { ClaimDto } from '../roster/roster.dto.js';
import { ShiftsRepository } from '../roster/shifts.repository.js';
import { requireVisibleOperator, requireVisibleClaim, claimantOf } from '../roster/visibility.js';
import { SeatTransfers } from '../seats/seat-transfers.service.js';
import { Seats } from '../seats/seats.service.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { DropRequestsRepository, type DropRequestRow } from './drop-requests.repository.js';
import { ClaimSplitting, type Part } from './claim-splitting.service.js';
import type {
  CreateDropRequestDto,
  DropRequestDto,
  DropRequestQuery,
  TakeDropRequestDto,
} from './trades.dto.js';

@Injectable()
export class DropRequestsService {
  constructor(
    private readonly requests: DropRequestsRepository,
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly eligibility: EligibilityService,
    private readonly operators: OperatorFactsRepository,
    private readonly seats: Seats,
    private readonly seatTransfers: SeatTransfers,
    private readonly claimSplitting: ClaimSplitting,
    private readonly locations: LocationsService,
    private readonly positions: PositionsService,
    private readonly notifications: NotificationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: DropRequestQuery): Promise<Page<DropRequestDto>> {
    const page = pageRequest(query);
    const selection = {
      visible: locationFilter(caller),
      locationId: query.locationId ?? null,
      status: query.status ?? null,
      operatorId: caller.role === 'operator' ? caller.operatorId : null,
      now: this.clock.date(),
    };
    const rows = await this.requests.list(selection, page);
    const reasons = await this.reasonsAgainst(caller, rows);
    return toPage(
      rows,
      page,
      (row) => [row.id],
      (row) => this.toDto(caller, row, reasons.get(row.id)),
    );
  }

  async get(caller: Caller, id: string): Promise<DropRequestDto> {
    const row = await this.getRow(caller, id);
    return this.toDto(caller, row, (await this.reasonsAgainst(caller, [row])).get(id));
  }

  /**
   * The reasons against an operator taking each request, so that nobody is offered what they may not take.
   */
  private async reasonsAgainst(
    caller: Caller,
    rows: readonly DropRequestRow[],
  ): Promise<Map<string, Violation[]>> {
    if (caller.role !== 'operator' || caller.operatorId === null) return new Map();
    const now = this.clock.now();
    const open = rows.filter(
      (row) => row.status === 'open' && +row.startsAt > now && row.operatorId !== caller.operatorId,
    );
    if (open.length === 0) return new Map();
    const [operator] = await this.operators.find([caller.operatorId]);
    const shifts = await this.shifts.findAll(open.map(({ shiftId }) => shiftId));
    const byId = new Map(shifts.map((shift) => [shift.id, { ...shift, seatsTaken: 0 }]));
    const reasons = await this.eligibility.violations(
      operator!,
      open.map(({ shiftId }) => byId.get(shiftId)!),
      'relief',
    );
    return new Map(open.map(({ id }, index) => [id, reasons[index]!]));
  }

  /** For a whole claim, or for a part of it, which becomes a shift of its own. */
  create(caller: Caller, claimId: string, body: CreateDropRequestDto): Promise<DropRequestDto> {
    return this.database.transaction(async () => {
      const part = partOf(body);
      const claim = part
        ? await this.carve(caller, claimId, part)
        : requireVisibleClaim(caller, await this.claims.find(claimId, { lock: true }));
      this.requireTradable(claim);
      requirePublished(await this.shifts.findRow(claim.shiftId));
      const id = newId();
      await this.requests.insert({ id, claimId: claim.id, reason: body.reason, at: this.clock.date() });
      await this.record('drop-request.created', id, claim, { claimId: claim.id });
      await this.offer(id, claim);
      return this.get(caller, id);
    });
  }

  /**
   * An operator takes the request; the first one gets it. Their claim is approved at once, or waits for a
   * supervisor where the location requires that. Until then the requesting operator stays responsible.
   */
  take(caller: Caller, id: string, body: TakeDropRequestDto): Promise<ClaimDto> {
    const { operatorId, overrideReason } = claimantOf(caller, body);
    return this.database.transaction(async () => {
      const asked = await this.getRow(caller, id);
      const held = await this.seats.hold({ claims: [asked.claimId], operators: [operatorId] });
      const taker = requireVisibleOperator(caller, held.operators.get(operatorId));
      const claim = held.claims.get(asked.claimId)!;
      const shift = held.shifts.get(claim.shiftId)!;
      const request = await this.lockOpen(id);
      if (request.status === 'pending') throw alreadyTaken();
      this.requireTradable(claim);
      const reliever = await this.seatTransfers.stepIn(taker, shift, claim, overrideReason);
      await this.requests.setPending(id, reliever.id);
      await this.record('drop-request.taken', id, claim, { claimId: reliever.id });
      if (caller.role !== 'operator' || !(await this.needsApproval(shift.locationId)))
        await this.seatTransfers.relieve(claim, reliever, overrideReason);
      return toClaimDto(caller, (await this.claims.find(reliever.id))!);
    });
  }

  /** The requesting operator keeps the shift after all. */
  cancel(caller: Caller, id: string): Promise<DropRequestDto> {
    return this.database.transaction(async () => {
      const { request, taker } = await this.hold(caller, id);
      if (caller.role === 'operator' && request.operatorId !== caller.operatorId)
        throw forbidden('FORBIDDEN.own-drop');
      await this.requests.close(id, 'cancelled', this.clock.date());
      await this.record('drop-request.cancelled', id, request, {});
      await this.seats.free(taker, 'rejected', 'Whoever asked to be relieved will work after all.');
      return this.get(caller, id);
    });
  }

  /** A supervisor frees the requesting operator without a replacement; the seat becomes free. */
  release(caller: Caller, id: string, reason: string): Promise<DropRequestDto> {
    return this.database.transaction(async () => {
      const { request, claim, taker } = await this.hold(caller, id);
      await this.requests.close(id, 'released', this.clock.date());
      await this.record('drop-request.released', id, request, { reason });
      await this.seats.free(taker, 'rejected', 'A supervisor let the other go; the seat is open to all.');
      await this.seats.free([claim], 'cancelled', reason);
      return this.get(caller, id);
    });
  }

  private async carve(caller: Caller, claimId: string, part: Part): Promise<ClaimRow> {
    const expected = requireVisibleClaim(caller, await this.claims.find(claimId));
    const { locationId, positionId } = (await this.shifts.findRow(expected.shiftId))!;
    await this.positions.resolve(positionId);
    await this.locations.hold(locationId);
    const { claims, shifts } = await this.seats.hold({ claims: [claimId] });
    const claim = claims.get(claimId)!;
    const shift = shifts.get(claim.shiftId)!;
    this.requireTradable(claim);
    requirePublished(shift);
    if (shift.positionId !== positionId) throw conflict('SHIFT_BUSY');
    return this.claimSplitting.carve(shift, claim, part);
  }

  /** Sends a message to all who could take it. */
  private async offer(id: string, claim: ClaimRow): Promise<void> {
    const shift = (await this.shifts.findRow(claim.shiftId))!;
    const nearby = (await this.notifications.operatorsFor(shift)).map(({ operatorId }) => operatorId);
    const operators = await this.operators.find(nearby.filter((one) => one !== claim.operatorId));
    const violations = await this.eligibility.violationsOfEach(
      operators,
      { ...shift, seatsTaken: 0 },
      'relief',
    );
    const eligible = operators.filter((_operator, index) => violations[index]!.length === 0);
    const { displayName } = (await this.requests.find(id))!;
    await this.notifications.to(
      eligible.map((operator) => operator.id),
      'drop-request-opened',
      id,
      { shift: await this.notifications.shift(claim.shiftId), colleague: displayName },
    );
  }

  /**
   * Locks the claim and the one that is to relieve it before the request that depends on them, as everywhere.
   */
  private async hold(
    caller: Caller,
    id: string,
  ): Promise<{ request: DropRequestRow; claim: ClaimRow; taker: ClaimRow[] }> {
    const { claimId, takenClaimId } = await this.getRow(caller, id);
    const { claims } = await this.seats.hold({ claims: takenClaimId ? [claimId, takenClaimId] : [claimId] });
    const request = await this.lockOpen(id);
    if (request.takenClaimId !== takenClaimId) throw conflict('DROP_REQUEST_BUSY');
    const claim = claims.get(claimId)!;
    this.requireTradable(claim);
    return { request, claim, taker: takenClaimId ? [claims.get(takenClaimId)!] : [] };
  }

  private async lockOpen(id: string): Promise<DropRequestRow> {
    const request = (await this.requests.find(id, { lock: true }))!;
    if (request.status === 'taken') throw alreadyTaken();
    if (request.status !== 'open' && request.status !== 'pending')
      throw conflict('DROP_REQUEST_CLOSED', { status: request.status });
    return request;
  }

  private requireTradable(claim: ClaimRow): void {
    requireMay('trade', factsOf(claim), this.clock.now());
  }

  private async needsApproval(locationId: string): Promise<boolean> {
    return (await this.locations.getAny(locationId)).tradesNeedApproval;
  }

  private async getRow(caller: Caller, id: string): Promise<DropRequestRow> {
    const request = await this.requests.find(id);
    if (!request || !this.isVisible(caller, request)) throw notFound('dropRequest');
    return request;
  }

  /**
   * An operator sees their own requests, and all at their locations that could be taken, even if somebody
   * else was faster.
   */
  private isVisible(caller: Caller, request: DropRequestRow): boolean {
    if (caller.role === 'operator' && request.operatorId === caller.operatorId) return true;
    return canSeeLocation(caller, request.locationId);
  }

  private toDto(caller: Caller, row: DropRequestRow, reasons?: Violation[]): DropRequestDto {
    const { timeZone, operatorId, operatorName, displayName, reason, takenClaimId, ...rest } = row;
    const isOwn = canReadReasons(caller, operatorId);
    const isOver = +row.startsAt <= this.clock.now() && (row.status === 'open' || row.status === 'pending');
    return {
      ...rest,
      ...(isOwn ? { operatorId, operatorName, reason, takenClaimId } : { operatorName: displayName }),
      status: isOver ? 'expired' : row.status,
      startsAt: inZone(row.startsAt, timeZone),
      endsAt: inZone(row.endsAt, timeZone),
      createdAt: inZone(row.createdAt, timeZone),
      decidedAt: inZoneOrNull(row.decidedAt, timeZone),
      ...(reasons && { eligibility: { eligible: reasons.length === 0, violations: reasons } }),
    };
  }

  private record(
    action: AuditAction<'drop-request'>,
    id: string,
    at: { locationId: string },
    details: object,
  ): Promise<void> {
    return this.audit.record({
      action,
      entity: 'drop-request',
      entityId: id,
      locationId: at.locationId,
      details,
    });
  }
}

function partOf({ startsAt, endsAt }: CreateDropRequestDto): Part | null {
  if (startsAt && endsAt) return { startsAt, endsAt };
  if (!startsAt && !endsAt) return null;
  throw invalid(startsAt ? 'endsAt' : 'startsAt', 'INVALID_FIELD.part-ends');
}

const alreadyTaken = (): Error => conflict('ALREADY_TAKEN');
