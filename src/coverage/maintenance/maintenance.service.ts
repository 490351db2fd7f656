import { Injectable } from '@nestjs/common';
import { locationFilter, requireVisibleLocation, type Caller } from '../../access/caller.js';
import { conflict, forbidden, invalid, notFound } from '../../domain/errors.js';
import { DAY, overlaps } from '../../domain/interval.js';
import { inZone } from '../../domain/iso-text.js';
import {
  changesPast,
  closesBefore,
  LONGEST_MAINTENANCE_DAYS,
  type Maintenance,
} from '../../domain/maintenance.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { ISO_INSTANT, pageRequest, toPage, UUID, type Page } from '../../platform/http/paging.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { newId } from '../../platform/ids.js';
import { CoverageChanges } from '../coverage-changes.js';
import { LocationsService } from '../locations.service.js';
import { MAINTENANCE_TOLD_QUEUE, type MaintenanceChange } from './maintenance-changes.js';
import type {
  CreateMaintenanceWindowDto,
  MaintenanceQuery,
  MaintenanceWindowDto,
  UpdateMaintenanceWindowDto,
} from './maintenance.dto.js';
import { MaintenanceRepository, type MaintenanceRow } from './maintenance.repository.js';

type Told = Omit<MaintenanceRow, 'timeZone' | 'changedPast' | 'withdrawnBecause' | 'division'>;
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
    private readonly jobs: Jobs,
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
      await this.tell('announced', { ...window, version: 1 }, null);
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
      const hasClosedPast = before.changedPast || closesBefore(toSpan(before), this.clock.now());
      if (hasClosedPast && !overlaps(toSpan(before), toSpan(after))) throw conflict('MAINTENANCE_MOVED');
      await this.windows.save({ ...after, changedPast: before.changedPast || changedPast });
      await this.record('maintenance-window.updated', before, { ...change, changedPast });
      if (isOther(before, after))
        await this.tell('changed', { ...after, version: before.version + 1 }, before);
      return this.get(caller, id);
    });
  }

  /** What changed figures of the past is kept as a mark, with the reason for which it was taken back. */
  remove(caller: Caller, id: string, because: string | null, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const { withdrawnBecause: _none, ...window } = await this.getRow(caller, id, { lock: true });
      requireMatch(precondition, window.version);
      const changedPast = this.changesPast(caller, window, null);
      if (!changedPast && !window.changedPast) await this.windows.remove(id);
      else if (because === null) throw invalid('reason', 'INVALID_FIELD.reason-for-past');
      else await this.windows.withdraw(id, because);
      await this.record('maintenance-window.deleted', window, { ...window, changedPast, because });
      await this.tell('withdrawn', { ...window, version: window.version + 1 }, null);
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

  /** Whoever is on shift then is told afterwards. */
  private tell(
    what: MaintenanceChange['what'],
    { id, version, locationId, reason, closesCoverage, startsAt, endsAt }: Told,
    before: Times | null,
  ): Promise<void> {
    const textOf = (times: Pick<Times, 'startsAt' | 'endsAt'>): { startsAt: string; endsAt: string } => ({
      startsAt: times.startsAt.toISOString(),
      endsAt: times.endsAt.toISOString(),
    });
    return this.jobs.enqueue(MAINTENANCE_TOLD_QUEUE, {
      what,
      windowId: id,
      version,
      locationId,
      reason,
      closesCoverage,
      ...textOf({ startsAt, endsAt }),
      before: before && textOf(before),
    } satisfies MaintenanceChange);
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

const isOther = (before: MaintenanceRow, after: Omit<MaintenanceRow, 'version'>): boolean =>
  before.reason !== after.reason ||
  before.closesCoverage !== after.closesCoverage ||
  +before.startsAt !== +after.startsAt ||
  +before.endsAt !== +after.endsAt;

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

const toDto = ({
  timeZone,
  startsAt,
  endsAt,
  withdrawnBecause: _none,
  ...row
}: MaintenanceRow): MaintenanceWindowDto => ({
  ...row,
  startsAt: inZone(startsAt, timeZone),
  endsAt: inZone(endsAt, timeZone),
});
