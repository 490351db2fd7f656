import { Injectable } from '@nestjs/common';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import { effectsOf, type SeatState } from '../../domain/seats.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction, AuditEntity } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { ClaimTradesRepository, type TradeRow } from './claim-trades.repository.js';
import { WaitlistUpdates } from './waitlist-updates.service.js';

/** A claim's change; `before` is null for a new claim. */
export interface SeatChange {
  claim: { id: string; shiftId: string; locationId: string; operatorId: string };
  before: SeatState | null;
  after: SeatState;
  /** The action of its row in the trail. */
  action: AuditAction<'claim'>;
  details: object;
  /** Another operator takes the seat over in the same act. */
  isHandedOn?: boolean;
}

/**
 * Applies the effects of changed seats: audit trail, ended trades, waitlists, messages and a scan. Once for
 * all changes of an act.
 */
@Injectable()
export class SeatEffects {
  constructor(
    private readonly trades: ClaimTradesRepository,
    private readonly waitlistUpdates: WaitlistUpdates,
    private readonly notifications: NotificationsService,
    private readonly changes: CoverageChanges,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Call after the claims are written. `withShift`: they ended with their shift, which may be restored with
   * everything that depended on it.
   */
  async apply(changed: readonly SeatChange[], { withShift = false } = {}): Promise<void> {
    for (const { claim, action, details } of changed) await this.record(action, 'claim', claim, details);
    const ended = changed.filter((one) => effectsOfChange(one).endsTrades).map(({ claim }) => claim.id);
    const reliefs = await this.endTrades(ended, withShift);
    const kept = new Set(reliefs.map(({ relievedId }) => relievedId));
    const all = [...changed, ...reliefs].map((one) => ({
      ...one,
      ...effectsOfChange(one, kept.has(one.claim.id)),
    }));
    for (const { claim, takes } of all)
      if (takes) await this.waitlistUpdates.seatTaken(claim.shiftId, claim.operatorId);
    if (!withShift)
      await this.waitlistUpdates.seatsFreed(
        distinct(
          all.filter(({ frees }) => frees),
          'shiftId',
        ),
      );
    await this.notifications.claimsDecided(all.filter(({ tells }) => tells).map(({ claim }) => claim.id));
    const places = distinct(
      all.filter(({ changesCover }) => changesCover),
      'locationId',
    );
    for (const locationId of places) await this.changes.touched(locationId);
  }

  /** Ends requests for these claims. An operator who was to relieve one keeps its seat, still pending. */
  async endTrades(
    claimIds: readonly string[],
    withShift = false,
  ): Promise<(SeatChange & { relievedId: string })[]> {
    if (claimIds.length === 0) return [];
    const ended = await this.trades.endOf(claimIds, this.clock.date(), withShift);
    for (const row of ended.dropRequests) await this.record('drop-request.cancelled', 'drop-request', row);
    for (const row of ended.reopened) await this.record('drop-request.reopened', 'drop-request', row);
    await this.endSwaps(ended.swaps);
    const reliefs = ended.reliefs.map(({ relievedId, status, isShadow, ...claim }) => ({
      claim,
      before: { status, isShadow, isRelief: true },
      after: { status, isShadow, isRelief: false },
      action: 'claim.relief-ended' as const,
      details: { relievedClaimId: relievedId },
      relievedId,
    }));
    for (const { claim, action, details } of reliefs) await this.record(action, 'claim', claim, details);
    return reliefs;
  }

  /** Both sides of each swap get a message. */
  async endSwaps(swaps: readonly TradeRow[]): Promise<void> {
    for (const row of swaps) {
      await this.record('swap.cancelled', 'swap', row);
      await this.notifications.swapEnded(row.id);
    }
  }

  private record<Entity extends AuditEntity>(
    action: AuditAction<Entity>,
    entity: Entity,
    { id, locationId }: TradeRow,
    details: object = {},
  ): Promise<void> {
    return this.audit.record({ action, entity, entityId: id, locationId, details });
  }
}

const effectsOfChange = ({ before, after, isHandedOn = false }: SeatChange, isKept = false) =>
  effectsOf(before, after, isHandedOn || isKept);

const distinct = (changed: readonly SeatChange[], field: 'shiftId' | 'locationId'): string[] => [
  ...new Set(changed.map(({ claim }) => claim[field])),
];
