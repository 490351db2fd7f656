import { Injectable } from '@nestjs/common';
import { locationFilter, requireVisibleLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { forbidden, invalid, notFound } from '../../domain/errors.js';
import { localDateOf } from '../../domain/local-date.js';
import { isOutOfServiceSound, workstationState, type WorkstationFields } from '../../domain/workstations.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { pageRequest, toPage, UUID, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { LoggedTimes } from '../logged-times.js';
import type {
  CreateWorkstationDto,
  UpdateWorkstationDto,
  WorkstationDto,
  WorkstationQuery,
} from './workstations.dto.js';
import { WorkstationsRepository, type WorkstationRow } from './workstations.repository.js';

const KEY = /^[^\0]+$/;
/** All that an operator may tell. */
const OUT_OF_SERVICE = ['outOfServiceFrom', 'outOfServiceUntil'];

/** A workstation of which nothing but its name is known. */
export const BLANK: Omit<WorkstationFields, 'name'> = {
  area: null,
  inServiceFrom: null,
  upgradedOn: null,
  joinedNetworkOn: null,
  outOfServiceFrom: null,
  outOfServiceUntil: null,
  note: null,
};

/** The computers that people use at locations. */
@Injectable()
export class WorkstationsService {
  constructor(
    private readonly stations: WorkstationsRepository,
    private readonly locations: LocationsService,
    private readonly times: LoggedTimes,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: WorkstationQuery): Promise<Page<WorkstationDto>> {
    const page = pageRequest(query, [UUID, KEY]);
    const { locationId = null, area = null, inService = null, on = null } = query;
    const selection = { locationId, area, inService, on, now: this.clock.date() };
    return toPage(
      await this.stations.list({ ...selection, visible: locationFilter(caller) }, page),
      page,
      (row) => [row.locationId, row.nameKey],
      (row) => this.toDto(row),
    );
  }

  async get(caller: Caller, id: string): Promise<WorkstationDto> {
    return this.toDto(await this.getRow(caller, id));
  }

  create(caller: Caller, { locationId, ...body }: CreateWorkstationDto): Promise<WorkstationDto> {
    return this.database.transaction(async () => {
      const location = await this.locations.getOwn(caller, locationId);
      const station = { ...BLANK, ...body, id: newId(), locationId: location.id };
      requireSound(station);
      await this.stations.lockNamesOf(location.id);
      await this.stations.save(station);
      await this.record('workstation.created', station, station);
      return this.get(caller, station.id);
    });
  }

  /** An operator says that one is out of service, or no longer, at a location where they are on shift. */
  update(
    caller: Caller,
    id: string,
    change: UpdateWorkstationDto,
    precondition: Precondition,
  ): Promise<WorkstationDto> {
    return this.database.transaction(async () => {
      // Before the row, as imports do.
      if (change.name !== undefined)
        await this.stations.lockNamesOf((await this.getRow(caller, id)).locationId);
      const before = await this.getRow(caller, id, { lock: true });
      if (caller.role === 'operator') {
        const isTheirs = Object.keys(change).every((field) => OUT_OF_SERVICE.includes(field));
        if (!isTheirs) throw forbidden('FORBIDDEN.workstation');
        await this.times.requireOwnShift(caller, before.locationId, 'outOfServiceFrom', this.clock.date());
      }
      requireMatch(precondition, before.version);
      const after = { ...before, ...change };
      requireSound(after);
      await this.stations.save(after);
      await this.record('workstation.updated', before, change);
      return this.get(caller, id);
    });
  }

  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const station = await this.getRow(caller, id, { lock: true });
      requireMatch(precondition, station.version);
      await this.stations.remove(id);
      await this.record('workstation.deleted', station, station);
    });
  }

  private async getRow(
    caller: Caller,
    id: string,
    options: { lock?: boolean } = {},
  ): Promise<WorkstationRow> {
    const station = await this.stations.find(id, options);
    if (!station) throw notFound('workstation');
    requireVisibleLocation(caller, station.locationId, 'workstation');
    return station;
  }

  private toDto({ timeZone, nameKey: _key, ...row }: WorkstationRow): WorkstationDto {
    return { ...row, state: workstationState(row, localDateOf(this.clock.now(), timeZone)) };
  }

  private record(
    action: AuditAction<'workstation'>,
    { id, locationId }: { id: string; locationId: string },
    details: object,
  ): Promise<void> {
    return this.audit.record({ action, entity: 'workstation', entityId: id, locationId, details });
  }
}

function requireSound(station: WorkstationFields): void {
  if (!isOutOfServiceSound(station)) throw invalid('outOfServiceUntil', 'INVALID_FIELD.out-of-service');
}
