import { Injectable } from '@nestjs/common';
import { requireMay } from '../../domain/seats.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/ids.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import type { OperatorFacts } from '../eligibility/operator-facts.repository.js';
import { ClaimsRepository, factsOf, type ClaimRow } from '../roster/claims.repository.js';
import { ShiftsRepository, type ShiftRow } from '../roster/shifts.repository.js';
import { ClaimTradesRepository } from './claim-trades.repository.js';
import { changeOf } from './seats.service.js';
import { SeatsRepository } from './seats.repository.js';
import { SeatEffects, type SeatChange } from './seat-effects.service.js';

const RELIEVED = 'Relieved by a colleague.';
const SWAPPED_AWAY = 'The shift went to somebody else in a swap.';
const COVERED = 'Somebody else worked the shift.';

/** Gives a seat from one operator to another. The caller must have locked operators, shift and claims. */
@Injectable()
export class SeatTransfers {
  constructor(
    private readonly seats: SeatsRepository,
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly trades: ClaimTradesRepository,
    private readonly eligibility: EligibilityService,
    private readonly seatEffects: SeatEffects,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates a pending claim on another operator's seat, which `relieve` approves later. Returns that claim.
   */
  async stepIn(
    taker: OperatorFacts,
    shift: ShiftRow,
    claim: ClaimRow,
    overrideReason?: string,
  ): Promise<ClaimRow> {
    const offered = { ...shift, ...(await this.shifts.findSeatsOf(shift.id)) };
    await this.eligibility.require(taker, offered, 'relief', { overrideReason });
    const details = { shiftId: shift.id, operatorId: taker.id, relievesClaimId: claim.id, overrideReason };
    const change = await this.insert(claim, 'pending', 'claim.relief-created', details);
    await this.seatEffects.apply([change]);
    return (await this.claims.find(change.claim.id))!;
  }

  /** A supervisor approves the relieving operator. */
  async approve(
    operator: OperatorFacts,
    shift: ShiftRow,
    { relieved, reliever }: { relieved: ClaimRow; reliever: ClaimRow },
    overrideReason?: string,
  ): Promise<void> {
    const offered = { ...shift, ...(await this.shifts.findSeatsOf(shift.id)) };
    await this.eligibility.require(operator, offered, 'approval', { overrideReason });
    requireMay('relieve', factsOf(relieved), this.clock.now());
    await this.relieve(relieved, reliever, overrideReason);
  }

  /** Ends the relieved claim, approves the relieving one, and so completes the drop request. */
  async relieve(relieved: ClaimRow, reliever: ClaimRow, overrideReason?: string): Promise<void> {
    const at = this.clock.date();
    const request = await this.trades.markTaken(reliever.id, at);
    const ended = await this.end(relieved, RELIEVED);
    const details = { ...(overrideReason !== undefined && { overrideReason }) };
    await this.seats.decide(reliever.id, { status: 'approved', at, overrideReason });
    await this.seatEffects.apply([ended, changeOf(reliever, 'approved', 'claim.approved', details)]);
    if (!request) return;
    await this.audit.record({
      action: 'drop-request.completed',
      entity: 'drop-request',
      entityId: request.id,
      locationId: request.locationId,
    });
  }

  /**
   * Gives each of these claims to the operator beside it, all at once. Operators who were to relieve one are
   * rejected.
   */
  async exchange(handed: readonly { claim: ClaimRow; to: string }[]): Promise<void> {
    const changes: SeatChange[] = [];
    for (const { claim } of handed) {
      changes.push(...(await this.turnDownRelief(claim, SWAPPED_AWAY)), await this.end(claim, RELIEVED));
    }
    for (const { claim, to: operatorId } of handed) {
      const details = { shiftId: claim.shiftId, operatorId };
      changes.push(await this.insert(claim, 'approved', 'claim.swapped', details));
    }
    await this.seatEffects.apply(changes);
  }

  /**
   * Records afterwards that another operator worked it, and rejects a claim that was to relieve it. Returns
   * their claim; `note` is stored with it.
   */
  async cover(
    coverer: OperatorFacts,
    shift: ShiftRow,
    claim: ClaimRow,
    { reason, note }: { reason: string; note: string },
  ): Promise<string> {
    const offered = { ...shift, seatsTaken: 0 };
    await this.eligibility.require(coverer, offered, 'relief', { overrideReason: reason });
    const turnedDown = await this.turnDownRelief(claim, COVERED);
    const ended = await this.end(claim, reason, { noShow: true });
    const details = { shiftId: shift.id, operatorId: coverer.id, overrideReason: note };
    const change = await this.insert(claim, 'approved', 'claim.assigned', details);
    await this.seatEffects.apply([...turnedDown, ended, change]);
    return change.claim.id;
  }

  /** Rejects the claim that was to relieve a claim, if there is one. */
  private async turnDownRelief(claim: ClaimRow, reason: string): Promise<SeatChange[]> {
    const reliever = await this.claims.lockRelief(claim.id);
    if (!reliever) return [];
    await this.seats.decide(reliever.id, { status: 'rejected', at: this.clock.date(), reason });
    return [changeOf(reliever, 'rejected', 'claim.rejected', { reason })];
  }

  /** A pending claim shares the seat of the claim that it is to relieve. */
  private async insert(
    { id: relievesId, shiftId, locationId }: ClaimRow,
    status: 'pending' | 'approved',
    action: AuditAction<'claim'>,
    details: { operatorId: string; overrideReason?: string | undefined },
  ): Promise<SeatChange> {
    const claim = { id: newId(), shiftId, operatorId: details.operatorId };
    const isRelief = status === 'pending';
    await this.seats.insert({
      ...claim,
      status,
      at: this.clock.date(),
      overrideReason: details.overrideReason ?? null,
      ...(isRelief && { relievesId }),
    });
    const after = { status, isShadow: false, isRelief };
    return { claim: { ...claim, locationId }, before: null, after, action, details };
  }

  private async end(claim: ClaimRow, reason: string, noted: object = {}): Promise<SeatChange> {
    await this.seats.decide(claim.id, { status: 'cancelled', at: this.clock.date(), reason });
    return { ...changeOf(claim, 'cancelled', 'claim.cancelled', { reason, ...noted }), isHandedOn: true };
  }
}
