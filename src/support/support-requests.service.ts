import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { LocationsService } from '../coverage/locations.service.js';
import { SettingsService } from '../coverage/settings.service.js';
import { DAY } from '../domain/interval.js';
import { conflict, forbidden, invalid } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { inZone, inZoneOrNull } from '../domain/iso-text.js';
import { ISO_INSTANT, pageRequest, toPage, UUID, type Page } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { CategoriesService } from './categories/categories.service.js';
import { followCategory } from '../domain/categories.js';
import { FirstTier } from './routing/first-tier.js';
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
import { RequestListRepository } from './request-list.repository.js';
import type { SupportRequestRow } from './request-row.js';
import { RequestSelector } from './request-selector.js';
import { RequestVisibility } from './request-visibility.js';
import {
  auditable,
  changedTimes,
  arrivalOf,
  changedHandOver,
  isLogged,
  isToBeRouted,
  newRow,
  requireNotCollected,
  timesOf,
  waitingAfter,
} from './request-changes.js';
import { SupportRequestsRepository } from './support-requests.repository.js';
import { EscalationTickets } from './tickets/escalation-tickets.service.js';
import { actsOf } from './thread/acts.js';
import { ThreadRepository } from './thread/thread.repository.js';

/** What was stored, and whether it is new. */
export interface Upserted<T> {
  created: boolean;
  item: T;
}

/** How long who asked is kept of a request that nobody resolves. */
const LONGEST_UNRESOLVED_DAYS = 182;

@Injectable()
export class SupportRequestsService {
  constructor(
    private readonly requests: SupportRequestsRepository,
    private readonly lists: RequestListRepository,
    private readonly selector: RequestSelector,
    private readonly visibility: RequestVisibility,
    private readonly thread: ThreadRepository,
    private readonly locations: LocationsService,
    private readonly times: LoggedTimes,
    private readonly categories: CategoriesService,
    private readonly firstTier: FirstTier,
    private readonly institution: SettingsService,
    private readonly sources: SourceNames,
    private readonly unassigned: UnassignedRepository,
    private readonly tickets: EscalationTickets,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: SupportRequestQuery): Promise<Page<SupportRequestDto>> {
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    const rows = await this.lists.list(await this.selector.selectionOf(caller, query), page);
    return toPage(
      rows,
      page,
      (row) => [row.openedAt.toISOString(), row.id],
      (row) => toRequestDto(caller, row),
    );
  }

  async get(caller: Caller, id: string): Promise<SupportRequestDto> {
    return toRequestDto(caller, await this.visibility.requireVisible(caller, await this.requests.find(id)));
  }

  /** Logs a request; the same source and external id updates it. */
  save(caller: Caller, asked: CreateSupportRequestDto): Promise<Upserted<SupportRequestDto>> {
    const { source = null, externalId = null } = asked;
    if (externalId !== null && source === null) throw invalid('source', 'INVALID_FIELD.source-needed');
    if (caller.role === 'operator' && source !== null) throw forbidden('NO_SOURCE');
    const body = withStatedWait(asked);
    this.times.requirePast(timesOf(body));
    return this.database.transaction(async () => {
      const location = await this.locations.getOwn(caller, body.locationId);
      await this.times.requireOwnShift(caller, body.locationId, 'openedAt', writtenOf(body));
      for (;;) {
        const known =
          source !== null && externalId !== null && (await this.requests.lockExternal(source, externalId));
        if (known) return { created: false, item: await this.updateKnown(caller, known, body) };
        if (source !== null) await this.requireServes(source, externalId, body.locationId);
        const id = newId();
        const loggedAt = this.clock.date();
        const meanings = await this.categories.meanings();
        const row = newRow(id, caller, body, meanings);
        const arrival = arrivalOf(row, location);
        const rule = isToBeRouted(body) ? await this.firstTier.ruleFor(arrival, meanings) : null;
        const tier = rule?.tier ?? row.tier;
        if (await this.requests.insert({ ...row, tier, loggedAt })) {
          if (rule && tier === 'campus-it') await this.tellRouted(caller, row, rule.words);
          const details = {
            ...auditable(body),
            ...(rule && { tier, routingRuleId: rule.id }),
            ...(isLogged(body) && isLate(writtenOf(body), loggedAt) && { late: true }),
          };
          await this.record('support-request.created', id, body.locationId, details);
          if (isLogged(row)) await this.tickets.follow(null, { ...row, tier }, rule?.words);
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
      const before = await this.visibility.requireVisible(
        caller,
        await this.requests.find(id, { lock: true }),
      );
      requireMatch(precondition, before.version);
      await this.requireMayAssign(caller, before, asked.assigneeId);
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
      return this.change(caller, before, change);
    });
  }

  /** Removes what the caller logged by mistake, as long as nobody else can be working on it. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const request = await this.visibility.requireVisible(
        caller,
        await this.requests.find(id, { lock: true }),
      );
      requireMatch(precondition, request.version);
      if (!isLogged(request) || request.createdBy !== caller.id) throw conflict('NOT_YOUR_ENTRY');
      this.times.requireRecent(caller, { openedAt: writtenOf(request) });
      if (request.escalatedAt) throw conflict('WITH_CAMPUS_IT');
      await this.tickets.requireUntold(id);
      if (await this.thread.hasOtherAuthors(id, caller.id)) throw conflict('OTHERS_WROTE');
      await this.requests.remove(id);
      await this.record(
        'support-request.deleted',
        id,
        request.locationId,
        auditable(toRequestDto(caller, request)),
      );
    });
  }

  /** Forgets who asked, as long after the resolution as the settings say. */
  async forgetRequesters(): Promise<void> {
    const { requesterDays } = await this.institution.get();
    const before = (days: number): Date => new Date(this.clock.now() - days * DAY);
    await this.requests.forgetRequesters(
      before(requesterDays),
      before(Math.max(requesterDays, LONGEST_UNRESOLVED_DAYS)),
    );
  }

  /** A configured source has its own locations, and its collector would move what is stored elsewhere. */
  private async requireServes(source: string, externalId: string | null, locationId: string): Promise<void> {
    await this.sources.requireServes(source, locationId);
    if (externalId !== null && (await this.unassigned.isWaiting(source, externalId)))
      throw conflict('UNASSIGNED');
  }

  /** In the words of the rule, which may be another one tomorrow. */
  private tellRouted(
    { id: authorId }: Caller,
    { id: requestId, openedAt: at }: Pick<SupportRequestRow, 'id' | 'openedAt'>,
    text: string,
  ): Promise<void> {
    return this.thread.insert({ id: newId(), requestId, at, kind: 'routed', text, authorId });
  }

  private async updateKnown(
    caller: Caller,
    known: SupportRequestRow,
    { locationId, source: _source, externalId: _externalId, ...change }: CreateSupportRequestDto,
  ): Promise<SupportRequestDto> {
    const isHere = known.locationId === locationId.toLowerCase();
    if (!isHere || !(await this.visibility.isVisible(caller, known))) throw conflict('OTHER_LOCATION');
    return this.change(caller, known, changedWait(known, change));
  }

  private async change(
    caller: Caller,
    before: SupportRequestRow,
    asked: UpdateSupportRequestDto,
  ): Promise<SupportRequestDto> {
    const now = this.clock.date();
    const handOver = before.collected && caller.kind === 'user' ? changedHandOver(before, asked, now) : null;
    const { tier: _tier, escalatedAt: _escalatedAt, ...rest } = asked;
    requireNotCollected(before, handOver ? rest : asked);
    const change =
      asked.category === undefined ? asked : followCategory(before, asked, await this.categories.meanings());
    const { waiting, ...fields } = change;
    const changed = { ...before, ...fields, ...handOver };
    const after = { ...changed, waitingSince: waitingAfter(before, changed, waiting, now) };
    await this.requests.update(after, change.firstResolvedAt !== undefined);
    // Requests of other systems have their tickets there.
    if (isLogged(before) || handOver) await this.tickets.follow(before, after);
    // The thread tells what people do; a system tells the times themselves.
    if (isLogged(before) || caller.kind === 'user')
      for (const act of actsOf(before, after, now))
        await this.thread.insert({ ...act, id: newId(), requestId: before.id, authorId: caller.id });
    await this.record('support-request.updated', before.id, before.locationId, auditable(change));
    return toRequestDto(caller, (await this.requests.find(before.id))!);
  }

  /** An operator takes a request or gives it back; others give it to anybody who may work on it. */
  private async requireMayAssign(
    caller: Caller,
    { assigneeId, locationId }: SupportRequestRow,
    asked: string | null | undefined,
  ): Promise<void> {
    if (asked === undefined || asked === assigneeId) return;
    const isOwn = asked === caller.id || (asked === null && assigneeId === caller.id);
    if (caller.role === 'operator' && !isOwn) throw forbidden('FORBIDDEN.own-requests');
    if (asked === null) return;
    const found = await this.thread.findAssignees(locationId, this.clock.date(), asked);
    if (found.length === 0) throw conflict('UNKNOWN_ASSIGNEE');
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

export const toRequestDto = (
  caller: Caller,
  {
    timeZone,
    createdBy: _createdBy,
    assigneeDisplayName,
    tierByHand: _tierByHand,
    escalatedByHandAt: _escalatedByHandAt,
    ...row
  }: SupportRequestRow,
): SupportRequestDto => ({
  ...row,
  assigneeName: caller.role === 'operator' ? assigneeDisplayName : row.assigneeName,
  requester: caller.kind === 'user' ? row.requester : null,
  openedAt: inZone(row.openedAt, timeZone),
  firstResponseAt: inZoneOrNull(row.firstResponseAt, timeZone),
  waitUnknown: isUnknown(row),
  escalatedAt: inZoneOrNull(row.escalatedAt, timeZone),
  firstResolvedAt: inZoneOrNull(row.firstResolvedAt, timeZone),
  resolvedAt: inZoneOrNull(row.resolvedAt, timeZone),
  waitingSince: inZoneOrNull(row.waitingSince, timeZone),
  loggedAt: inZoneOrNull(row.loggedAt, timeZone),
  loggedLate: isLogged(row) && isLate(writtenOf(row), row.loggedAt),
});
