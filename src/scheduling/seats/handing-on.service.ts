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
import { WhatFollows, type SeatChange } from './what-follows.service.js';

const RELIEVED = 'Relieved by a colleague.';
const SWAPPED_AWAY = 'The shift went to somebody else in a swap.';
const COVERED = 'Somebody else worked the shift.';

/** Puts one operator in another's place. Whoever acts holds operators, shift and claims first. */
@Injectable()
export class HandingOn {
  constructor(
    private readonly seats: SeatsRepository,
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly trades: ClaimTradesRepository,
    private readonly eligibility: EligibilityService,
    private readonly follows: WhatFollows,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** A pending claim on another's seat, which `relieve` gives to whoever steps in. Gives that claim. */
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
    await this.follows.from([change]);
    return (await this.claims.find(change.claim.id))!;
  }

  /** A supervisor's yes to whoever stepped in. */
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

  /** The relieved claim ends, the reliever's is approved, and so the request is met. */
  async relieve(relieved: ClaimRow, reliever: ClaimRow, overrideReason?: string): Promise<void> {
    const at = this.clock.date();
    const request = await this.trades.markTaken(reliever.id, at);
    const ended = await this.end(relieved, RELIEVED);
    const details = { ...(overrideReason !== undefined && { overrideReason }) };
    await this.seats.decide(reliever.id, { status: 'approved', at, overrideReason });
    await this.follows.from([ended, changeOf(reliever, 'approved', 'claim.approved', details)]);
    if (!request) return;
    await this.audit.record({
      action: 'drop-request.completed',
      entity: 'drop-request',
      entityId: request.id,
      locationId: request.locationId,
    });
  }

  /** Each of these claims goes to the operator beside it, all at once. Whoever waited to relieve one is turned down. */
  async exchange(handed: readonly { claim: ClaimRow; to: string }[]): Promise<void> {
    const changes: SeatChange[] = [];
    for (const { claim } of handed) {
      changes.push(...(await this.turnDownRelief(claim, SWAPPED_AWAY)), await this.end(claim, RELIEVED));
    }
    for (const { claim, to: operatorId } of handed) {
      const details = { shiftId: claim.shiftId, operatorId };
      changes.push(await this.insert(claim, 'approved', 'claim.swapped', details));
    }
    await this.follows.from(changes);
  }

  /** Somebody else worked it, as is found afterwards. Gives their claim; `note` stands with it. Whoever waited to relieve it is turned down. */
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
    await this.follows.from([...turnedDown, ended, change]);
    return change.claim.id;
  }

  /** Of whoever waits to relieve a claim, which is about to be somebody else's. */
  private async turnDownRelief(claim: ClaimRow, reason: string): Promise<SeatChange[]> {
    const reliever = await this.claims.lockRelief(claim.id);
    if (!reliever) return [];
    await this.seats.decide(reliever.id, { status: 'rejected', at: this.clock.date(), reason });
    return [changeOf(reliever, 'rejected', 'claim.rejected', { reason })];
  }

  /** A pending one shares the seat of the claim it is to relieve. */
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
