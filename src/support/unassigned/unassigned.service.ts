import { Injectable } from '@nestjs/common';
import { canSeeLocation, locationFilter, requireOwnLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { conflict, invalid } from '../../domain/errors.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { Audit } from '../../platform/audit/audit.js';
import { Database } from '../../platform/database/database.js';
import { ISO_INSTANT, pageRequest, toPage, UUID, type Page } from '../../platform/http/paging.js';
import { placesOf } from '../sources/placing.js';
import { SourcesRepository } from '../sources/sources.repository.js';
import type { SupportRequestDto, SupportRequestQuery } from '../support.dto.js';
import { SupportRequestsService } from '../support-requests.service.js';
import { UnassignedRepository, type UnassignedRow } from './unassigned.repository.js';

/** Filters that say something about the location, or that there is no index for. */
const NOT_WITH_UNASSIGNED = [
  'locationId',
  'tier',
  'channel',
  'priority',
  'firstDay',
  'lastDay',
  'category',
  'escalated',
  'history',
  'resolved',
  'assignee',
  'search',
] as const;

/**
 * Requests that no rule of their source gives a location. Until somebody does, they are in no figure. They are seen by
 * those who look after one of the source's locations.
 */
@Injectable()
export class UnassignedService {
  constructor(
    private readonly unassigned: UnassignedRepository,
    private readonly sources: SourcesRepository,
    private readonly requests: SupportRequestsService,
    private readonly locations: LocationsService,
    private readonly institution: SettingsService,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** Newest first. */
  async list(caller: Caller, query: SupportRequestQuery): Promise<Page<SupportRequestDto>> {
    const alien = NOT_WITH_UNASSIGNED.find((field) => query[field] !== undefined);
    if (alien) throw invalid(alien, 'INVALID_FIELD.with-unassigned', { field: alien });
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    const { timeZone } = await this.institution.get();
    const span = { from: query.from ?? null, to: query.to ?? null };
    const rows = await this.unassigned.list(await this.visibleSources(caller), span, page);
    return toPage(
      rows,
      page,
      (row) => [row.openedAt.toISOString(), row.id],
      (row) => toDto(row, timeZone),
    );
  }

  /** Null when it does not wait, or not for this caller. */
  async find(caller: Caller, id: string): Promise<SupportRequestDto | null> {
    const row = await this.unassigned.find(id);
    if (!row || !(await this.isVisible(caller, row))) return null;
    return toDto(row, (await this.institution.get()).timeZone);
  }

  async requireNotWaiting(caller: Caller, id: string): Promise<void> {
    if (await this.find(caller, id)) throw conflict('UNASSIGNED');
  }

  /** Gives a request a location. It keeps it whatever the rules of its source say. */
  assign(caller: Caller, id: string, locationId: string): Promise<SupportRequestDto> {
    return this.database.transaction(async () => {
      const row = await this.unassigned.find(id, { lock: true });
      if (!row || !(await this.isVisible(caller, row))) {
        await this.requests.get(caller, id);
        throw conflict('NOT_UNASSIGNED');
      }
      const location = await this.locations.getOwn(caller, locationId);
      await this.unassigned.assign(id, location.id);
      await this.record('support-request.assigned', id, location.id);
      return this.requests.get(caller, id);
    });
  }

  /** Undoes that: the rules of its source decide again. */
  unassign(caller: Caller, id: string): Promise<SupportRequestDto> {
    return this.database.transaction(async () => {
      const placed = await this.unassigned.lockPlacedByHand(id);
      if (!placed || !canSeeLocation(caller, placed.locationId)) {
        await this.requests.get(caller, id);
        throw conflict('NOT_PLACED_BY_HAND');
      }
      const source = await this.sources.findByName(placed.source ?? '');
      const next = source ? placesOf(source)(placed.place) : null;
      if (next !== null) requireOwnLocation(caller, next);
      await this.unassigned.release(id, next);
      await this.record('support-request.unassigned', id, placed.locationId);
      const waiting = await this.unassigned.find(id);
      return waiting
        ? toDto(waiting, (await this.institution.get()).timeZone)
        : this.requests.get(caller, id);
    });
  }

  private async isVisible(caller: Caller, { source }: UnassignedRow): Promise<boolean> {
    const names = await this.visibleSources(caller);
    return names === null || names.includes(source ?? '');
  }

  /** Null means all. */
  private async visibleSources(caller: Caller): Promise<string[] | null> {
    if (caller.role === 'operator') return [];
    const own = locationFilter(caller);
    return own === null ? null : this.sources.namesAt(own);
  }

  private record(
    action: 'support-request.assigned' | 'support-request.unassigned',
    entityId: string,
    locationId: string,
  ): Promise<void> {
    return this.audit.record({ action, entity: 'support-request', entityId, locationId });
  }
}

/** Times in the institution's zone, because there is no location yet. */
const toDto = (row: UnassignedRow, timeZone: string): SupportRequestDto => ({
  ...row,
  locationId: null,
  openedAt: inZone(row.openedAt, timeZone),
  firstResponseAt: inZoneOrNull(row.firstResponseAt, timeZone),
  waitUnknown: false,
  escalatedAt: inZoneOrNull(row.escalatedAt, timeZone),
  firstResolvedAt: inZoneOrNull(row.firstResolvedAt, timeZone),
  resolvedAt: inZoneOrNull(row.resolvedAt, timeZone),
  loggedAt: null,
  loggedLate: false,
  requester: null,
  assigneeId: null,
  assigneeName: null,
  placedByHand: false,
  collected: true,
  canEscalate: false,
  canReturn: false,
  history: false,
  waitingSince: inZoneOrNull(row.waitingSince, timeZone),
});
