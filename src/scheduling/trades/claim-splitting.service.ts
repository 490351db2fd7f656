import { Injectable } from '@nestjs/common';
import { conflict, invalid } from '../../domain/errors.js';
import { MINUTE } from '../../domain/interval.js';
import { localDateOf } from '../../domain/local-date.js';
import { requireUnworked, seatsTakenOf, shadowsOf } from '../../domain/seats.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { newId } from '../../platform/ids.js';
import { ClaimsRepository, type ClaimRow } from '../roster/claims.repository.js';
import { HoldingSchedulesRepository, type HoldingSchedule } from '../roster/holding-schedules.repository.js';
import { ShiftsRepository, type ShiftRow } from '../roster/shifts.repository.js';
import { SeatMoves } from '../seats/seat-moves.service.js';

const SHORTEST_MINUTES = 15;

export interface Part {
  startsAt: Date;
  endsAt: Date;
}

/** Splits a claim in two, so that its operator can give up one part and keep the other. */
@Injectable()
export class ClaimSplitting {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly schedules: HoldingSchedulesRepository,
    private readonly seatMoves: SeatMoves,
    private readonly audit: Audit,
  ) {}

  /**
   * Within a transaction that has locked operator, shift and claims. The claim keeps the rest. The part
   * becomes a new shift with a claim of the operator, which is returned. On a shift of several seats the
   * others do not change.
   */
  async carve(shift: ShiftRow, claim: ClaimRow, part: Part): Promise<ClaimRow> {
    const rest = restOf(claim, part);
    const active = await this.shifts.findActiveClaims(shift.id, { lock: true });
    requireUnworked(active);
    if (shadowsOf(active) > seatsTakenOf(active) - 1) throw conflict('SHIFT_HAS_TRAINEES.beside');
    if (await this.claims.lockRelief(claim.id)) throw conflict('ALREADY_TAKEN.claim');
    const holding = await this.schedules.find(
      shift.locationId,
      localDateOf(+shift.startsAt, shift.timeZone),
      shift.id,
    );
    const restShiftId = shift.seats === 1 ? shift.id : await this.moveOut(shift, claim, rest, holding);
    if (restShiftId === shift.id) {
      await this.shifts.update({ ...shift, ...rest });
      await this.shifts.setSchedule(shift.id, scheduleOf(rest, shift, holding));
    }
    const partShiftId = await this.newShift(shift, part, holding);
    const id = await this.seatMoves.takePart(claim, partShiftId);
    await this.record('shift.split', shift.id, shift, {
      claimId: claim.id,
      rest: { shiftId: restShiftId, ...rest },
      part: { shiftId: partShiftId, startsAt: part.startsAt, endsAt: part.endsAt },
    });
    return (await this.claims.find(id, { lock: true }))!;
  }

  /** Moves the operator's seat to a new shift with the part that they keep. */
  private async moveOut(
    shift: ShiftRow,
    claim: ClaimRow,
    rest: Part,
    holding: HoldingSchedule | null,
  ): Promise<string> {
    const id = await this.newShift(shift, rest, holding);
    await this.seatMoves.move(claim, id);
    await this.shifts.update({ ...shift, seats: shift.seats - 1 });
    return id;
  }

  private async newShift(shift: ShiftRow, part: Part, holding: HoldingSchedule | null): Promise<string> {
    const { locationId, positionId, status } = shift;
    const { startsAt, endsAt } = part;
    const id = newId();
    const scheduleId = scheduleOf(part, shift, holding);
    await this.shifts.insert({ ...shift, id, startsAt, endsAt, seats: 1, scheduleId });
    await this.record('shift.created', id, shift, {
      locationId,
      positionId,
      startsAt,
      endsAt,
      seats: 1,
      status,
    });
    return id;
  }

  private record(
    action: AuditAction<'shift'>,
    entityId: string,
    { locationId }: ShiftRow,
    details: object,
  ): Promise<void> {
    return this.audit.record({ action, entity: 'shift', entityId, locationId, details });
  }
}

/** A part that begins after the last date of the shift's schedule stays in that schedule. */
const scheduleOf = (
  { startsAt }: Part,
  { timeZone }: ShiftRow,
  holding: HoldingSchedule | null,
): string | null => (holding && localDateOf(+startsAt, timeZone) > holding.endsOn ? holding.id : null);

/** The rest of a shift without one of its ends. */
function restOf({ startsAt, endsAt }: Part, part: Part): Part {
  const isFirst = +part.startsAt === +startsAt;
  const isLast = +part.endsAt === +endsAt;
  if (part.startsAt < startsAt || part.endsAt > endsAt || isFirst === isLast)
    throw invalid('endsAt', 'INVALID_FIELD.part-inside');
  const rest = isFirst ? { startsAt: part.endsAt, endsAt } : { startsAt, endsAt: part.startsAt };
  for (const piece of [part, rest])
    if (+piece.endsAt - +piece.startsAt < SHORTEST_MINUTES * MINUTE)
      throw invalid('endsAt', 'INVALID_FIELD.part-length', { minutes: SHORTEST_MINUTES });
  return rest;
}
