import { Injectable } from '@nestjs/common';
import { locationFilter, requireOwnLocation, requireVisibleLocation, type Caller } from '../access/caller.js';
import { notFound } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { CoverageChanges } from './coverage-changes.js';
import type { CreateLocationDto, LocationDto, UpdateLocationDto } from './locations.dto.js';
import { LocationsRepository } from './locations.repository.js';

@Injectable()
export class LocationsService {
  constructor(
    private readonly locations: LocationsRepository,
    private readonly changes: CoverageChanges,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(caller: Caller, query: PageQuery): Promise<Page<LocationDto>> {
    const page = pageRequest(query);
    return toPage(
      await this.locations.list(locationFilter(caller), page),
      page,
      (row) => [row.id],
      (row) => row,
    );
  }

  /** A location that the caller may see; throws not-found for any other. */
  async get(caller: Caller, id: string): Promise<LocationDto> {
    const location = await this.locations.find(id);
    if (!location) throw notFound('location');
    requireVisibleLocation(caller, location.id, 'location');
    return location;
  }

  /** The location of something the caller already knows, without a check of their rights. */
  async getAny(id: string): Promise<LocationDto> {
    const location = await this.locations.find(id);
    if (!location) throw notFound('location');
    return location;
  }

  /** Locks a location against deletion until the transaction ends, for rows that will refer to it. */
  async hold(id: string): Promise<void> {
    await this.locations.findForUse([id]);
  }

  /**
   * The location for a new row. Throws forbidden when it is not one of the caller's, not-found when it does
   * not exist.
   */
  async getOwn(caller: Caller, id: string): Promise<LocationDto> {
    const [location] = await this.locations.findForUse([id]);
    if (location || caller.locationIds !== 'all') requireOwnLocation(caller, location?.id ?? id);
    if (!location) throw notFound('location');
    return location;
  }

  /** The same check for many locations at once. */
  async requireAllOwn(caller: Caller, ids: readonly string[]): Promise<void> {
    const found = new Set((await this.locations.findForUse(ids)).map((location) => location.id));
    for (const id of ids) {
      if (caller.locationIds !== 'all') requireOwnLocation(caller, id);
      if (!found.has(id)) throw notFound('location');
    }
  }

  create({
    name,
    timeZone,
    tradesNeedApproval = false,
    checkInNetworks = [],
  }: CreateLocationDto): Promise<LocationDto> {
    return this.database.transaction(async () => {
      const location = { id: newId(), name, timeZone, tradesNeedApproval, checkInNetworks };
      await this.locations.insert(location);
      await this.record('location.created', location.id, location);
      return { ...location, version: 1 };
    });
  }

  update(
    caller: Caller,
    id: string,
    change: UpdateLocationDto,
    precondition: Precondition,
  ): Promise<LocationDto> {
    requireVisibleLocation(caller, id, 'location');
    return this.database.transaction(async () => {
      const before = await this.lock(id);
      requireMatch(precondition, before.version);
      await this.locations.update({ ...before, ...change });
      await this.record('location.updated', id, change);
      await this.changes.touched(id);
      return this.get(caller, id);
    });
  }

  remove(id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      requireMatch(precondition, (await this.lock(id)).version);
      await this.locations.remove(id);
      await this.record('location.deleted', id);
    });
  }

  private async lock(id: string): Promise<LocationDto> {
    const location = await this.locations.find(id, { lock: true });
    if (!location) throw notFound('location');
    return location;
  }

  private record(action: AuditAction<'location'>, id: string, details: object = {}): Promise<void> {
    return this.audit.record({ action, entity: 'location', entityId: id, locationId: id, details });
  }
}
