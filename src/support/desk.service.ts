import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../access/caller.js';
import { LocationsService } from '../coverage/locations.service.js';
import { invalid, notFound } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction, AuditEntity } from '../platform/audit/entities.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { inZone, inZoneOrNull } from '../domain/iso-text.js';
import { ISO_INSTANT, pageRequest, toPage, UUID, type Page } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { CategoriesService } from './categories/categories.service.js';
import { isLate, LoggedTimes } from './logged-times.js';
import { DeskRepository, type TallyRow } from './desk.repository.js';
import type { CreateTallyDto, SupportQuery, TallyDto } from './support.dto.js';
import type { SupportSelection } from './request-list.repository.js';

/** A tally is created and removed, never changed. */
const TALLY_VERSION = 1;
/** One tap is one person; a group is a few. */
const MOST_OF_AN_OPERATOR = 20;

/** Tallies of help without a ticket. */
@Injectable()
export class DeskService {
  constructor(
    private readonly desk: DeskRepository,
    private readonly locations: LocationsService,
    private readonly times: LoggedTimes,
    private readonly categories: CategoriesService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async listTallies(caller: Caller, query: SupportQuery): Promise<Page<TallyDto>> {
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    return toPage(await this.desk.listTallies(selectionOf(caller, query), page), page, keyOf, toTallyDto);
  }

  async getTally(caller: Caller, id: string): Promise<TallyDto> {
    return toTallyDto(await this.getTallyRow(caller, id));
  }

  addTally(caller: Caller, body: CreateTallyDto): Promise<TallyDto> {
    return this.database.transaction(async () => {
      await this.locations.getOwn(caller, body.locationId);
      await this.requireLoggable(caller, body);
      if (caller.role === 'operator' && body.count > MOST_OF_AN_OPERATOR)
        throw invalid('count', 'TOO_MANY_AT_ONCE', { most: MOST_OF_AN_OPERATOR });
      const id = newId();
      const loggedAt = this.clock.date();
      const { channel = null, category = null } = body;
      const { directional = (await this.categories.meanings()).of(category)?.directional ?? false } = body;
      const tally = { ...body, id, channel, category, directional, createdBy: caller.id, loggedAt };
      await this.desk.insertTally(tally);
      const details = { ...body, ...(isLate(body.at, loggedAt) && { late: true }) };
      await this.record('support-tally.created', 'support-tally', id, details);
      return this.getTally(caller, id);
    });
  }

  /** Removes a tally. */
  removeTally(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const tally = await this.getTallyRow(caller, id);
      requireMatch(precondition, TALLY_VERSION);
      this.times.requireRecent(caller, { at: tally.at });
      if (!(await this.desk.removeTally(id))) throw notFound('tally');
      await this.record('support-tally.deleted', 'support-tally', id, tally);
    });
  }

  private requireLoggable(
    caller: Caller,
    { locationId, at }: { locationId: string; at: Date },
  ): Promise<void> {
    this.times.requirePast({ at });
    return this.times.requireOwnShift(caller, locationId, 'at', at);
  }

  private async getTallyRow(caller: Caller, id: string): Promise<TallyRow> {
    const tally = await this.desk.findTally(id);
    const visible =
      tally &&
      canSeeLocation(caller, tally.locationId) &&
      (caller.role !== 'operator' || tally.createdBy === caller.id);
    if (!visible) throw notFound('tally');
    return tally;
  }

  private record<Entity extends AuditEntity>(
    action: AuditAction<Entity>,
    entity: Entity,
    entityId: string,
    details: { locationId: string },
  ): Promise<void> {
    return this.audit.record({ action, entity, entityId, locationId: details.locationId, details });
  }
}

/** An operator sees their own tallies. */
const selectionOf = (caller: Caller, query: SupportQuery): SupportSelection => ({
  visible: locationFilter(caller),
  createdBy: caller.role === 'operator' ? caller.id : null,
  locationId: query.locationId ?? null,
  from: query.from ?? null,
  to: query.to ?? null,
});

const keyOf = (row: { at: Date; id: string }): [string, string] => [row.at.toISOString(), row.id];

const toTallyDto = ({ timeZone, createdBy: _createdBy, ...row }: TallyRow): TallyDto => ({
  ...row,
  at: inZone(row.at, timeZone),
  loggedAt: inZoneOrNull(row.loggedAt, timeZone),
  loggedLate: isLate(row.at, row.loggedAt),
  version: TALLY_VERSION,
});
