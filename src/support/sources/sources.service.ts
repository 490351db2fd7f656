import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { locationFilter, requireOwnLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { conflict, DomainError, forbidden } from '../../domain/errors.js';
import { refusalText, type RefusalText } from '../../domain/refusals/refusal-text.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { COLLECTOR_QUEUE } from './collector.service.js';
import { locationsOf, placesOf } from './placing.js';
import { RunsRepository } from './runs.repository.js';
import { SourceOpener } from './source-opener.js';
import { checkedSettings, isSameServer, withKeptSecrets, type SplitSettings } from './source-settings.js';
import { toSampleDto, toSourceDto } from './source-mapping.js';
import { mayChange, requireChangeable, requireVisible } from './source-access.js';
import type {
  CreateSupportSourceDto,
  SourceCheckDto,
  SupportSourceDto,
  UpdateSupportSourceDto,
} from './sources.dto.js';
import { SourcesRepository, type CollectedTicket, type SourceRow } from './sources.repository.js';
import { SourceError, type TicketSource } from './ticket-source.js';

const CHECK_MILLISECONDS = 45_000;

/** Sources of requests: their settings, and asking for runs. */
@Injectable()
export class SourcesService {
  constructor(
    private readonly sources: SourcesRepository,
    private readonly runs: RunsRepository,
    private readonly opener: SourceOpener,
    private readonly secrets: Secrets,
    private readonly locations: LocationsService,
    private readonly institution: SettingsService,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: PageQuery): Promise<Page<SupportSourceDto>> {
    const page = pageRequest(query);
    const rows = await this.sources.list(locationFilter(caller), page);
    const present = await this.presenting(caller, rows);
    return toPage(rows, page, ({ id }) => [id], present);
  }

  async get(caller: Caller, id: string): Promise<SupportSourceDto> {
    return this.present(caller, await this.getRow(caller, id));
  }

  /** Checks a new source. Runs outside of any transaction, because the other server may take long. */
  async prepare(caller: Caller, body: CreateSupportSourceDto): Promise<SplitSettings> {
    const { settings, secrets } = checkedSettings(body.kind, body.settings);
    this.requireOwn(caller, placesIn(body));
    if (body.enabled)
      await this.requireReadable(() => this.opener.openWith(body.kind, { settings, secrets }));
    return { settings, secrets };
  }

  create(
    caller: Caller,
    body: CreateSupportSourceDto,
    { settings, secrets }: SplitSettings,
  ): Promise<SupportSourceDto> {
    const places = placesIn(body);
    return this.database.transaction(async () => {
      await this.holdLocations(caller, places);
      if (await this.isForeignName(caller, body.name)) throw conflict('SOURCE_NAME_FOREIGN');
      const id = newId();
      const { name, kind, everyMinutes, enabled } = body;
      const row = { id, name, kind, settings, everyMinutes, enabled, locationId: places.locationId };
      const now = this.clock.date();
      await this.sources.insert({ ...row, createdBy: caller.id, nextRunAt: now });
      await this.sources.saveRules(id, places.locationRules);
      await this.secrets.set(id, secrets);
      await this.record('support-source.created', id, { ...row, ...places, settings });
      if (enabled) await this.jobs.enqueue(COLLECTOR_QUEUE, { sourceId: id });
      return this.get(caller, id);
    });
  }

  async update(
    caller: Caller,
    id: string,
    change: UpdateSupportSourceDto,
    precondition: Precondition,
  ): Promise<SupportSourceDto> {
    const seen = await this.getOwnRow(caller, id);
    requireMatch(precondition, seen.version);
    const next = await this.changed(seen, change);
    this.requireOwn(caller, next.row);
    const isRead = change.settings !== undefined || (change.enabled === true && !seen.enabled);
    if (next.row.enabled && isRead)
      await this.requireReadable(
        () =>
          change.settings === undefined
            ? this.opener.open(seen)
            : this.opener.openWith(seen.kind, { settings: next.row.settings, secrets: next.secrets }),
        {
          // At the same address are the same tickets, though they may be read otherwise now.
          known:
            change.settings?.['baseUrl'] === seen.settings['baseUrl']
              ? null
              : await this.sources.findNewestTicket(seen.name),
          mayBeGone: isSameServer(next.row.settings, seen.settings),
        },
      );
    return this.database.transaction(async () => {
      const before = await this.lockOwn(caller, id);
      requireMatch([seen.version], before.version);
      await this.holdLocations(caller, next.row);
      if (next.row.name !== before.name) {
        if (await this.sources.hasRequests(before.name)) throw conflict('SOURCE_HAS_REQUESTS');
        if (await this.isForeignName(caller, next.row.name)) throw conflict('SOURCE_NAME_FOREIGN');
      }
      const cursor = next.row.cursor && before.cursor;
      await this.sources.update({ ...next.row, cursor, nextRunAt: this.clock.date() });
      if (change.locationRules !== undefined) await this.sources.saveRules(id, next.row.locationRules);
      await this.runs.endOpen(id, this.clock.date());
      if (change.settings !== undefined) await this.replaceSecrets(id, next.secrets);
      await this.record('support-source.updated', id, withoutSecrets(change, next.row));
      if (next.row.enabled) await this.jobs.enqueue(COLLECTOR_QUEUE, { sourceId: id });
      return this.get(caller, id);
    });
  }

  /** Its requests stay. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const { version, name } = await this.lockOwn(caller, id);
      requireMatch(precondition, version);
      await this.sources.remove(id);
      await this.secrets.removeAllOf(id);
      await this.record('support-source.deleted', id, { name });
    });
  }

  /** Whether a source can be read, with some of its tickets. */
  async check(caller: Caller, id: string): Promise<SourceCheckDto> {
    const row = await this.getOwnRow(caller, id);
    try {
      const source = await this.opener.open(row);
      const tickets = await source.check(AbortSignal.timeout(CHECK_MILLISECONDS));
      const locationOf = placesOf(row);
      const { timeZone } = await this.institution.get();
      const sample = tickets.map((ticket) => toSampleDto(ticket, locationOf(ticket.place ?? null), timeZone));
      return { ok: true, message: refusalText('SOURCE_CHECKED').message, sample };
    } catch (error) {
      return { ok: false, message: problemOf(error).message, sample: [] };
    }
  }

  private async changed(
    before: SourceRow,
    { settings: given, ...change }: UpdateSupportSourceDto,
  ): Promise<{ row: SourceRow; secrets: Record<string, string> }> {
    const { locationRules = before.locationRules, locationId = before.locationId } = change;
    const arePlacesSame =
      locationId === before.locationId &&
      JSON.stringify(locationRules) === JSON.stringify(before.locationRules);
    const row = {
      ...before,
      ...change,
      locationId,
      locationRules,
      rulesApplied: before.rulesApplied && arePlacesSame,
    };
    if (given === undefined) return { row, secrets: {} };
    const kept = { settings: before.settings, secrets: () => this.opener.secretsOf(before.id) };
    const whole = await withKeptSecrets(before.kind, given, kept).catch(refuseUnreadable);
    const { settings, secrets } = checkedSettings(before.kind, whole);
    // Another place to read from has other tickets, so all are collected anew.
    const isSame = isDeepStrictEqual(settings, before.settings);
    return { row: { ...row, settings, cursor: isSame ? before.cursor : null }, secrets };
  }

  /**
   * `known`: a ticket that was collected. Another system would replace it by its own ticket of this number. Of the same
   * server it may have been deleted.
   */
  private async requireReadable(
    open: () => TicketSource | Promise<TicketSource>,
    { known, mayBeGone }: { known: CollectedTicket | null; mayBeGone: boolean } = {
      known: null,
      mayBeGone: true,
    },
  ): Promise<void> {
    try {
      const source = await open();
      const signal = AbortSignal.timeout(CHECK_MILLISECONDS);
      await source.check(signal);
      const found = known && (await source.find?.(known.externalId, signal));
      const isOther =
        typeof found === 'object' && found && 'ticket' in found && found.ticket.openedAt !== +known.openedAt;
      if (known && (isOther || ((found === 'gone' || found === 'missing') && !mayBeGone)))
        throw conflict('SOURCE_ANOTHER_SYSTEM', { externalId: known.externalId });
    } catch (error) {
      refuseUnreadable(error);
    }
  }

  /** Of another way to show who asks, nothing stays. */
  private async replaceSecrets(id: string, secrets: Readonly<Record<string, string>>): Promise<void> {
    const stored = await this.secrets.names(id);
    await this.secrets.set(id, { ...Object.fromEntries(stored.map((name) => [name, null])), ...secrets });
  }

  /** Whether requests of this name belong to locations that the caller does not have. */
  private async isForeignName(caller: Caller, name: string): Promise<boolean> {
    const own = locationFilter(caller);
    return own !== null && (await this.sources.hasRequestsElsewhere(name, own));
  }

  private requireOwn(caller: Caller, places: Pick<SourceRow, 'locationId' | 'locationRules'>): void {
    const ids = locationsOf(places);
    for (const id of ids) requireOwnLocation(caller, id.toLowerCase());
    if (ids.length === 0 && caller.locationIds !== 'all') throw forbidden('SOURCE_WITHOUT_LOCATION');
  }

  private holdLocations(
    caller: Caller,
    places: Pick<SourceRow, 'locationId' | 'locationRules'>,
  ): Promise<void> {
    return this.locations.requireAllOwn(
      caller,
      locationsOf(places).map((id) => id.toLowerCase()),
    );
  }

  private async getRow(caller: Caller, id: string): Promise<SourceRow> {
    return requireVisible(caller, await this.sources.find(id));
  }

  private async getOwnRow(caller: Caller, id: string): Promise<SourceRow> {
    return requireChangeable(caller, await this.sources.find(id));
  }

  private async lockOwn(caller: Caller, id: string): Promise<SourceRow> {
    return requireChangeable(caller, await this.sources.find(id, { lock: true }));
  }

  private async present(caller: Caller, row: SourceRow): Promise<SupportSourceDto> {
    return (await this.presenting(caller, [row]))(row);
  }

  private async presenting(
    caller: Caller,
    rows: readonly SourceRow[],
  ): Promise<(row: SourceRow) => SupportSourceDto> {
    const names = rows.map(({ name }) => name);
    const { timeZone } = await this.institution.get();
    const unassigned = await this.sources.countUnassigned(names);
    const unmatched = Map.groupBy(await this.sources.unmatched(names), ({ sourceName }) => sourceName);
    return (row) =>
      toSourceDto(row, {
        timeZone,
        now: this.clock.now(),
        unassigned: unassigned.get(row.name) ?? 0,
        unmatched: unmatched.get(row.name) ?? [],
        mayChange: mayChange(caller, row),
      });
  }

  private record(action: AuditAction<'support-source'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'support-source', entityId, details });
  }
}

const placesIn = ({
  locationId = null,
  locationRules = [],
}: CreateSupportSourceDto): Pick<SourceRow, 'locationId' | 'locationRules'> => ({
  locationId,
  locationRules,
});

const problemOf = (error: unknown): RefusalText => {
  if (error instanceof SourceError) return error.reason;
  if ((error as Error).name === 'TimeoutError') return refusalText('SOURCE_UNREACHABLE.slow');
  throw error;
};

function refuseUnreadable(error: unknown): never {
  if (error instanceof DomainError) throw error;
  throw new DomainError('conflict', problemOf(error), { cause: error });
}

/** For the trail: the settings without secrets. */
const withoutSecrets = ({ settings, ...change }: UpdateSupportSourceDto, row: SourceRow): object => ({
  ...change,
  ...(settings !== undefined && { settings: row.settings }),
});
