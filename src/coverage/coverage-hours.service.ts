import { Injectable } from '@nestjs/common';
import { locationFilter, requireVisibleLocation, type Caller } from '../access/caller.js';
import type { CoverageRule } from '../domain/coverage.js';
import { invalid, notFound } from '../domain/errors.js';
import type { Weekday } from '../domain/local-date.js';
import { PositionsService } from '../people/positions.service.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { pageRequest, toPage, type Page } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { CoverageChanges } from './coverage-changes.js';
import type {
  CoverageHoursDto,
  CreateCoverageHoursDto,
  LocationQuery,
  UpdateCoverageHoursDto,
} from './coverage-hours.dto.js';
import type { DraftRuleDto } from './demand.dto.js';
import { CoverageHoursRepository } from './coverage-hours.repository.js';
import { LocationsService } from './locations.service.js';

@Injectable()
export class CoverageHoursService {
  constructor(
    private readonly coverage: CoverageHoursRepository,
    private readonly locations: LocationsService,
    private readonly positions: PositionsService,
    private readonly changes: CoverageChanges,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(caller: Caller, query: LocationQuery): Promise<Page<CoverageHoursDto>> {
    const page = pageRequest(query);
    const selection = { visible: locationFilter(caller), locationId: query.locationId ?? null };
    return toPage(
      await this.coverage.listHours(selection, page),
      page,
      (row) => [row.id],
      (row) => row,
    );
  }

  async get(caller: Caller, id: string): Promise<CoverageHoursDto> {
    const hours = await this.coverage.findHours(id);
    if (!hours) throw notFound('coverageHours');
    requireVisibleLocation(caller, hours.locationId, 'coverage hours');
    return hours;
  }

  create(
    caller: Caller,
    { positionId, effectiveTo = null, ...rest }: CreateCoverageHoursDto,
  ): Promise<CoverageHoursDto> {
    return this.database.transaction(async () => {
      await this.locations.getOwn(caller, rest.locationId);
      const id = newId();
      const hours = { id, ...rest, positionId: await this.positions.resolve(positionId), effectiveTo };
      await this.save(hours);
      await this.record('coverage-hours.created', id, rest.locationId, hours);
      return this.get(caller, id);
    });
  }

  update(
    caller: Caller,
    id: string,
    change: UpdateCoverageHoursDto,
    precondition: Precondition,
  ): Promise<CoverageHoursDto> {
    return this.database.transaction(async () => {
      const newPositionId = change.positionId && (await this.positions.resolve(change.positionId));
      const before = await this.lock(caller, id);
      requireMatch(precondition, before.version);
      await this.save({ ...before, ...change, positionId: newPositionId ?? before.positionId });
      await this.record('coverage-hours.updated', id, before.locationId, change);
      return this.get(caller, id);
    });
  }

  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const hours = await this.lock(caller, id);
      requireMatch(precondition, hours.version);
      await this.coverage.removeHours(id);
      await this.record('coverage-hours.deleted', id, hours.locationId, hours);
    });
  }

  /** Coverage hours as they would be stored. A draft of a change replaces the stored ones. */
  async draft(
    caller: Caller,
    locationId: string,
    { coverageHoursId: id, positionId, effectiveTo = null, ...hours }: DraftRuleDto,
  ): Promise<CoverageRule & { id?: string }> {
    const location = await this.locations.getOwn(caller, locationId);
    if (id !== undefined && (await this.get(caller, id)).locationId !== location.id)
      throw notFound('coverageHours');
    requireDates({ ...hours, effectiveTo });
    return {
      ...(id !== undefined && { id: id.toLowerCase() }),
      ...hours,
      weekdays: hours.weekdays as Weekday[],
      positionId: await this.positions.resolve(positionId),
      effectiveTo,
    };
  }

  private async save(hours: Omit<CoverageHoursDto, 'version'>): Promise<void> {
    requireDates(hours);
    const weekdays = [...hours.weekdays].sort((a, b) => a - b);
    await this.coverage.saveHours({ ...hours, weekdays });
  }

  private async lock(caller: Caller, id: string): Promise<CoverageHoursDto> {
    const hours = await this.coverage.findHours(id, { lock: true });
    if (!hours) throw notFound('coverageHours');
    requireVisibleLocation(caller, hours.locationId, 'coverage hours');
    return hours;
  }

  private async record(
    action: AuditAction<'coverage-hours'>,
    entityId: string,
    locationId: string,
    details: object,
  ): Promise<void> {
    await this.audit.record({ action, entity: 'coverage-hours', entityId, locationId, details });
    await this.changes.touched(locationId);
  }
}

function requireDates({
  effectiveFrom,
  effectiveTo,
}: Pick<CoverageHoursDto, 'effectiveFrom' | 'effectiveTo'>): void {
  if (effectiveTo !== null && effectiveTo < effectiveFrom)
    throw invalid('effectiveTo', 'INVALID_FIELD.last-day-before-first');
}
