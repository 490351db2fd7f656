import { Injectable } from '@nestjs/common';
import { locationFilter, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { conflict, invalid, notFound, type Violation } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { localDateOf } from '../../domain/local-date.js';
import { seatsHeldFrom, seatsOf } from '../../domain/seats.js';
import { PositionsService } from '../../people/positions.service.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import {
  ISO_INSTANT,
  pageRequest,
  toPage,
  UUID,
  type Page,
  type PageRequest,
} from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { OperatorFactsRepository, type OperatorFacts } from '../eligibility/operator-facts.repository.js';
import { toShiftDto } from '../roster/roster-mapping.js';
import type { CreateShiftDto, ShiftDto, ShiftQuery, UpdateShiftDto } from '../roster/roster.dto.js';
import {
  ShiftsRepository,
  type ClaimedShiftRow,
  type ShiftRow,
  type ShiftSelection,
} from '../roster/shifts.repository.js';
import { requireVisibleShift } from '../roster/visibility.js';
import { HoldingSchedulesRepository } from '../roster/holding-schedules.repository.js';
import { ClosingShifts } from '../seats/closing-shifts.service.js';
import { SeatMoves } from '../seats/seat-moves.service.js';

/** How many shifts are checked at once when searching for those an operator may claim. */
const BATCH = 500;
const FIRST_VERSION = 1;

@Injectable()
export class ShiftsService {
  constructor(
    private readonly shifts: ShiftsRepository,
    private readonly operators: OperatorFactsRepository,
    private readonly eligibility: EligibilityService,
    private readonly schedules: HoldingSchedulesRepository,
    private readonly locations: LocationsService,
    private readonly positions: PositionsService,
    private readonly seatMoves: SeatMoves,
    private readonly closing: ClosingShifts,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, query: ShiftQuery): Promise<Page<ShiftDto>> {
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    const selection: ShiftSelection = {
      visible: locationFilter(caller),
      locationId: query.locationId ?? null,
      from: query.from ?? null,
      to: query.to ?? null,
      status: query.status ?? null,
      withDrafts: caller.role !== 'operator',
      positionIds: null,
      trainingIds: [],
      claimableAt: query.claimable ? this.clock.date() : null,
    };
    const rows =
      query.claimable && caller.operatorId !== null
        ? await this.listFitting(caller.operatorId, selection, page)
        : await this.shifts.list(selection, page);
    if (!query.eligibility) return toPage(rows, page, keyOf, (row) => toShiftDto(caller, row));
    if (caller.operatorId === null) throw invalid('eligibility', 'INVALID_FIELD.eligibility');
    const reasons = await this.reasonsAgainst(caller.operatorId, rows);
    return toPage(rows, page, keyOf, (row) => {
      const violations = reasons.get(row.id)!;
      return Object.assign(toShiftDto(caller, row), {
        eligibility: { eligible: violations.length === 0, violations },
      });
    });
  }

  private async reasonsAgainst(
    operatorId: string,
    rows: readonly ClaimedShiftRow[],
  ): Promise<Map<string, Violation[]>> {
    const [operator] = await this.operators.find([operatorId]);
    const violations = await this.violations(operator!, rows);
    return new Map(rows.map((row, index) => [row.id, violations[index]!]));
  }

  private async violations(
    operator: OperatorFacts,
    rows: readonly ClaimedShiftRow[],
  ): Promise<Violation[][]> {
    const holding = await this.shifts.findHolding(rows.map(({ id }) => id));
    const offered = rows.map((row) => ({
      ...row,
      ...seatsOf(row.claims),
      seatsHeld: seatsHeldFrom(operator.id, holding.get(row.id) ?? []),
    }));
    return this.eligibility.violations(operator, offered, 'claim');
  }

  async get(caller: Caller, id: string): Promise<ShiftDto> {
    const shift = requireVisibleShift(caller, await this.shifts.find(id));
    if (caller.role === 'operator' && shift.publishedAt === null) throw notFound('shift');
    return toShiftDto(caller, shift);
  }

  create(caller: Caller, body: CreateShiftDto): Promise<ShiftDto> {
    requireSpan(body.startsAt, body.endsAt);
    return this.database.transaction(async () => {
      const { locationId, startsAt, status = 'draft' } = body;
      const { timeZone } = await this.locations.getOwn(caller, locationId);
      const isPublished = status === 'published';
      const claimableFrom = isPublished
        ? await this.claimableFrom({ locationId, startsAt, timeZone }, null)
        : null;
      const id = newId();
      const positionId = await this.positions.resolve(body.positionId);
      const publishedAt = isPublished ? this.clock.date() : null;
      const row = { ...body, id, positionId, status, publishedAt, claimableFrom };
      await this.shifts.insert(row);
      await this.record('shift.created', { id, locationId }, { ...body, positionId });
      return toShiftDto(caller, {
        ...row,
        timeZone,
        cancelReason: null,
        isImported: false,
        version: FIRST_VERSION,
        claims: [],
      });
    });
  }

  /** Moves, resizes or publishes a shift. Refused with all reasons when a claim on it would break a rule. */
  update(caller: Caller, id: string, change: UpdateShiftDto, precondition: Precondition): Promise<ShiftDto> {
    return this.database.transaction(async () => {
      const newPositionId = change.positionId && (await this.positions.resolve(change.positionId));
      const held = await this.seatMoves.hold(id);
      const before = requireVisibleShift(caller, held?.before);
      requireMatch(precondition, before.version);
      if (before.status === 'cancelled') throw conflict('SHIFT_CANCELLED.stays');
      const publishedAt =
        change.status === 'published' ? (before.publishedAt ?? this.clock.date()) : before.publishedAt;
      const after = {
        ...before,
        ...change,
        positionId: newPositionId ?? before.positionId,
        publishedAt: change.status === 'draft' ? null : publishedAt,
      };
      requireSpan(after.startsAt, after.endsAt);
      const isSameStart = +after.startsAt === +before.startsAt;
      if (after.status === 'published' && (before.status === 'draft' || !isSameStart))
        after.claimableFrom = await this.claimableFrom(after, isSameStart ? id : null);
      await this.seatMoves.change(held!, after, change);
      return this.get(caller, id);
    });
  }

  cancel(caller: Caller, id: string, reason: string): Promise<ShiftDto> {
    return this.database.transaction(async () => {
      const shift = requireVisibleShift(caller, await this.shifts.lock(id));
      if (shift.status === 'cancelled') throw conflict('SHIFT_CANCELLED.stays');
      const { workedIds } = await this.closing.close([shift], reason);
      if (workedIds.length > 0) throw conflict('SHIFT_WORKED');
      return this.get(caller, id);
    });
  }

  /** Shifts that an operator may claim by the rules, searched batch by batch until a page is full. */
  private async listFitting(
    operatorId: string,
    selection: ShiftSelection,
    page: PageRequest,
  ): Promise<ClaimedShiftRow[]> {
    const [operator] = await this.operators.find([operatorId]);
    if (!operator) return [];
    const fitting: ClaimedShiftRow[] = [];
    let after = page.after;
    for (;;) {
      const found = await this.shifts.list(
        { ...selection, positionIds: operator.positionIds, trainingIds: operator.trainingIds },
        { limit: BATCH, after },
      );
      const violations = await this.violations(operator, found);
      fitting.push(...found.filter((_shift, index) => violations[index]!.length === 0));
      const last = found.at(-1);
      if (fitting.length > page.limit || found.length <= BATCH || !last) return fitting;
      after = keyOf(last);
    }
  }

  /** From when a shift that is published may be claimed: set by its schedule, which must be published too. */
  async claimableFrom(
    { locationId, startsAt, timeZone }: Pick<ShiftRow, 'locationId' | 'startsAt' | 'timeZone'>,
    shiftId: string | null,
  ): Promise<Date | null> {
    const date = localDateOf(startsAt.getTime(), timeZone);
    const schedule = await this.schedules.find(locationId, date, shiftId);
    if (schedule?.status === 'draft')
      throw conflict('SCHEDULE_NOT_PUBLISHED', { startsOn: schedule.startsOn, endsOn: schedule.endsOn });
    return schedule?.claimableFrom ?? null;
  }

  private record(
    action: AuditAction<'shift'>,
    shift: { id: string; locationId: string },
    details: object,
  ): Promise<void> {
    return this.audit.record({
      action,
      entity: 'shift',
      entityId: shift.id,
      locationId: shift.locationId,
      details,
    });
  }
}

const keyOf = (row: ShiftRow): [string, string] => [row.startsAt.toISOString(), row.id];

function requireSpan(startsAt: Date, endsAt: Date): void {
  const length = endsAt.getTime() - startsAt.getTime();
  if (length <= 0) throw invalid('endsAt', 'INVALID_FIELD.end-before-start');
  if (length > DAY) throw invalid('endsAt', 'INVALID_FIELD.longer-than-a-day', { hours: 24 });
}
