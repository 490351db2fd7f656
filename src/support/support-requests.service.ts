import { Injectable } from '@nestjs/common';
import { locationFilter, canSeeLocation, type Caller } from '../access/caller.js';
import { LocationsService } from '../coverage/locations.service.js';
import { conflict, forbidden, invalid, notFound } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { inZone, inZoneOrNull } from '../domain/iso-text.js';
import { ISO_INSTANT, pageRequest, toPage, UUID, type Page } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { isLate, LoggedTimes } from './logged-times.js';
import { SourceNames } from './sources/source-names.js';
import { UnassignedRepository } from './unassigned/unassigned.repository.js';
import { changedWait, isUnknown, withStatedWait, writtenOf } from './stated-waits.js';
import type {
  CreateSupportRequestDto,
  SupportRequestDto,
  SupportRequestQuery,
  UpdateSupportRequestDto,
} from './support.dto.js';
import {
  SupportRequestsRepository,
  type StoredRequest,
  type SupportRequestRow,
} from './support-requests.repository.js';

/** What was stored, and whether it is new. */
export interface Upserted<T> {
  created: boolean;
  item: T;
}

@Injectable()
export class SupportRequestsService {
  constructor(
    private readonly requests: SupportRequestsRepository,
    private readonly locations: LocationsService,
    private readonly times: LoggedTimes,
    private readonly sources: SourceNames,
    private readonly unassigned: UnassignedRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: SupportRequestQuery): Promise<Page<SupportRequestDto>> {
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    const selection = {
      visible: locationFilter(caller),
      createdBy: caller.role === 'operator' ? caller.id : null,
      locationId: query.locationId ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
      tier: query.tier ?? null,
      channel: query.channel ?? null,
      category: query.category ?? null,
      escalated: query.escalated ?? null,
      history: query.history ?? null,
    };
    const rows = await this.requests.list(selection, page);
    return toPage(rows, page, (row) => [row.openedAt.toISOString(), row.id], toDto);
  }

  async get(caller: Caller, id: string): Promise<SupportRequestDto> {
    return toDto(requireVisible(caller, await this.requests.find(id)));
  }

  /** Logs a request; the same source and external id updates it. */
  save(caller: Caller, asked: CreateSupportRequestDto): Promise<Upserted<SupportRequestDto>> {
    const { source = null, externalId = null } = asked;
    if (externalId !== null && source === null) throw invalid('source', 'INVALID_FIELD.source-needed');
    if (caller.role === 'operator' && source !== null) throw forbidden('NO_SOURCE');
    const body = withStatedWait(asked);
    this.times.requirePast(timesOf(body));
    return this.database.transaction(async () => {
      await this.locations.getOwn(caller, body.locationId);
      await this.times.requireOwnShift(caller, body.locationId, 'openedAt', writtenOf(body));
      for (;;) {
        const known =
          source !== null && externalId !== null && (await this.requests.lockExternal(source, externalId));
        if (known) return { created: false, item: await this.updateKnown(caller, known, body) };
        if (source !== null) await this.requireServes(source, externalId, body.locationId);
        const id = newId();
        const loggedAt = this.clock.date();
        if (await this.requests.insert({ ...newRow(id, caller, body), loggedAt })) {
          const details = {
            ...body,
            ...(isLogged(body) && isLate(writtenOf(body), loggedAt) && { late: true }),
          };
          await this.record('support-request.created', id, body.locationId, details);
          return { created: true, item: await this.get(caller, id) };
        }
      }
    });
  }

  update(
    caller: Caller,
    id: string,
    asked: UpdateSupportRequestDto,
    precondition: Precondition,
  ): Promise<SupportRequestDto> {
    return this.database.transaction(async () => {
      const before = requireVisible(caller, await this.requests.find(id, { lock: true }));
      requireMatch(precondition, before.version);
      const change = changedWait(before, asked);
      this.times.requirePast(timesOf(change));
      this.times.requireRecent(caller, changedTimes(before, change));
      if (change.openedAt && +change.openedAt !== +before.openedAt)
        await this.times.requireOwnShift(
          caller,
          before.locationId,
          'openedAt',
          writtenOf({ ...before, ...change }),
        );
      return this.change(before, change);
    });
  }

  /** Removes what the caller logged by mistake, as long as nobody else can be working on it. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const request = requireVisible(caller, await this.requests.find(id, { lock: true }));
      requireMatch(precondition, request.version);
      if (!isLogged(request) || request.createdBy !== caller.id) throw conflict('NOT_YOUR_ENTRY');
      this.times.requireRecent(caller, { openedAt: writtenOf(request) });
      if (request.escalatedAt) throw conflict('WITH_CAMPUS_IT');
      await this.requests.remove(id);
      await this.record('support-request.deleted', id, request.locationId, toDto(request));
    });
  }

  /** A configured source has its own locations, and its collector would move what is stored elsewhere. */
  private async requireServes(source: string, externalId: string | null, locationId: string): Promise<void> {
    await this.sources.requireServes(source, locationId);
    if (externalId !== null && (await this.unassigned.isWaiting(source, externalId)))
      throw conflict('UNASSIGNED');
  }

  private updateKnown(
    caller: Caller,
    known: SupportRequestRow,
    { locationId, source: _source, externalId: _externalId, ...change }: CreateSupportRequestDto,
  ): Promise<SupportRequestDto> {
    if (known.locationId !== locationId.toLowerCase() || !isVisible(caller, known)) {
      throw conflict('OTHER_LOCATION');
    }
    return this.change(known, changedWait(known, change));
  }

  private async change(
    before: SupportRequestRow,
    change: UpdateSupportRequestDto,
  ): Promise<SupportRequestDto> {
    requireNotCollected(before, change);
    await this.requests.update({ ...before, ...change }, change.firstResolvedAt !== undefined);
    await this.record('support-request.updated', before.id, before.locationId, change);
    return toDto((await this.requests.find(before.id))!);
  }

  private record(
    action: AuditAction<'support-request'>,
    entityId: string,
    locationId: string,
    details: object,
  ): Promise<void> {
    return this.audit.record({ action, entity: 'support-request', entityId, locationId, details });
  }
}

function newRow(id: string, caller: Caller, body: CreateSupportRequestDto): Omit<StoredRequest, 'loggedAt'> {
  const { source, externalId, externalUrl, firstResponseAt, escalatedAt, resolvedAt, channel, category } =
    body;
  return {
    id,
    locationId: body.locationId,
    openedAt: body.openedAt,
    source: source ?? null,
    externalId: externalId ?? null,
    externalUrl: externalUrl ?? null,
    firstResponseAt: firstResponseAt ?? null,
    waitedMinutes: body.waitedMinutes ?? null,
    escalatedAt: escalatedAt ?? null,
    firstResolvedAt: body.firstResolvedAt ?? resolvedAt ?? null,
    resolvedAt: resolvedAt ?? null,
    tier: body.tier ?? 'library',
    channel: channel ?? null,
    category: category ?? null,
    readLevel: body.readLevel ?? null,
    directional: body.directional ?? false,
    createdBy: caller.id,
  };
}

/** All times of a request, by field. */
const timesOf = ({
  openedAt,
  firstResponseAt,
  escalatedAt,
  firstResolvedAt,
  resolvedAt,
}: UpdateSupportRequestDto): Record<string, Date | null | undefined> => ({
  openedAt,
  firstResponseAt,
  escalatedAt,
  firstResolvedAt,
  resolvedAt,
});

const changedTimes = (
  before: SupportRequestRow,
  change: UpdateSupportRequestDto,
): Record<string, Date | null | undefined> =>
  Object.fromEntries(
    Object.entries(timesOf(change)).filter(
      ([field, at]) => +(at ?? 0) !== +(before[field as keyof typeof before] ?? 0),
    ),
  );

/** What a source tells would be overwritten with its next run, so it is not changed here. */
function requireNotCollected(before: SupportRequestRow, change: UpdateSupportRequestDto): void {
  const isTold =
    Object.keys(changedTimes(before, change)).length > 0 ||
    (change.waitedMinutes ?? before.waitedMinutes) !== before.waitedMinutes ||
    (change.tier ?? before.tier) !== before.tier;
  if (before.collected && isTold) throw conflict('COLLECTED', { source: before.source });
}

/** Written down here, not imported from another system with its own times. */
const isLogged = ({ source }: { source?: string | null }): boolean => (source ?? null) === null;

/** An operator sees the requests they logged; others see those at their locations. */
const isVisible = (caller: Caller, request: SupportRequestRow): boolean =>
  canSeeLocation(caller, request.locationId) &&
  (caller.role !== 'operator' || request.createdBy === caller.id);

function requireVisible(caller: Caller, request: SupportRequestRow | null): SupportRequestRow {
  if (!request || !isVisible(caller, request)) throw notFound('supportRequest');
  return request;
}

const toDto = ({ timeZone, createdBy: _createdBy, ...row }: SupportRequestRow): SupportRequestDto => ({
  ...row,
  openedAt: inZone(row.openedAt, timeZone),
  firstResponseAt: inZoneOrNull(row.firstResponseAt, timeZone),
  waitUnknown: isUnknown(row),
  escalatedAt: inZoneOrNull(row.escalatedAt, timeZone),
  firstResolvedAt: inZoneOrNull(row.firstResolvedAt, timeZone),
  resolvedAt: inZoneOrNull(row.resolvedAt, timeZone),
  loggedAt: inZoneOrNull(row.loggedAt, timeZone),
  loggedLate: isLogged(row) && isLate(writtenOf(row), row.loggedAt),
});
