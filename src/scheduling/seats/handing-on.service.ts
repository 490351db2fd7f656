import { Injectable } from '@nestjs/common';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/ids.js';
import { ClaimsRepository, type ClaimRow } from '../roster/claims.repository.js';
import { Waitlists } from './waiting.service.js';
import { DropRequestsRepository } from '../trades/drop-requests.repository.js';
import { Notices } from '../telling/telling.service.js';

export type HandedClaim = Pick<ClaimRow, 'id' | 'shiftId' | 'locationId'>;

/** Puts one operator in another's place, within a transaction that holds operators, shifts and claims and has asked the rules. */
@Injectable()
export class Handover {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly requests: DropRequestsRepository,
    private readonly changes: CoverageChanges,
    private readonly notices: Notices,
    private readonly waitlists: Waitlists,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** The operator's pending claim on another's seat, which `complete` gives them. */
  async prepare(claim: HandedClaim, operatorId: string, overrideReason?: string): Promise<string> {
    const id = newId();
    const { shiftId } = claim;
    await this.claims.insert({
      id,
      shiftId,
      operatorId,
      status: 'pending',
      at: this.clock.date(),
      overrideReason: overrideReason ?? null,
      relievesId: claim.id,
    });
    const details = { shiftId, operatorId, relievesClaimId: claim.id, overrideReason };
    await this.record('claim.relief-created', id, claim, details);
    return id;
  }

  /** The relieved claim ends, the reliever's is approved. */
  async complete(relieved: HandedClaim, relieverId: string, overrideReason?: string): Promise<void> {
    await this.requests.markTaken(relieverId, this.clock.date());
    await this.end(relieved);
    const override = overrideReason === undefined ? {} : { overrideReason };
    await this.claims.decide(relieverId, { status: 'approved', at: this.clock.date(), ...override });
    await this.record('claim.approved', relieverId, relieved, override);
    const { operatorId } = (await this.claims.find(relieverId))!;
    await this.waitlists.taken(relieved.shiftId, operatorId);
    await this.notices.claimsDecided([relieved.id, relieverId]);
    await this.changes.touched(relieved.locationId);
  }

  /** Each of these claims goes to the operator beside it, all at once. */
  async exchange(handed: readonly { claim: HandedClaim; to: string }[]): Promise<void> {
    const decided: string[] = [];
    for (const { claim } of handed) {
      const turnedDown = await this.turnDown(claim);
      await this.end(claim);
      decided.push(claim.id, ...turnedDown);
    }
    for (const { claim, to: operatorId } of handed) {
      const id = newId();
      const { shiftId } = claim;
      const at = this.clock.date();
      await this.claims.insert({ id, shiftId, operatorId, status: 'approved', at, overrideReason: null });
      await this.record('claim.swapped', id, claim, { shiftId, operatorId });
      await this.changes.touched(claim.locationId);
      await this.waitlists.taken(shiftId, operatorId);
      decided.push(id);
    }
    await this.notices.claimsDecided(decided);
  }

  /** Whoever waited to relieve a claim that now goes to somebody else. */
  private async turnDown(claim: HandedClaim): Promise<string[]> {
    const reliever = await this.claims.lockRelief(claim.id);
    if (!reliever) return [];
    const reason = 'The shift went to somebody else in a swap.';
    await this.claims.decide(reliever.id, { status: 'rejected', at: this.clock.date(), reason });
    await this.record('claim.rejected', reliever.id, claim, { reason });
    return [reliever.id];
  }

  private async end(claim: HandedClaim): Promise<void> {
    const reason = 'Relieved by a colleague.';
    await this.claims.decide(claim.id, { status: 'cancelled', at: this.clock.date(), reason });
    await this.record('claim.cancelled', claim.id, claim, { reason });
  }

  private record(action: string, id: string, at: HandedClaim, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'claim', entityId: id, locationId: at.locationId, details });
  }
}
