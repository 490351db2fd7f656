import { Injectable } from '@nestjs/common';
import { locationFilter, sees, type Caller } from '../../access/caller.js';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { allOverridable } from '../../domain/eligibility.js';
import { conflict, invalid, notFound, refusal, type Violation } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { localDateOf } from '../../domain/local-date.js';
import { PositionsService } from '../../people/positions.service.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
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
import { brokenClaim, ClaimsRepository } from '../roster/claims.repository.js';
import { EligibilityService, type OfferedShift } from '../eligibility/eligibility.service.js';
import { ShiftCancelling } from '../seats/closing-shifts.service.js';
import { SchedulesRepository } from '../schedules/schedules.repository.js';
import { presentShift } from '../roster/presenting.js';
import type { CreateShiftDto, ShiftDto, ShiftQuery, UpdateShiftDto } from '../roster/roster.dto.js';
import {
  seatsHeldFrom,
  seatsOf,
  seatsTakenOf,
  shadowsOf,
  ShiftsRepository,
  type ClaimedShiftRow,
  type ShiftClaimRow,
  type ShiftRow,
  type ShiftSelection,
} from '../roster/shifts.repository.js';
import { Waitlists } from '../seats/waiting.service.js';
import { Notices } from '../telling/telling.service.js';

/** Shifts looked at in one go while those an operator may claim are sought. */
const BATCH = 500;

@Injectable()
export class ShiftsService {
  constructor(
    private readonly shifts: ShiftsRepository,
    private readonly claims: ClaimsRepository,
    private readonly eligibility: EligibilityService,
    private readonly schedules: SchedulesRepository,
    private readonly locations: LocationsService,
    private readonly positions: PositionsService,
    private readonly changes: CoverageChanges,
    private readonly notices: Notices,
    private readonly waitlists: Waitlists,
    private readonly cancelling: ShiftCancelling,
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
    if (!query.eligibility) return toPage(rows, page, keyOf, (row) => presentShift(caller, row));
    if (caller.operatorId === null) throw invalid('eligibility', 'INVALID_FIELD.eligibility');
    const reasons = await this.reasonsAgainst(caller.operatorId, rows);
    return toPage(rows, page, keyOf, (row) => {
      const violations = reasons.get(row.id)!;
      return Object.assign(presentShift(caller, row), {
        eligibility: { eligible: violations.length === 0, violations },
      });
    });
  }

  private async reasonsAgainst(
    operatorId: string,
    rows: readonly ClaimedShiftRow[],
  ): Promise<Map<string, Violation[]>> {
    const [operator] = await this.claims.findOperators([operatorId]);
    const violations = await this.eligibility.violations(operator!, rows.map(offeredTo(operatorId)), 'claim');
    return new Map(rows.map((row, index) => [row.id, violations[index]!]));
  }

  async get(caller: Caller, id: string): Promise<ShiftDto> {
    const shift = await this.shifts.find(id);
    if (!shift || !sees(caller, shift.locationId)) throw notFound('shift');
    if (caller.role === 'operator' && shift.publishedAt === null) throw notFound('shift');
    return presentShift(caller, shift);
  }

  create(caller: Caller, body: CreateShiftDto): Promise<ShiftDto> {
    requireSpan(body.startsAt, body.endsAt);
    return this.database.transaction(async () => {
      const { locationId, startsAt, endsAt, seats, status = 'draft' } = body;
      const { timeZone } = await this.locations.getOwn(caller, locationId);
      const isPublished = status === 'published';
      const claimableFrom = isPublished
        ? await this.claimableFrom({ locationId, startsAt, timeZone }, null)
        : null;
      const id = newId();
      const positionId = await this.positions.resolve(body.positionId);
      const publishedAt = isPublished ? this.clock.date() : null;
      const row = { id, locationId, positionId, startsAt, endsAt, seats, status, publishedAt, claimableFrom };
      await this.shifts.insert(row);
      await this.record('shift.created', { id, locationId }, { ...body, positionId });
      return this.get(caller, id);
    });
  }

  /** Moving, resizing or publishing; refused with every reason when a claim on the shift would break a rule. */
  update(caller: Caller, id: string, change: UpdateShiftDto, precondition: Precondition): Promise<ShiftDto> {
    return this.database.transaction(async () => {
      const newPositionId = change.positionId && (await this.positions.resolve(change.positionId));
      const { before, claims } = await this.lockWithClaims(caller, id);
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
      if (Math.max(seatsTakenOf(claims), shadowsOf(claims)) > after.seats) {
        throw conflict('SEATS_TAKEN', { taken: seatsTakenOf(claims) });
      }
      if (
        after.seats < before.seats &&
        seatsTakenOf(claims) + (await this.waitlists.offers(id)) > after.seats
      )
        throw conflict('SEATS_OFFERED');
      if (after.status === 'draft' && before.status === 'published' && claims.length > 0) {
        throw conflict('SHIFT_CLAIMED');
      }
      if (after.status === 'published' && (before.status === 'draft' || +after.startsAt !== +before.startsAt))
        after.claimableFrom = await this.claimableFrom(
          after,
          +after.startsAt === +before.startsAt ? id : null,
        );
      await this.requireClaimsStillFit(before, after, claims);
      const told = await this.notices.shift(id);
      if (after.seats < before.seats) await this.shifts.closeSeatHoles(id);
      await whenBroken(this.shifts.update(after), brokenClaim);
      if (isMoved(before, after))
        await this.notices.shiftChanged(
          told,
          before.version + 1,
          claims.map((claim) => claim.operatorId),
        );
      if (after.seats > before.seats) await this.waitlists.seatsFreed([id]);
      await this.record('shift.updated', before, change);
      await this.changes.touched(before.locationId);
      return this.get(caller, id);
    });
  }

  cancel(caller: Caller, id: string, reason: string): Promise<ShiftDto> {
    return this.database.transaction(async () => {
      const shift = await this.lock(caller, id);
      if (shift.status === 'cancelled') throw conflict('SHIFT_CANCELLED.stays');
      const { workedIds } = await this.cancelling.cancelHeld([shift], reason);
      if (workedIds.length > 0) throw workedShift();
      return this.get(caller, id);
    });
  }

  /** Shifts the rules would let an operator claim, looked for batch by batch until there is a page of them. */
  private async listFitting(
    operatorId: string,
    selection: ShiftSelection,
    page: PageRequest,
  ): Promise<ClaimedShiftRow[]> {
    const [operator] = await this.claims.findOperators([operatorId]);
    if (!operator) return [];
    const fitting: ClaimedShiftRow[] = [];
    let after = page.after;
    for (;;) {
      const found = await this.shifts.list(
        { ...selection, positionIds: operator.positionIds, trainingIds: operator.trainingIds },
        { limit: BATCH, after },
      );
      const violations = await this.eligibility.violations(
        operator,
        found.map(offeredTo(operatorId)),
        'claim',
      );
      fitting.push(...found.filter((_shift, index) => violations[index]!.length === 0));
      const last = found.at(-1);
      if (fitting.length > page.limit || found.length <= BATCH || !last) return fitting;
      after = keyOf(last);
    }
  }

  private async lock(caller: Caller, id: string): Promise<ShiftRow> {
    const shift = await this.shifts.lock(id);
    if (!shift || !sees(caller, shift.locationId)) throw notFound('shift');
    return shift;
  }

  /** The shift and everybody on it, held in the one order: operators by id, then the shift. */
  private async lockWithClaims(
    caller: Caller,
    id: string,
  ): Promise<{ before: ShiftRow; claims: ShiftClaimRow[] }> {
    const expected = (await this.shifts.findActiveClaims(id)).map((claim) => claim.operatorId);
    await this.claims.lockOperators(expected);
    const before = await this.lock(caller, id);
    const claims = await this.shifts.findActiveClaims(id, { lock: true });
    if (claims.some((claim) => !expected.includes(claim.operatorId))) {
      throw conflict('SHIFT_BUSY');
    }
    return { before, claims };
  }

  /** Asks the rules again for everybody on a shift that was moved or given another position. */
  private async requireClaimsStillFit(
    before: ShiftRow,
    after: ShiftRow,
    claims: readonly ShiftClaimRow[],
  ): Promise<void> {
    if (!isMoved(before, after)) return;
    requireUnworked(claims);
    const operatorIds = claims.map((claim) => claim.operatorId);
    const operators = await this.claims.findOperators(operatorIds);
    const trainees = operators.filter(({ trainingIds }) => trainingIds.includes(after.positionId));
    if (before.positionId !== after.positionId && trainees.length + shadowsOf(claims) > 0)
      throw conflict('SHIFT_HAS_TRAINEES');
    const overridden = new Set(claims.filter((claim) => claim.isOverridden).map((claim) => claim.operatorId));
    const offered = { ...after, ...seatsOf(claims) };
    const violations = await this.eligibility.violationsOfEach(operators, offered, 'approval');
    const broken: Violation[] = [];
    for (const [index, operator] of operators.entries()) {
      const standing = violations[index]!.filter((violation) => violation.code !== 'SHIFT_STARTED');
      if (!overridden.has(operator.id) || !allOverridable(standing)) broken.push(...standing);
    }
    if (broken.length > 0) throw refusal('conflict', broken);
  }

  /** From when a shift to be published may be claimed: as its schedule says, which must be published itself. */
  async claimableFrom(
    { locationId, startsAt, timeZone }: Pick<ShiftRow, 'locationId' | 'startsAt' | 'timeZone'>,
    shiftId: string | null,
  ): Promise<Date | null> {
    const date = localDateOf(startsAt.getTime(), timeZone);
    const schedule = await this.schedules.findHolding(locationId, date, shiftId);
    if (schedule?.status === 'draft')
      throw conflict('SCHEDULE_NOT_PUBLISHED', { startsOn: schedule.startsOn, endsOn: schedule.endsOn });
    return schedule?.claimableFrom ?? null;
  }

  private record(action: string, shift: { id: string; locationId: string }, details: object): Promise<void> {
    return this.audit.record({
      action,
      entity: 'shift',
      entityId: shift.id,
      locationId: shift.locationId,
      details,
    });
  }
}

/** To another time or position: what its operators agreed to is not what it is now. */
const isMoved = (before: ShiftRow, after: ShiftRow): boolean =>
  +before.startsAt !== +after.startsAt ||
  +before.endsAt !== +after.endsAt ||
  before.positionId !== after.positionId;

/** What was worked is history: it neither moves nor goes away. */
function requireUnworked(claims: readonly ShiftClaimRow[]): void {
  if (claims.some((claim) => claim.isWorked)) throw workedShift();
}

const workedShift = () => conflict('SHIFT_WORKED');

const keyOf = (row: ShiftRow): [string, string] => [row.startsAt.toISOString(), row.id];

function requireSpan(startsAt: Date, endsAt: Date): void {
  const length = endsAt.getTime() - startsAt.getTime();
  if (length <= 0) throw invalid('endsAt', 'INVALID_FIELD.end-before-start');
  if (length > DAY) throw invalid('endsAt', 'INVALID_FIELD.longer-than-a-day', { hours: 24 });
}

/** A shift as an operator finds it. */
const offeredTo =
  (operatorId: string) =>
  (row: ClaimedShiftRow): OfferedShift => ({
    id: row.id,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    status: row.status,
    claimableFrom: row.claimableFrom,
    locationId: row.locationId,
    positionId: row.positionId,
    seats: row.seats,
    seatsTaken: seatsTakenOf(row.claims),
    shadows: shadowsOf(row.claims),
    seatsHeld: seatsHeldFrom(operatorId, row.holding),
  });
