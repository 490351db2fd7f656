import { Injectable } from '@nestjs/common';
import { canSeeLocation, locationFilter, requireVisibleLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { conflict, forbidden, invalid, notFound } from '../../domain/errors.js';
import type { Weekday } from '../../domain/local-date.js';
import type { RoutingRule } from '../../domain/routing.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { pageRequest, toPage, UUID, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import type {
  CreateRoutingRuleDto,
  RoutingHoursDto,
  RoutingOrderDto,
  RoutingRuleDto,
  RoutingRuleQuery,
  UpdateRoutingRuleDto,
} from './routing.dto.js';
import { ALL_LOCATIONS, RoutingRepository, type RoutingRuleRow } from './routing.repository.js';

const RANK = /^\d{1,9}$/;
/** All of them are read with each new request. */
const MOST = 100;

/** Rules that name the first tier of new requests: of locations, and for all of them. */
@Injectable()
export class RoutingService {
  constructor(
    private readonly rules: RoutingRepository,
    private readonly locations: LocationsService,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(caller: Caller, query: RoutingRuleQuery): Promise<Page<RoutingRuleDto>> {
    const page = pageRequest(query, [UUID, RANK]);
    const locationId = query.locationId?.toLowerCase() ?? null;
    if (locationId !== null && !canSeeLocation(caller, locationId)) return { items: [], nextCursor: null };
    const locationIds = locationId === null ? locationFilter(caller) : [locationId];
    return toPage(
      await this.rules.list({ locationIds }, page),
      page,
      (row) => [row.locationId ?? ALL_LOCATIONS, row.rank],
      (row) => toDto(caller, row),
    );
  }

  async get(caller: Caller, id: string): Promise<RoutingRuleDto> {
    return toDto(caller, await this.getRow(caller, id));
  }

  /** Behind the others of its location. */
  create(caller: Caller, { locationId = null, ...body }: CreateRoutingRuleDto): Promise<RoutingRuleDto> {
    return this.database.transaction(async () => {
      if (locationId !== null) await this.locations.getOwn(caller, locationId);
      else requireMayChange(caller, null);
      const rule = { ...BLANK, ...body, id: newId(), locationId };
      const row = { ...rule, hours: storedHours(body.hours) ?? null };
      requireSound(row);
      await this.rules.lock();
      if ((await this.rules.findIds(locationId)).length >= MOST)
        throw conflict('TOO_MANY_ROUTING_RULES', { most: MOST });
      await this.rules.insert(row);
      await this.record('routing-rule.created', row, row);
      return this.get(caller, row.id);
    });
  }

  update(
    caller: Caller,
    id: string,
    { hours, ...change }: UpdateRoutingRuleDto,
    precondition: Precondition,
  ): Promise<RoutingRuleDto> {
    return this.database.transaction(async () => {
      await this.rules.lock();
      const before = await this.getRow(caller, id);
      requireMayChange(caller, before.locationId);
      requireMatch(precondition, before.version);
      const changed = { ...change, ...(hours !== undefined && { hours: storedHours(hours) ?? null }) };
      const after = { ...before, ...changed };
      requireSound(after);
      await this.rules.update(after);
      await this.record('routing-rule.updated', before, changed);
      return this.get(caller, id);
    });
  }

  /** Requests that it routed stay where they are, with its words in their threads. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      await this.rules.lock();
      const { version, ...rule } = await this.getRow(caller, id);
      requireMayChange(caller, rule.locationId);
      requireMatch(precondition, version);
      await this.rules.remove(id);
      await this.record('routing-rule.deleted', rule, rule);
    });
  }

  order(caller: Caller, { locationId = null, ids }: RoutingOrderDto): Promise<void> {
    return this.database.transaction(async () => {
      if (locationId !== null) await this.locations.getOwn(caller, locationId);
      else requireMayChange(caller, null);
      await this.rules.lock();
      const known = await this.rules.findIds(locationId);
      if (!ids.every((id) => known.includes(id))) throw conflict('UNKNOWN_ROUTING_RULE');
      await this.rules.saveOrder([...ids, ...known.filter((id) => !ids.includes(id))]);
      await this.record('routing-rule.ordered', { id: ids[0]!, locationId }, { ids });
    });
  }

  /** Throws not-found when the caller does not see its location. */
  private async getRow(caller: Caller, id: string): Promise<RoutingRuleRow> {
    const row = await this.rules.find(id);
    if (!row) throw notFound('routingRule');
    if (row.locationId !== null) requireVisibleLocation(caller, row.locationId, 'routingRule');
    return row;
  }

  private record(
    action: AuditAction<'routing-rule'>,
    { id, locationId }: Pick<RoutingRuleRow, 'id' | 'locationId'>,
    details: object,
  ): Promise<void> {
    return this.audit.record({
      action,
      entity: 'routing-rule',
      entityId: id,
      ...(locationId !== null && { locationId }),
      details,
    });
  }
}

const BLANK = { categories: null, priorities: null, hours: null, staffing: null, positionId: null };

/** A rule for all locations is for admins, one of a location for whoever supervises there. */
function mayChange(caller: Caller, locationId: string | null): boolean {
  if (caller.role === 'campus_it') return false;
  return caller.locationIds === 'all' || (locationId !== null && canSeeLocation(caller, locationId));
}

function requireMayChange(caller: Caller, locationId: string | null): void {
  if (!mayChange(caller, locationId)) throw forbidden('FORBIDDEN.routing-rule');
}

function requireSound({ staffing, positionId }: RoutingRule): void {
  if (positionId !== null && staffing === null) throw invalid('positionId', 'INVALID_FIELD.staffing-needed');
}

const storedHours = (hours: RoutingHoursDto | null | undefined): RoutingRule['hours'] | undefined =>
  hours && { ...hours, weekdays: hours.weekdays as Weekday[] };

const toDto = (caller: Caller, { rank: _rank, ...row }: RoutingRuleRow): RoutingRuleDto => ({
  ...row,
  categories: row.categories && [...row.categories],
  priorities: row.priorities && [...row.priorities],
  hours: row.hours && { ...row.hours, weekdays: [...row.hours.weekdays] },
  mayChange: mayChange(caller, row.locationId),
});
