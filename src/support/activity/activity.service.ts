import { Injectable } from '@nestjs/common';
import { canSeeLocation, locationFilter, type Caller } from '../../access/caller.js';
import { DemandService } from '../../coverage/demand.service.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { gateHours, type GatePart } from '../../domain/activity/gate-hours.js';
import { LONGEST_GAP } from '../../domain/activity/gate-spans.js';
import { WHOLE_LOCATION, type ActivitySeries } from '../../domain/activity/series.js';
import { openSpans } from '../../domain/coverage.js';
import { forbidden, notFound, refusal } from '../../domain/errors.js';
import type { Span } from '../../domain/interval.js';
import { inZone } from '../../domain/iso-text.js';
import { hourUnits } from '../../domain/metrics/buckets.js';
import { Audit } from '../../platform/audit/audit.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { ISO_INSTANT, pageRequest, toPage, UUID, type Page } from '../../platform/http/paging.js';
import { windowOf } from '../../platform/http/time-window.js';
import { newId } from '../../platform/ids.js';
import { SupportFactsRepository } from '../support-facts.repository.js';
import { LoggedTimes } from '../logged-times.js';
import type { CreateHeadcountDto, HeadcountDto, SupportQuery } from '../support.dto.js';
import type { Upserted } from '../support-requests.service.js';
import { countViolations } from './count-violations.js';
import { ActivityRepository, type ActivityRow } from './activity.repository.js';
import {
  LONGEST_HOURS_DAYS,
  type ActivityDto,
  type ActivityFieldsDto,
  type ActivityHourDto,
  type ActivityHoursDto,
  type ActivityHoursQuery,
  type ActivityQuery,
  type CreateActivityDto,
} from './activity.dto.js';

/** What is counted at a location beside requests: people, workstations in use, gates. */
@Injectable()
export class ActivityService {
  constructor(
    private readonly activity: ActivityRepository,
    private readonly facts: SupportFactsRepository,
    private readonly locations: LocationsService,
    private readonly demand: DemandService,
    private readonly times: LoggedTimes,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(caller: Caller, query: ActivityQuery): Promise<Page<ActivityDto>> {
    const { rows, page } = await this.rowsOf(caller, query, query.series ?? null, query.area ?? null);
    return toPage(rows, page, keyOf, toActivityDto);
  }

  async get(caller: Caller, id: string): Promise<ActivityDto> {
    return toActivityDto(await this.getRow(caller, id));
  }

  save(caller: Caller, body: CreateActivityDto): Promise<Upserted<ActivityDto>> {
    requireCountable(body);
    return this.database.transaction(async () => {
      const { id, created } = await this.store(caller, body);
      await this.record(created ? 'activity-count.created' : 'activity-count.updated', id, body);
      return { created, item: await this.get(caller, id) };
    });
  }

  /** Removes a count that was wrong: supervisors any, others their own. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      await this.activity.lock(id);
      const count = await this.getRow(caller, id);
      requireMatch(precondition, count.version);
      const isSupervisor = caller.role === 'admin' || caller.role === 'supervisor';
      if (!isSupervisor && count.createdBy !== caller.id) throw forbidden('FORBIDDEN.own-count');
      this.times.requireRecent(caller, { at: count.at });
      await this.activity.remove(id);
      const { createdBy: _createdBy, timeZone: _timeZone, ...details } = count;
      await this.record('activity-count.deleted', id, details);
    });
  }

  async listHeadcounts(caller: Caller, query: SupportQuery): Promise<Page<HeadcountDto>> {
    const { rows, page } = await this.rowsOf(caller, query, 'headcount', null);
    return toPage(rows, page, keyOf, toHeadcountDto);
  }

  async getHeadcount(caller: Caller, id: string): Promise<HeadcountDto> {
    const row = await this.activity.find(id);
    if (row?.series !== 'headcount' || !canSeeLocation(caller, row.locationId)) throw notFound('headcount');
    return toHeadcountDto(row);
  }

  saveHeadcount(caller: Caller, body: CreateHeadcountDto): Promise<Upserted<HeadcountDto>> {
    return this.database.transaction(async () => {
      const { id, created } = await this.store(caller, { ...body, series: 'headcount' });
      await this.audit.record({
        action: created ? 'headcount.created' : 'headcount.updated',
        entity: 'headcount',
        entityId: id,
        locationId: body.locationId,
        details: body,
      });
      return { created, item: await this.getHeadcount(caller, id) };
    });
  }

  /** What was counted by clock hour and area. */
  async hours(caller: Caller, query: ActivityHoursQuery): Promise<ActivityHoursDto> {
    const { id, timeZone } = await this.locations.get(caller, query.locationId);
    const window = windowOf(query, LONGEST_HOURS_DAYS);
    if (query.series === 'gate') return { items: await this.gateHours({ id, timeZone }, window) };
    const [from, to] = [new Date(window.start), new Date(window.end)];
    const hours = await this.activity.findHours(id, query.series, { from, to, timeZone });
    return {
      items: hours.map(({ start, end, area, mean, peak }) => ({
        ...hourOf({ start, end }, area, timeZone),
        mean,
        peak,
      })),
    };
  }

  private async gateHours(
    location: { id: string; timeZone: string },
    window: Span,
  ): Promise<ActivityHourDto[]> {
    const { id, timeZone } = location;
    const hours = hourUnits(window, { zone: timeZone, weekStartsOn: 1 });
    const whole = { start: hours[0]!.start, end: hours.at(-1)!.end };
    const readings = await this.facts.findGateReadings(id, whole);
    const around = { start: whole.start - LONGEST_GAP, end: whole.end + LONGEST_GAP };
    const open = openSpans((await this.demand.expand([location], around)).get(id) ?? []);
    const { known, unknown } = gateHours(readings, open, hours);
    const keyOf = ({ hour, area }: { hour: number; area: string }): string => `${hour} ${area}`;
    const parts = Map.groupBy<string, GatePart>(known, keyOf);
    const unknowns = new Map(unknown.map((hour) => [keyOf(hour), hour]));
    const all = [...new Map([...known, ...unknown].map((one) => [keyOf(one), one])).entries()];
    const ends = new Map(hours.map(({ start, end }) => [start, end]));
    return all
      .sort(([, a], [, b]) => a.hour - b.hour || (a.area < b.area ? -1 : 1))
      .map(([key, { hour, area }]) => {
        const own = parts.get(key) ?? [];
        return {
          ...hourOf({ start: hour, end: ends.get(hour)! }, area, timeZone),
          entries: own.length === 0 ? null : own.reduce((sum, { entries }) => sum + entries, 0),
          resets: own.some(({ isReset }) => isReset),
          unknown: unknowns.has(key),
          shared: own.some(({ isShared }) => isShared),
        };
      });
  }

  private async rowsOf(
    caller: Caller,
    query: SupportQuery,
    series: ActivitySeries | null,
    area: string | null,
  ) {
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    const selection = {
      visible: locationFilter(caller),
      locationId: query.locationId ?? null,
      series,
      area,
      from: query.from ?? null,
      to: query.to ?? null,
    };
    return { rows: await this.activity.list(selection, page), page };
  }

  private async store(
    caller: Caller,
    { locationId, series, at, area = WHOLE_LOCATION, count, cumulative = false }: CreateActivityDto,
  ): Promise<{ id: string; created: boolean }> {
    await this.locations.getOwn(caller, locationId);
    this.times.requirePast({ at });
    await this.times.requireOwnShift(caller, locationId, 'at', at);
    const id = newId();
    return this.activity.save({ id, locationId, series, area, at, count, cumulative, createdBy: caller.id });
  }

  private async getRow(caller: Caller, id: string): Promise<ActivityRow> {
    const row = await this.activity.find(id);
    if (!row || !canSeeLocation(caller, row.locationId)) throw notFound('count');
    return row;
  }

  private record(
    action: 'activity-count.created' | 'activity-count.updated' | 'activity-count.deleted',
    entityId: string,
    details: { locationId: string },
  ): Promise<void> {
    const { locationId } = details;
    return this.audit.record({ action, entity: 'activity-count', entityId, locationId, details });
  }
}

/** Throws when a count does not fit its series. */
function requireCountable({ series, count, cumulative = false }: ActivityFieldsDto): void {
  const violations = countViolations({ series, count, cumulative });
  if (violations.length > 0) throw refusal('invalid', violations);
}

const keyOf = (row: { at: Date; id: string }): [string, string] => [row.at.toISOString(), row.id];

const toActivityDto = ({ timeZone, createdBy: _createdBy, ...row }: ActivityRow): ActivityDto => ({
  ...row,
  at: inZone(row.at, timeZone),
});

const toHeadcountDto = ({ id, locationId, at, area, count, timeZone }: ActivityRow): HeadcountDto => ({
  id,
  locationId,
  at: inZone(at, timeZone),
  area,
  count,
});

/** An hour of which nothing is known yet. */
const hourOf = ({ start, end }: Span, area: string, timeZone: string): ActivityHourDto => ({
  startsAt: inZone(start, timeZone),
  endsAt: inZone(end, timeZone),
  area,
  mean: null,
  peak: null,
  entries: null,
  resets: false,
  unknown: false,
  shared: false,
});
