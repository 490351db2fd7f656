import { Injectable } from '@nestjs/common';
import { locationFilter, requireVisibleLocation, type Caller } from '../../access/caller.js';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import type { LocationQuery } from '../../coverage/coverage-hours.dto.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { conflict, invalid, notFound } from '../../domain/errors.js';
import { daysBetween } from '../../domain/local-date.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { BulkDecisions, leftOut, madeJustNow } from '../claims/bulk-decisions.service.js';
import { Seats } from '../seats/seats.service.js';
import { GenerationService, type NewShift } from './generation.service.js';
import { differencesOf, type PlannedShift } from './schedule-differences.js';
import type {
  ApprovalDto,
  CreateScheduleDto,
  DifferencesDto,
  GeneratedShiftDto,
  GenerateShiftsDto,
  GenerationDto,
  PublishScheduleDto,
  ScheduleDto,
  ScheduleStatus,
} from './schedules.dto.js';
import { SchedulesRepository, type ScheduleRow, type ShiftCounts } from './schedules.repository.js';
import { NotificationsService } from '../notifications/notifications.service.js';

const LONGEST_DAYS = 200;
const MOST_SHIFTS = 5_000;

@Injectable()
export class SchedulesService {
  constructor(
    private readonly schedules: SchedulesRepository,
    private readonly generation: GenerationService,
    private readonly bulk: BulkDecisions,
    private readonly seats: Seats,
    private readonly locations: LocationsService,
    private readonly changes: CoverageChanges,
    private readonly notifications: NotificationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: LocationQuery): Promise<Page<ScheduleDto>> {
    const page = pageRequest(query);
    const selection = { visible: locationFilter(caller), locationId: query.locationId ?? null };
    const rows = await this.schedules.list(selection, page);
    const counts = new Map<string, ShiftCounts>();
    for (const row of rows) counts.set(row.id, await this.schedules.countShiftsOf(row));
    return toPage(
      rows,
      page,
      (row) => [row.id],
      (row) => toDto(row, counts.get(row.id)!),
    );
  }

  async get(caller: Caller, id: string): Promise<ScheduleDto> {
    const schedule = requireSchedule(caller, await this.schedules.find(id));
    return toDto(schedule, await this.schedules.countShiftsOf(schedule));
  }

  create(caller: Caller, body: CreateScheduleDto): Promise<ScheduleDto> {
    const { startsOn, endsOn, locationId } = body;
    if (endsOn < startsOn) throw invalid('endsOn', 'INVALID_FIELD.last-day-before-first');
    if (daysBetween(startsOn, endsOn) >= LONGEST_DAYS)
      throw invalid('endsOn', 'INVALID_FIELD.schedule-length', { days: LONGEST_DAYS });
    return this.database.transaction(async () => {
      await this.locations.getOwn(caller, locationId);
      const id = newId();
      await this.schedules.insert({ id, locationId, startsOn, endsOn });
      await this.record('schedule.created', { id, locationId }, body);
      return this.get(caller, id);
    });
  }

  /** Only a draft. Its shifts stay, with their own status. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const schedule = await this.lock(caller, id, ['draft']);
      requireMatch(precondition, schedule.version);
      await this.schedules.remove(id);
      await this.record('schedule.deleted', schedule, {});
    });
  }

  /** Adds the shifts that the schedule lacks. A second run adds nothing; existing shifts stay. */
  generateShifts(caller: Caller, id: string, body: GenerateShiftsDto): Promise<GenerationDto> {
    return this.database.transaction(async () => {
      const schedule = await this.lock(caller, id, ['draft', 'published', 'approved']);
      const { added, changed, skipped, left } = await this.generation.plan(schedule, body);
      if (added.length > MOST_SHIFTS)
        throw conflict('TOO_MANY_SHIFTS', { shifts: added.length, most: MOST_SHIFTS });
      const isDryRun = body.dryRun === true;
      if (!isDryRun && added.length + changed.length > 0) {
        const shifts = added.map((shift) => ({ ...shift, id: newId() }));
        await this.schedules.insertShifts(schedule.locationId, shifts, null);
        for (const { shift, seats } of changed) await this.schedules.setSeats(shift.id, seats);
        const ids = { added: shifts.map((shift) => shift.id), changed: changed.map(({ shift }) => shift.id) };
        await this.record('schedule.shifts-generated', schedule, ids);
      }
      const { timeZone } = schedule;
      return {
        dryRun: isDryRun,
        added: added.map((shift) => newShiftToDto(shift, timeZone)),
        skipped: skipped.map((shift) => ({ ...newShiftToDto(shift, timeZone), message: shift.message })),
        changed: changed.map(({ shift, seats }) => ({
          id: shift.id,
          positionId: shift.positionId,
          startsAt: inZone(shift.startsAt, timeZone),
          endsAt: inZone(shift.endsAt, timeZone),
          seats,
          seatsBefore: shift.seats,
        })),
        left,
      };
    });
  }

  /** Makes its drafts claimable, at once or from a given time. */
  publish(caller: Caller, id: string, { claimableFrom }: PublishScheduleDto): Promise<ScheduleDto> {
    return this.database.transaction(async () => {
      const schedule = await this.lock(caller, id, ['draft', 'published']);
      const shifts = await this.schedules.findShiftsOf(schedule);
      const at = this.clock.date();
      const from = claimableFrom ?? null;
      const ids = await this.schedules.publishShifts(
        shifts.map((shift) => shift.id),
        at,
        from,
      );
      await this.schedules.update({
        ...schedule,
        status: 'published',
        claimableFrom: from,
        publishedAt: schedule.publishedAt ?? at,
      });
      await this.record('schedule.published', schedule, { claimableFrom: from, shifts: ids });
      if (ids.length > 0) await this.tellPublished(schedule, from, ids.length);
      await this.changes.touched(schedule.locationId);
      return this.get(caller, id);
    });
  }

  /**
   * Approves pending claims that break no rule, and names the others. Stores the approved plan for later
   * comparison.
   */
  approve(caller: Caller, id: string, exceptClaimIds: readonly string[] = []): Promise<ApprovalDto> {
    const except = new Set(exceptClaimIds);
    return this.database.transaction(async () => {
      const expected = requireSchedule(caller, await this.schedules.find(id));
      const shiftIds = (await this.schedules.findShiftsOf(expected)).map((shift) => shift.id);
      const pending = await this.schedules.findPending(shiftIds);
      const claims = pending.filter((id) => !except.has(id));
      const held = await this.seats.hold({ claims, shifts: shiftIds });
      const schedule = await this.lock(caller, id, ['published']);
      const { decided, undecided } = await this.bulk.approveHeld(held);
      // Claims made while the operators were being locked. Nobody can claim any more once the shifts are
      // locked.
      const late = (await this.schedules.findPending(shiftIds)).filter((id) => !held.claims.has(id));
      const notApproved = [
        ...undecided,
        ...late.map((id) => (except.has(id) ? leftOut(id) : madeJustNow(id))),
      ];
      await this.schedules.update({ ...schedule, status: 'approved', approvedAt: this.clock.date() });
      await this.schedules.keepPlan(id, await this.planOf(schedule));
      const approvedClaims = decided.length;
      await this.record('schedule.approved', schedule, {
        approvedClaims,
        notApproved: notApproved.map((claim) => claim.claimId),
      });
      await this.changes.touched(schedule.locationId);
      return { ...(await this.get(caller, id)), approvedClaims, notApproved };
    });
  }

  /** Sets the schedule back to published; approved claims stay approved. */
  reopen(caller: Caller, id: string, reason: string): Promise<ScheduleDto> {
    return this.move(caller, id, ['approved', 'archived'], 'published', 'schedule.reopened', { reason });
  }

  archive(caller: Caller, id: string): Promise<ScheduleDto> {
    return this.move(caller, id, ['published', 'approved'], 'archived', 'schedule.archived', {});
  }

  /** The changes since its approval. */
  async differences(caller: Caller, id: string): Promise<DifferencesDto> {
    const schedule = requireSchedule(caller, await this.schedules.find(id));
    const approved = await this.schedules.findPlan(id);
    if (!approved) throw conflict('NEVER_APPROVED');
    return { items: differencesOf(approved, await this.planOf(schedule)) };
  }

  private async tellPublished(schedule: ScheduleRow, from: Date | null, shifts: number): Promise<void> {
    const { locationId, timeZone, startsOn, endsOn } = schedule;
    const { name: locationName } = await this.locations.getAny(locationId);
    const claimableFrom = from?.toISOString() ?? null;
    const facts = { locationName, timeZone, startsOn, endsOn, claimableFrom, shifts };
    await this.notifications.schedulePublished(schedule, facts);
  }

  private move(
    caller: Caller,
    id: string,
    from: readonly ScheduleStatus[],
    to: ScheduleStatus,
    action: AuditAction<'schedule'>,
    details: object,
  ): Promise<ScheduleDto> {
    return this.database.transaction(async () => {
      const schedule = await this.lock(caller, id, from);
      await this.schedules.update({ ...schedule, status: to });
      await this.record(action, schedule, details);
      return this.get(caller, id);
    });
  }

  private async planOf(schedule: ScheduleRow): Promise<PlannedShift[]> {
    return (await this.schedules.findShiftsOf(schedule)).map(
      ({ id, positionId, startsAt, endsAt, seats, operatorIds }) => ({
        shiftId: id,
        positionId,
        startsAt: inZone(startsAt, schedule.timeZone),
        endsAt: inZone(endsAt, schedule.timeZone),
        seats,
        operatorIds,
      }),
    );
  }

  /**
   * Locks its shifts first, because a change of a shift reads its schedule afterwards. A schedule's dates
   * never change.
   */
  private async lock(caller: Caller, id: string, from: readonly ScheduleStatus[]): Promise<ScheduleRow> {
    const expected = requireSchedule(caller, await this.schedules.find(id));
    await this.schedules.findShiftsOf(expected, { lock: true });
    const schedule = requireSchedule(caller, await this.schedules.find(id, { lock: true }));
    if (from.includes(schedule.status)) return schedule;
    throw conflict('SCHEDULE_STATUS', { status: schedule.status, allowed: from.join(' or ') });
  }

  private record(
    action: AuditAction<'schedule'>,
    { id, locationId }: { id: string; locationId: string },
    details: object,
  ): Promise<void> {
    return this.audit.record({ action, entity: 'schedule', entityId: id, locationId, details });
  }
}

function requireSchedule(caller: Caller, schedule: ScheduleRow | null): ScheduleRow {
  if (!schedule) throw notFound('schedule');
  requireVisibleLocation(caller, schedule.locationId, 'schedule');
  return schedule;
}

const newShiftToDto = ({ positionId, start, end, seats }: NewShift, timeZone: string): GeneratedShiftDto => ({
  positionId,
  startsAt: inZone(start, timeZone),
  endsAt: inZone(end, timeZone),
  seats,
});

const toDto = (
  { timeZone, claimableFrom, publishedAt, approvedAt, ...schedule }: ScheduleRow,
  counts: ShiftCounts,
): ScheduleDto => ({
  ...schedule,
  claimableFrom: inZoneOrNull(claimableFrom, timeZone),
  publishedAt: inZoneOrNull(publishedAt, timeZone),
  approvedAt: inZoneOrNull(approvedAt, timeZone),
  ...counts,
});
