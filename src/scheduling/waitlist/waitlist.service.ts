import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../../access/caller.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { conflict, notFound, refusal } from '../../domain/errors.js';
import { requirePublished, seatsHeldFrom } from '../../domain/seats.js';
import { MINUTE } from '../../domain/interval.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { ClaimsService } from '../claims/claims.service.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import type { ClaimDto } from '../roster/roster.dto.js';
import { ShiftsRepository } from '../roster/shifts.repository.js';
import { requireVisibleOperator, requireVisibleShift, claimantOf } from '../roster/visibility.js';
import { Seats } from '../seats/seats.service.js';
import type { JoinWaitlistDto, WaitlistEntryDto, WaitlistQuery } from './waitlist.dto.js';
import { WaitlistRepository, type WaitlistRow } from './waitlist.repository.js';
import { WaitlistUpdates } from '../seats/waitlist-updates.service.js';

@Injectable()
export class WaitlistService {
  constructor(
    private readonly waitlist: WaitlistRepository,
    private readonly waitlistUpdates: WaitlistUpdates,
    private readonly seats: Seats,
    private readonly claimsService: ClaimsService,
    private readonly shifts: ShiftsRepository,
    private readonly eligibility: EligibilityService,
    private readonly settings: SettingsService,
    private readonly notifications: NotificationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: WaitlistQuery): Promise<Page<WaitlistEntryDto>> {
    const page = pageRequest(query);
    const isOperator = caller.role === 'operator';
    const selection = {
      visible: isOperator ? null : locationFilter(caller),
      operatorId: isOperator ? caller.operatorId : null,
      shiftId: query.shiftId ?? null,
      status: query.status ?? null,
    };
    return toPage(await this.waitlist.list(selection, page), page, (row) => [row.id], toDto);
  }

  async get(caller: Caller, id: string): Promise<WaitlistEntryDto> {
    return toDto(requireVisible(caller, await this.waitlist.find(id)));
  }

  /** Only for a full shift, and only by operators who could work it otherwise. */
  join(caller: Caller, shiftId: string, body: JoinWaitlistDto): Promise<WaitlistEntryDto> {
    const { operatorId } = claimantOf(caller, body);
    return this.database.transaction(async () => {
      const held = await this.seats.hold({ operators: [operatorId], shifts: [shiftId] });
      const operator = requireVisibleOperator(caller, held.operators.get(operatorId));
      const shift = requireVisibleShift(caller, held.shifts.get(shiftId));
      requirePublished(shift);
      const { seatsTaken, holding } = await this.shifts.findSeatsOf(shiftId);
      const [violations = []] = await this.eligibility.violations(
        operator,
        [{ ...shift, seatsTaken }],
        'waitlist',
      );
      if (violations.length > 0) throw refusal('conflict', violations);
      if (seatsTaken + seatsHeldFrom(operatorId, holding) < shift.seats) throw conflict('SHIFT_NOT_FULL');
      const id = newId();
      await this.waitlist.insert({ id, shiftId, operatorId, at: this.clock.date() });
      await this.record('waitlist.joined', id, shift, { shiftId, operatorId });
      return this.get(caller, id);
    });
  }

  /** Turns the seat held for an operator into their claim. */
  accept(caller: Caller, id: string): Promise<ClaimDto> {
    return this.database.transaction(async () => {
      const entry = requireVisible(caller, await this.waitlist.find(id));
      if (entry.status !== 'offered' || +entry.offerEndsAt! <= this.clock.now()) throw conflict('NO_OFFER');
      return this.claimsService.create(
        caller,
        entry.shiftId,
        caller.role === 'operator' ? {} : { operatorId: entry.operatorId },
      );
    });
  }

  /** A declined offer goes to the next operator. */
  leave(caller: Caller, id: string): Promise<WaitlistEntryDto> {
    return this.database.transaction(async () => {
      const { shiftId } = requireVisible(caller, await this.waitlist.find(id));
      await this.seats.hold({ shifts: [shiftId] });
      await this.waitlist.lockActive(shiftId);
      const entry = (await this.waitlist.find(id))!;
      if (entry.status !== 'waiting' && entry.status !== 'offered')
        throw conflict('WAITLIST_STATUS', { status: entry.status });
      await this.waitlist.end([id], 'left', this.clock.date());
      await this.record('waitlist.left', id, entry, {});
      await this.waitlistUpdates.seatsFreed([entry.shiftId]);
      return this.get(caller, id);
    });
  }

  /** Ends expired offers, and offers free seats to the next operators who may take them. */
  async settleAll(): Promise<void> {
    for (const shiftId of await this.waitlist.findUnsettled(this.clock.date())) await this.settle(shiftId);
  }

  settle(shiftId: string): Promise<void> {
    return this.database.transaction(async () => {
      const waiting = await this.waitlist.findWaitingOperators(shiftId);
      const held = await this.seats.hold({ operators: waiting, shifts: [shiftId] });
      const shift = held.shifts.get(shiftId)!;
      const entries = await this.waitlist.lockActive(shiftId);
      const at = this.clock.date();
      if (shift.status === 'cancelled' || shift.startsAt <= at) {
        const ids = entries.map(({ id }) => id);
        await this.waitlist.end(ids, 'closed', at);
        for (const id of ids) await this.record('waitlist.closed', id, shift, {});
        return;
      }
      const over = entries.filter(({ offerEndsAt, status }) => status === 'offered' && offerEndsAt! <= at);
      for (const { id } of over) {
        await this.waitlist.end([id], 'expired', at);
        await this.record('waitlist.offer-expired', id, shift, {});
      }
      const offered = entries.filter(({ status }) => status === 'offered').length - over.length;
      let free = shift.seats - (await this.shifts.findSeatsOf(shiftId)).seatsTaken - offered;
      if (free <= 0) return;
      const seated = { ...shift, seatsTaken: 0 };
      const known = [...held.operators.values()].filter(({ id }) =>
        entries.some((entry) => entry.operatorId === id),
      );
      const violations = await this.eligibility.violationsOfEach(known, seated, 'waitlist');
      const mayTakeIt = new Set(
        known.filter((_one, index) => violations[index]!.length === 0).map(({ id }) => id),
      );
      const { waitlistOfferMinutes } = await this.settings.get();
      const until = new Date(Math.min(+at + waitlistOfferMinutes * MINUTE, +shift.startsAt));
      for (const entry of entries) {
        if (entry.status !== 'waiting' || free === 0) continue;
        if (!held.operators.has(entry.operatorId)) continue;
        if (!mayTakeIt.has(entry.operatorId)) {
          await this.waitlist.pass([entry.id], at);
          continue;
        }
        await this.waitlist.offer(entry.id, until);
        await this.record('waitlist.offered', entry.id, shift, { until });
        await this.notifications.to([entry.operatorId], 'waitlist-offer', `${entry.id}.${+at}`, {
          shift: await this.notifications.shift(shiftId),
          until: until.toISOString(),
        });
        free--;
      }
    });
  }

  private record(
    action: AuditAction<'waitlist-entry'>,
    id: string,
    at: { locationId: string },
    details: object,
  ): Promise<void> {
    return this.audit.record({
      action,
      entity: 'waitlist-entry',
      entityId: id,
      locationId: at.locationId,
      details,
    });
  }
}

/** Throws unless it is an operator's own entry, or one at a supervisor's locations. */
function requireVisible(caller: Caller, entry: WaitlistRow | null): WaitlistRow {
  const isVisible =
    entry &&
    (caller.role === 'operator'
      ? entry.operatorId === caller.operatorId
      : canSeeLocation(caller, entry.locationId));
  if (!isVisible) throw notFound('waitlistEntry');
  return entry;
}

const toDto = ({ timeZone, ...entry }: WaitlistRow): WaitlistEntryDto => ({
  ...entry,
  startsAt: inZone(entry.startsAt, timeZone),
  endsAt: inZone(entry.endsAt, timeZone),
  offerEndsAt: inZoneOrNull(entry.offerEndsAt, timeZone),
  createdAt: inZone(entry.createdAt, timeZone),
  decidedAt: inZoneOrNull(entry.decidedAt, timeZone),
});
