import { Injectable } from '@nestjs/common';
import { locationFilter, requireVisibleLocation, type Caller } from '../../access/caller.js';
import { forbidden, invalid, notFound } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { inZone } from '../../domain/iso-text.js';
import { changesPast, LONGEST_MAINTENANCE_DAYS, type Maintenance } from '../../domain/maintenance.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { ISO_INSTANT, pageRequest, toPage, UUID, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { CoverageChanges } from '../coverage-changes.js';
import { LocationsService } from '../locations.service.js';
import type {
  CreateMaintenanceWindowDto,
  MaintenanceQuery,
  MaintenanceWindowDto,
  UpdateMaintenanceWindowDto,
} from './maintenance.dto.js';
import { MaintenanceRepository, type MaintenanceRow } from './maintenance.repository.js';

type Times = Pick<MaintenanceRow, 'startsAt' | 'endsAt' | 'closesCoverage'>;

/** Maintenance of locations, announced by the library or by Campus IT. */
@Injectable()
export class MaintenanceService {
  constructor(
    private readonly windows: MaintenanceRepository,
    private readonly locations: LocationsService,
    private readonly changes: CoverageChanges,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: MaintenanceQuery): Promise<Page<MaintenanceWindowDto>> {
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    const selection = {
      visible: locationFilter(caller),
      locationId: query.locationId ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
    };
    return toPage(
      await this.windows.list(selection, page),
      page,
      ({ startsAt, id }) => [startsAt.toISOString(), id],
      toDto,
    );
  }

  async get(caller: Caller, id: string): Promise<MaintenanceWindowDto> {
    return toDto(await this.getRow(caller, id));
  }

  create(
    caller: Caller,
    { locationId, startsAt, endsAt, reason, closesCoverage = false }: CreateMaintenanceWindowDto,
  ): Promise<MaintenanceWindowDto> {
    return this.database.transaction(async () => {
      const location = await this.locations.getOwn(caller, locationId);
      const times = { startsAt, endsAt, closesCoverage };
      requireSpan(times);
      const changedPast = this.changesPast(caller, null, times);
      const division = caller.role === 'campus_it' ? ('campus-it' as const) : ('library' as const);
      const window = { id: newId(), locationId: location.id, ...times, reason, changedPast, division };
      await this.windows.save(window);
      await this.record('maintenance-window.created', window, window);
      return this.get(caller, window.id);
    });
  }

  update(
    caller: Caller,
    id: string,
    change: UpdateMaintenanceWindowDto,
    precondition: Precondition,
  ): Promise<MaintenanceWindowDto> {
    return this.database.transaction(async () => {
      const before = await this.getRow(caller, id, { lock: true });
      requireMatch(precondition, before.version);
      const after = { ...before, ...change };
      requireSpan(after);
      const changedPast = this.changesPast(caller, before, after);
      await this.windows.save({ ...after, changedPast: before.changedPast || changedPast });
      await this.record('maintenance-window.updated', before, { ...change, changedPast });
      return this.get(caller, id);
    });
  }

  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const window = await this.getRow(caller, id, { lock: true });
      requireMatch(precondition, window.version);
      const changedPast = this.changesPast(caller, window, null);
      await this.windows.remove(id);
      await this.record('maintenance-window.deleted', window, { ...window, changedPast });
    });
  }

  /** Whether figures of the past change. Only supervisors and admins may do so. */
  private changesPast(caller: Caller, before: Times | null, after: Times | null): boolean {
    const doesChange = changesPast(before && toSpan(before), after && toSpan(after), this.clock.now());
    if (doesChange && caller.role === 'campus_it') throw forbidden('FORBIDDEN.past-maintenance');
    return doesChange;
  }

  private async getRow(
    caller: Caller,
    id: string,
    options: { lock?: boolean } = {},
  ): Promise<MaintenanceRow> {
    const window = await this.windows.find(id, options);
    if (!window) throw notFound('maintenanceWindow');
    requireVisibleLocation(caller, window.locationId, 'maintenanceWindow');
    return window;
  }

  private async record(
    action: AuditAction<'maintenance-window'>,
    { id, locationId }: { id: string; locationId: string },
    details: object,
  ): Promise<void> {
    await this.audit.record({ action, entity: 'maintenance-window', entityId: id, locationId, details });
    await this.changes.touched(locationId);
  }
}

const toSpan = ({ startsAt, endsAt, closesCoverage }: Times): Maintenance => ({
  start: startsAt.getTime(),
  end: endsAt.getTime(),
  closesCoverage,
});

function requireSpan({ startsAt, endsAt }: Times): void {
  if (endsAt <= startsAt) throw invalid('endsAt', 'INVALID_FIELD.end-before-start');
  if (endsAt.getTime() - startsAt.getTime() > LONGEST_MAINTENANCE_DAYS * DAY)
    throw invalid('endsAt', 'INVALID_FIELD.maintenance-length', { days: LONGEST_MAINTENANCE_DAYS });
}

const toDto = ({ timeZone, startsAt, endsAt, ...row }: MaintenanceRow): MaintenanceWindowDto => ({
  ...row,
  startsAt: inZone(startsAt, timeZone),
  endsAt: inZone(endsAt, timeZone),
});
