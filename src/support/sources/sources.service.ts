import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { locationFilter, requireOwnLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { conflict, forbidden } from '../../domain/errors.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { EscalationTickets } from '../tickets/escalation-tickets.service.js';
import { COLLECTOR_QUEUE } from './collector.service.js';
import { locationsOf } from './placing.js';
import { RunsRepository } from './runs.repository.js';
import { FORMER_SECRET } from './pushes/former-secret.js';
import { refuseUnreadable, SourceChecks } from './source-checks.js';
import { SourceOpener } from './source-opener.js';
import {
  checkedSettings,
  isReadAlike,
  isSameServer,
  withKeptSecrets,
  withSigningSecret,
  type NewSettings,
} from './source-settings.js';
import { toSourceDto } from './source-mapping.js';
import { mayChange, requireChangeable, requireVisible } from './source-access.js';
import type {
  CreatedSupportSourceDto,
  CreateSupportSourceDto,
  SourceCheckDto,
  SupportSourceDto,
  UpdateSupportSourceDto,
} from './sources.dto.js';
import { SourcesRepository, type SourceRow } from './sources.repository.js';

const QUIET_AFTER_DAYS = 14;

/** Sources of requests: their settings, and asking for runs. */
@Injectable()
export class SourcesService {
  constructor(
    private readonly sources: SourcesRepository,
    private readonly runs: RunsRepository,
    private readonly opener: SourceOpener,
    private readonly checks: SourceChecks,
    private readonly escalations: EscalationTickets,
    private readonly secrets: Secrets,
    private readonly locations: LocationsService,
    private readonly institution: SettingsService,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
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
  async prepare(caller: Caller, body: CreateSupportSourceDto): Promise<NewSettings> {
    const prepared = withSigningSecret(body.kind, checkedSettings(body.kind, body.settings, body));
    this.requireOwn(caller, placesIn(body));
    if (body.enabled)
      await this.checks.requireReadable(() => this.opener.openWith(body.kind, prepared, body.locationId));
    return prepared;
  }

  create(
    caller: Caller,
    body: CreateSupportSourceDto,
    { settings, secrets, shownOnce }: NewSettings,
  ): Promise<CreatedSupportSourceDto> {
    const places = placesIn(body);
    return this.database.transaction(async () => {
      await this.holdLocations(caller, places);
      if (await this.isForeignName(caller, body.name)) throw conflict('SOURCE_NAME_FOREIGN');
      const id = newId();
      const { name, kind, everyMinutes, enabled, quietAfterDays = QUIET_AFTER_DAYS } = body;
      const row = {
        id,
        name,
        kind,
        settings,
        everyMinutes,
        enabled,
        quietAfterDays,
        locationId: places.locationId,
      };
      const now = this.clock.date();
      await this.sources.insert({ ...row, createdBy: caller.id, nextRunAt: now });
      await this.sources.saveRules(id, places.locationRules);
      await this.secrets.set(id, secrets);
      await this.record('support-source.created', id, { ...row, ...places, settings });
      if (enabled) await this.jobs.enqueue(COLLECTOR_QUEUE, { sourceId: id });
      return { ...(await this.get(caller, id)), ...(shownOnce !== null && { secret: shownOnce }) };
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
      await this.checks.requireReadable(
        () =>
          change.settings === undefined
            ? this.opener.open(seen)
            : this.opener.openWith(
                seen.kind,
                { settings: next.row.settings, secrets: next.secrets },
                next.row.locationId,
              ),
        {
          // At the same address are the same tickets, though they may be read otherwise now.
          known:
            change.settings?.['baseUrl'] === seen.settings['baseUrl']
              ? null
              : await this.sources.findNewestTicket(seen.name),
          mayBeGone: isSameServer(seen.kind, next.row.settings, seen.settings),
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
      await this.escalations.requireOpens(next.row);
      const cursor = next.row.cursor && before.cursor;
      const isAnew =
        (next.row.enabled && !before.enabled) || !isDeepStrictEqual(next.row.settings, before.settings);
      await this.sources.update({
        ...next.row,
        cursor,
        nextRunAt: this.clock.date(),
        // Somebody has looked: it is quiet only after as long again.
        lastNewsAt: isAnew ? this.clock.date() : before.lastNewsAt,
      });
      if (change.locationRules !== undefined) await this.sources.saveRules(id, next.row.locationRules);
      await this.runs.endOpen(id, this.clock.date());
      if (change.settings !== undefined) await this.replaceSecrets(next.row, next.secrets);
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
      await this.escalations.requireUnused(id);
      await this.sources.remove(id);
      await this.secrets.removeAllOf(id);
      await this.record('support-source.deleted', id, { name });
    });
  }

  /** Whether a source can be read, with some of its tickets. */
  async check(caller: Caller, id: string): Promise<SourceCheckDto> {
    return this.checks.check(await this.getOwnRow(caller, id));
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
    if (given['secret'] !== undefined) row.formerSecretUntil = null;
    const kept = { settings: before.settings, secrets: () => this.opener.secretsOf(before.id) };
    const whole = await withKeptSecrets(before.kind, given, kept).catch(refuseUnreadable);
    const { settings, secrets } = checkedSettings(before.kind, whole, row);
    // Another place to read from has other tickets, so all are collected anew.
    const isSame = isReadAlike(settings, before.settings);
    return { row: { ...row, settings, cursor: isSame ? before.cursor : null }, secrets };
  }

  /** Of another way to show who asks, nothing stays. */
  private async replaceSecrets(
    { id, formerSecretUntil }: SourceRow,
    secrets: Readonly<Record<string, string>>,
  ): Promise<void> {
    const stored = await this.secrets.names(id);
    const ended = stored.filter((name) => name !== FORMER_SECRET || formerSecretUntil === null);
    await this.secrets.set(id, { ...Object.fromEntries(ended.map((name) => [name, null])), ...secrets });
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
        pushUrl: row.kind === 'push' ? `${this.config.baseUrl}/api/v1/hooks/support/${row.id}` : null,
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

/** For the trail: the settings without secrets. */
const withoutSecrets = ({ settings, ...change }: UpdateSupportSourceDto, row: SourceRow): object => ({
  ...change,
  ...(settings !== undefined && { settings: row.settings }),
});
