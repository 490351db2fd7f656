import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { canReadReasons } from '../access/person-visibility.js';
import { SettingsService } from '../coverage/settings.service.js';
import { conflict, invalid, notFound } from '../domain/errors.js';
import { localDateOf, type Weekday } from '../domain/local-date.js';
import { OperatorsService } from '../people/operators.service.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { inZone } from '../domain/iso-text.js';
import { parseInstant } from '../platform/http/fields.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import {
  MOST_ENTRIES,
  type CreateUnavailabilityDto,
  type StoreWeeklyWishesDto,
  type UnavailabilityDto,
  type WeeklyWishDto,
  type WeeklyWishesDto,
} from './availability.dto.js';
import {
  UnavailabilityRepository,
  type UnavailabilityRow,
  type WeeklyRow,
} from './unavailability.repository.js';

/** Entries are created and deleted, never changed. */
const VERSION = 1;
const LOCAL_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

@Injectable()
export class UnavailabilityService {
  constructor(
    private readonly unavailability: UnavailabilityRepository,
    private readonly operators: OperatorsService,
    private readonly settings: SettingsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, operatorId: string, query: PageQuery): Promise<Page<UnavailabilityDto>> {
    const page = pageRequest(query);
    await this.operators.get(caller, operatorId);
    const { zone } = await this.settings.calendar();
    return toPage(
      await this.unavailability.list(operatorId, page),
      page,
      (row) => [row.id],
      (row) => toDto(caller, row, zone),
    );
  }

  async get(caller: Caller, operatorId: string, id: string): Promise<UnavailabilityDto> {
    await this.operators.get(caller, operatorId);
    const { zone } = await this.settings.calendar();
    return toDto(caller, await this.getRow(operatorId, id), zone);
  }

  /** Locks the operator's row, so that a parallel claim is checked either before this entry or against it. */
  create(caller: Caller, operatorId: string, body: CreateUnavailabilityDto): Promise<UnavailabilityDto> {
    return this.database.transaction(async () => {
      await this.operators.lock(caller, operatorId);
      const { zone } = await this.settings.calendar();
      const row = this.rowOf(operatorId, body, localDateOf(this.clock.now(), zone));
      await this.unavailability.insert([row]);
      await this.requireRoom(operatorId);
      await this.record('unavailability.created', row);
      return toDto(caller, row, zone);
    });
  }

  /** Replaces all weekly entries that hold today or later; entries that have ended stay. */
  storeWeek(caller: Caller, operatorId: string, { wishes }: StoreWeeklyWishesDto): Promise<WeeklyWishesDto> {
    return this.database.transaction(async () => {
      const operator = await this.operators.lock(caller, operatorId);
      const { zone } = await this.settings.calendar();
      const today = localDateOf(this.clock.now(), zone);
      const rows = wishes.map((wish, index) => wishOf(operator.id, wish, today, `wishes.${index}`));
      await this.unavailability.removeWeeklyFrom(operator.id, today);
      await this.unavailability.insert(rows);
      await this.requireRoom(operator.id);
      await this.audit.record({
        action: 'weekly-wishes.stored',
        entity: 'unavailability',
        entityId: operator.id,
        details: { wishes: rows.map(({ id: _id, operatorId: _operator, reason: _reason, ...wish }) => wish) },
      });
      return { items: rows.map((row) => toDto(caller, row, zone)) };
    });
  }

  remove(caller: Caller, operatorId: string, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      await this.operators.lock(caller, operatorId);
      const row = await this.getRow(operatorId, id);
      requireMatch(precondition, VERSION);
      await this.unavailability.remove(id);
      await this.record('unavailability.deleted', row);
    });
  }

  /** More entries than a person needs. One operator's entries must not slow down claims for all. */
  private async requireRoom(operatorId: string): Promise<void> {
    if ((await this.unavailability.count(operatorId)) > MOST_ENTRIES)
      throw conflict('TOO_MANY_ENTRIES', { most: MOST_ENTRIES });
  }

  private async getRow(operatorId: string, id: string): Promise<UnavailabilityRow> {
    const row = await this.unavailability.find(operatorId, id);
    if (!row) throw notFound('unavailability');
    return row;
  }

  private rowOf(operatorId: string, body: CreateUnavailabilityDto, today: string): UnavailabilityRow {
    const { preference = 'cannot', reason = null } = body;
    const common = { id: newId(), operatorId, preference, reason };
    return body.kind === 'weekly' ? weeklyOf(common, body, today) : onceOf(common, body);
  }

  /** Reasons may be private, for example about health, so they are not in the audit trail. */
  private record(action: AuditAction<'unavailability'>, row: UnavailabilityRow): Promise<void> {
    const { id, reason: _reason, ...details } = row;
    return this.audit.record({ action, entity: 'unavailability', entityId: id, details });
  }
}

type Common = Pick<UnavailabilityRow, 'id' | 'operatorId' | 'preference' | 'reason'>;

function wishOf(
  operatorId: string,
  { weekday, startsAt, endsAt, preference, effectiveFrom, effectiveTo = null, reason = null }: WeeklyWishDto,
  today: string,
  field: string,
): WeeklyRow {
  const row: WeeklyRow = {
    id: newId(),
    operatorId,
    kind: 'weekly',
    preference,
    reason,
    weekday: weekday as Weekday,
    localStart: startsAt,
    localEnd: endsAt,
    effectiveFrom: effectiveFrom ?? today,
    effectiveTo,
  };
  if (effectiveTo !== null && effectiveTo < today)
    throw invalid(`${field}.effectiveTo`, 'INVALID_FIELD.lies-behind');
  if (effectiveTo !== null && effectiveTo < row.effectiveFrom)
    throw invalid(`${field}.effectiveTo`, 'INVALID_FIELD.last-day-before-first');
  return row;
}

function weeklyOf(common: Common, body: CreateUnavailabilityDto, today: string): UnavailabilityRow {
  const { weekday, startsAt, endsAt, effectiveFrom = today, effectiveTo = null } = body;
  if (weekday === undefined) throw invalid('weekday', 'INVALID_FIELD.weekday-needed');
  for (const [field, time] of Object.entries({ startsAt, endsAt })) {
    if (!LOCAL_TIME.test(time)) throw invalid(field, 'INVALID_FIELD.weekly-time', { field });
  }
  if (effectiveTo !== null && effectiveTo < effectiveFrom)
    throw invalid('effectiveTo', 'INVALID_FIELD.last-day-before-first');
  return {
    ...common,
    kind: 'weekly',
    weekday: weekday as Weekday,
    localStart: startsAt,
    localEnd: endsAt,
    effectiveFrom,
    effectiveTo,
  };
}

function onceOf(common: Common, body: CreateUnavailabilityDto): UnavailabilityRow {
  for (const field of ['weekday', 'effectiveFrom', 'effectiveTo'] as const) {
    if (body[field] !== undefined && body[field] !== null)
      throw invalid(field, 'INVALID_FIELD.weekly-only', { field });
  }
  const [startsAt, endsAt] = (['startsAt', 'endsAt'] as const).map((field) => {
    const instant = parseInstant(body[field]);
    if (instant === null) throw invalid(field, 'INVALID_FIELD.single-time', { field });
    return new Date(instant);
  }) as [Date, Date];
  if (endsAt <= startsAt) throw invalid('endsAt', 'INVALID_FIELD.end-before-start');
  return { ...common, kind: 'once', startsAt, endsAt };
}

/** The reason is for the operator and their supervisors; an API key gets only the times. */
function toDto(caller: Caller, row: UnavailabilityRow, zone: string): UnavailabilityDto {
  const { id, operatorId, kind, preference } = row;
  const reason = canReadReasons(caller, operatorId) ? row.reason : null;
  const common = { id, operatorId, kind, preference, reason, version: VERSION };
  return row.kind === 'weekly'
    ? {
        ...common,
        weekday: row.weekday,
        startsAt: row.localStart,
        endsAt: row.localEnd,
        effectiveFrom: row.effectiveFrom,
        effectiveTo: row.effectiveTo,
      }
    : {
        ...common,
        weekday: null,
        startsAt: inZone(row.startsAt, zone),
        endsAt: inZone(row.endsAt, zone),
        effectiveFrom: null,
        effectiveTo: null,
      };
}
