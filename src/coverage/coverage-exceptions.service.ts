import { Injectable } from '@nestjs/common';
import { locationFilter, requireVisibleLocation, type Caller } from '../access/caller.js';
import { invalid, notFound } from '../domain/errors.js';
import { daysBetween } from '../domain/local-date.js';
import { PositionsService } from '../people/positions.service.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { pageRequest, toPage, type Page } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { CoverageChanges } from './coverage-changes.js';
import type {
  CoverageExceptionDto,
  CreateCoverageExceptionDto,
  ExceptionKind,
  LocationQuery,
  SpecialHoursDto,
  SpecialHoursEntryDto,
  UpdateCoverageExceptionDto,
} from './coverage-hours.dto.js';
import type { DraftExceptionDto } from './demand.dto.js';
import { CoverageHoursRepository, exceptionExists } from './coverage-hours.repository.js';
import { LocationsService } from './locations.service.js';

@Injectable()
export class CoverageExceptionsService {
  constructor(
    private readonly coverage: CoverageHoursRepository,
    private readonly locations: LocationsService,
    private readonly positions: PositionsService,
    private readonly changes: CoverageChanges,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(caller: Caller, query: LocationQuery): Promise<Page<CoverageExceptionDto>> {
    const page = pageRequest(query);
    const selection = { visible: locationFilter(caller), locationId: query.locationId ?? null };
    return toPage(
      await this.coverage.listExceptions(selection, page),
      page,
      (row) => [row.id],
      (row) => row,
    );
  }

  async get(caller: Caller, id: string): Promise<CoverageExceptionDto> {
    const exception = await this.coverage.findException(id);
    if (!exception) throw notFound('coverageException');
    requireVisibleLocation(caller, exception.locationId, 'coverage exception');
    return exception;
  }

  create(
    caller: Caller,
    { locationId, date, untilDate, kind, hours, reason }: CreateCoverageExceptionDto,
  ): Promise<CoverageExceptionDto> {
    return this.database.transaction(async () => {
      await this.locations.getOwn(caller, locationId);
      await this.coverage.lockExceptionsOf(locationId);
      const exception = {
        id: newId(),
        locationId,
        ...datesOf(date, untilDate ?? date),
        kind,
        reason,
        hours: await this.resolveHours(kind, hours),
      };
      await this.save(exception);
      await this.record('coverage-exception.created', exception, exception);
      return this.get(caller, exception.id);
    });
  }

  /** `date` alone moves an exception of one day, and changes the first date of a longer one. */
  update(
    caller: Caller,
    id: string,
    change: UpdateCoverageExceptionDto,
    precondition: Precondition,
  ): Promise<CoverageExceptionDto> {
    return this.database.transaction(async () => {
      await this.coverage.lockExceptionsOf((await this.get(caller, id)).locationId);
      const before = await this.lock(caller, id);
      requireMatch(precondition, before.version);
      const kind = change.kind ?? before.kind;
      const kept = kind === 'closed' ? undefined : before.hours;
      const hours = await this.resolveHours(kind, change.hours ?? kept);
      const date = change.date ?? before.date;
      const untilDate = change.untilDate ?? (before.untilDate === before.date ? date : before.untilDate);
      await this.save({ ...before, ...change, ...datesOf(date, untilDate), kind, hours });
      await this.record('coverage-exception.updated', before, change);
      return this.get(caller, id);
    });
  }

  /** An exception as it would be stored. A draft of a change replaces the stored one. */
  async draft(
    caller: Caller,
    locationId: string,
    { exceptionId: id, date, untilDate, kind, hours }: DraftExceptionDto,
  ): Promise<Omit<CoverageExceptionDto, 'id' | 'reason' | 'version'> & { id?: string }> {
    const location = await this.locations.getOwn(caller, locationId);
    const changed = id === undefined ? null : await this.get(caller, id);
    if (changed && changed.locationId !== location.id)
      throw invalid('exceptionId', 'INVALID_FIELD.exception-elsewhere');
    return {
      ...(changed && { id: changed.id }),
      locationId: location.id,
      ...datesOf(date, untilDate ?? date),
      kind,
      hours: await this.resolveHours(kind, hours),
    };
  }

  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const exception = await this.lock(caller, id);
      requireMatch(precondition, exception.version);
      await this.coverage.removeException(id);
      await this.record('coverage-exception.deleted', exception, exception);
    });
  }

  private async save(exception: Omit<CoverageExceptionDto, 'version'>): Promise<void> {
    const other = await this.coverage.findOverlapping(exception);
    if (other) throw exceptionExists(other);
    await this.coverage.saveException(exception);
  }

  private async resolveHours(
    kind: ExceptionKind,
    hours: SpecialHoursDto[] = [],
  ): Promise<SpecialHoursEntryDto[]> {
    if (kind === 'closed' && hours.length > 0) throw invalid('hours', 'INVALID_FIELD.closed-hours');
    if (kind === 'special' && hours.length === 0) throw invalid('hours', 'INVALID_FIELD.special-hours');
    const ids = await this.positions.resolveAll(hours.map((entry) => entry.positionId));
    return hours.map(({ startsAt, endsAt, required }, index) => ({
      positionId: ids[index]!,
      startsAt,
      endsAt,
      required,
    }));
  }

  private async lock(caller: Caller, id: string): Promise<CoverageExceptionDto> {
    const exception = await this.coverage.findException(id, { lock: true });
    if (!exception) throw notFound('coverageException');
    requireVisibleLocation(caller, exception.locationId, 'coverage exception');
    return exception;
  }

  private async record(
    action: AuditAction<'coverage-exception'>,
    { id, locationId }: { id: string; locationId: string },
    details: object,
  ): Promise<void> {
    await this.audit.record({ action, entity: 'coverage-exception', entityId: id, locationId, details });
    await this.changes.touched(locationId);
  }
}

const LONGEST_DAYS = 400;

function datesOf(date: string, untilDate: string): { date: string; untilDate: string } {
  if (untilDate < date) throw invalid('untilDate', 'INVALID_FIELD.last-day-before-first');
  if (daysBetween(date, untilDate) >= LONGEST_DAYS)
    throw invalid('untilDate', 'INVALID_FIELD.exception-length', { days: LONGEST_DAYS });
  return { date, untilDate };
}
