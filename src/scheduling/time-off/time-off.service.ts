import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../../access/caller.js';
import { canReadReasons, canSeePerson } from '../../access/person-visibility.js';
import { UnavailabilityService } from '../../availability/unavailability.service.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { conflict, forbidden, invalid, notFound } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { isActive } from '../../domain/seats.js';
import { OperatorsService } from '../../people/operators.service.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { ClaimsRepository } from '../roster/claims.repository.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { Seats } from '../seats/seats.service.js';
import type { CreateTimeOffDto, TimeOffDto, TimeOffQuery } from './time-off.dto.js';
import { TimeOffRepository, type TimeOffRow } from './time-off.repository.js';

const LONGEST_DAYS = 366;
const MOST_PENDING = 50;

/** Time off, requested by an operator and decided by a supervisor. */
@Injectable()
export class TimeOffService {
  constructor(
    private readonly requests: TimeOffRepository,
    private readonly operators: OperatorsService,
    private readonly unavailability: UnavailabilityService,
    private readonly claims: ClaimsRepository,
    private readonly settings: SettingsService,
    private readonly notifications: NotificationsService,
    private readonly seats: Seats,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: TimeOffQuery): Promise<Page<TimeOffDto>> {
    const page = pageRequest(query);
    const isOperator = caller.role === 'operator';
    const asked = query.operatorId?.toLowerCase() ?? null;
    if (isOperator && asked !== null && asked !== caller.operatorId) return { items: [], nextCursor: null };
    const selection = {
      visible: isOperator ? null : locationFilter(caller),
      operatorId: isOperator ? caller.operatorId : asked,
      status: query.status ?? null,
    };
    const { zone } = await this.settings.calendar();
    return toPage(
      await this.requests.list(selection, this.clock.date(), page),
      page,
      (row) => [row.id],
      (row) => toDto(caller, row, zone),
    );
  }

  async get(caller: Caller, id: string): Promise<TimeOffDto> {
    const { zone } = await this.settings.calendar();
    return toDto(caller, requireVisible(caller, await this.requests.find(id, this.clock.date())), zone);
  }

  create(caller: Caller, operatorId: string, body: CreateTimeOffDto): Promise<TimeOffDto> {
    const { startsAt, endsAt, reason = null } = body;
    if (endsAt <= startsAt) throw invalid('endsAt', 'INVALID_FIELD.end-before-start');
    if (+endsAt - +startsAt > LONGEST_DAYS * DAY)
      throw invalid('endsAt', 'INVALID_FIELD.time-off-length', { days: LONGEST_DAYS });
    if (+endsAt <= this.clock.now()) throw invalid('endsAt', 'INVALID_FIELD.lies-behind');
    return this.database.transaction(async () => {
      await this.operators.lock(caller, operatorId);
      if ((await this.requests.countPending(operatorId)) >= MOST_PENDING)
        throw conflict('TOO_MANY_REQUESTS', { most: MOST_PENDING });
      const id = newId();
      await this.requests.insert({ id, operatorId, startsAt, endsAt, reason, at: this.clock.date() });
      await this.record('time-off.requested', { id, operatorId }, { operatorId, startsAt, endsAt });
      return this.get(caller, id);
    });
  }

  /** Makes it an absence. Refused while the operator has future seats in it, unless they are to be freed. */
  approve(caller: Caller, id: string, freeSeats = false): Promise<TimeOffDto> {
    return this.database.transaction(async () => {
      const expected = requireVisible(caller, await this.requests.find(id, this.clock.date()));
      const { operatorId, startsAt, endsAt, reason } = expected;
      await this.operators.lock(caller, operatorId);
      const touching = await this.claims.findActiveOf([operatorId], startsAt, endsAt);
      const { claims } = await this.seats.hold({ claims: touching.map((claim) => claim.id) });
      await this.lockPending(caller, id);
      const now = this.clock.date();
      const inTheWay = [...claims.values()].filter(
        ({ status, startsAt: begins, checkedInAt }) =>
          isActive(status) && begins > now && checkedInAt === null,
      );
      if (inTheWay.length > 0 && !freeSeats) throw conflict('HOLDS_SEATS', { seats: inTheWay.length });
      if (inTheWay.some(({ locationId }) => !canSeeLocation(caller, locationId)))
        throw forbidden('FOREIGN_LOCATION.seat-to-free');
      await this.seats.free(
        inTheWay,
        ({ status }) => (status === 'pending' ? 'rejected' : 'cancelled'),
        'Time off was approved.',
      );
      const entry = await this.unavailability.create(caller, operatorId, {
        kind: 'once',
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        reason,
      });
      await this.decide(caller, expected, 'approved', { unavailabilityId: entry.id });
      return this.get(caller, id);
    });
  }

  reject(caller: Caller, id: string, reason: string): Promise<TimeOffDto> {
    return this.database.transaction(async () => {
      await this.decide(caller, await this.lockPending(caller, id), 'rejected', { reason });
      return this.get(caller, id);
    });
  }

  /**
   * By the operator, or by a supervisor for them. For an approved request, the absence is removed and freed
   * seats stay free.
   */
  cancel(caller: Caller, id: string): Promise<TimeOffDto> {
    return this.database.transaction(async () => {
      const expected = requireVisible(caller, await this.requests.find(id, this.clock.date()));
      await this.operators.lock(caller, expected.operatorId);
      const request = requireVisible(caller, await this.requests.find(id, this.clock.date(), { lock: true }));
      if (request.status !== 'pending' && request.status !== 'approved') throw decided(request);
      if (request.unavailabilityId)
        await this.unavailability.remove(caller, request.operatorId, request.unavailabilityId, null);
      await this.decide(caller, request, 'cancelled', {});
      return this.get(caller, id);
    });
  }

  private async decide(
    caller: Caller,
    { id, operatorId }: TimeOffRow,
    status: 'approved' | 'rejected' | 'cancelled',
    decision: { reason?: string; unavailabilityId?: string },
  ): Promise<void> {
    await this.requests.decide(id, status, this.clock.date(), decision);
    await this.record(`time-off.${status}`, { id, operatorId }, {});
    if (status === 'cancelled') return;
    const { startsAt, endsAt, version } = requireVisible(
      caller,
      await this.requests.find(id, this.clock.date()),
    );
    const { zone } = await this.settings.calendar();
    await this.notifications.to([operatorId], 'time-off-decided', `${id}.${version}`, {
      isApproved: status === 'approved',
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      timeZone: zone,
      reason: decision.reason ?? null,
    });
  }

  private async lockPending(caller: Caller, id: string): Promise<TimeOffRow> {
    const request = requireVisible(caller, await this.requests.find(id, this.clock.date(), { lock: true }));
    if (request.status !== 'pending') throw decided(request);
    return request;
  }

  /** The reason may be private, so it is not in the audit trail. */
  private record(
    action: AuditAction<'time-off-request'>,
    { id, operatorId }: Pick<TimeOffRow, 'id' | 'operatorId'>,
    details: object,
  ): Promise<void> {
    return this.audit.record({ action, entity: 'time-off-request', entityId: id, operatorId, details });
  }
}

const decided = ({ status }: TimeOffRow): Error => conflict('TIME_OFF_DECIDED', { status });

function requireVisible(caller: Caller, request: TimeOffRow | null): TimeOffRow {
  const isVisible =
    request && canSeePerson(caller, { id: request.operatorId, locationIds: request.locationIds });
  if (!isVisible) throw notFound('timeOffRequest');
  return request;
}

const toDto = (
  caller: Caller,
  { locationIds: _locations, unavailabilityId: _entry, ...request }: TimeOffRow,
  zone: string,
): TimeOffDto => ({
  ...request,
  ...(!canReadReasons(caller, request.operatorId) && { reason: null, decisionReason: null }),
  startsAt: inZone(request.startsAt, zone),
  endsAt: inZone(request.endsAt, zone),
  createdAt: inZone(request.createdAt, zone),
  decidedAt: inZoneOrNull(request.decidedAt, zone),
});
