import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { CoverageExceptionsService } from '../../coverage/coverage-exceptions.service.js';
import type { CoverageExceptionDto } from '../../coverage/coverage-hours.dto.js';
import { DemandService } from '../../coverage/demand.service.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { closureOf, isAffected } from '../../domain/closing.js';
import { refusal } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { Database } from '../../platform/database/database.js';
import type { Precondition } from '../../platform/http/etag.js';
import { toShiftDto } from '../roster/roster-mapping.js';
import { ClosingShifts } from '../seats/closing-shifts.service.js';
import { ShiftsRepository, spanOf, type ClaimedShiftRow } from '../roster/shifts.repository.js';
import type {
  AffectedDto,
  ClosingDto,
  ClosingPreviewDto,
  CreateClosingDto,
  PreviewClosingDto,
  UpdateClosingDto,
} from './closing.dto.js';

type Exception = Omit<CoverageExceptionDto, 'reason' | 'version' | 'id'> & { id?: string };

/** Closes dates or gives them other hours, and cancels affected shifts on request. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly exceptions: CoverageExceptionsService,
    private readonly demand: DemandService,
    private readonly locations: LocationsService,
    private readonly shifts: ShiftsRepository,
    private readonly closing: ClosingShifts,
    private readonly database: Database,
  ) {}

  create(caller: Caller, { cancelShiftIds = [], ...body }: CreateClosingDto): Promise<ClosingDto> {
    return this.database.transaction(async () =>
      this.carryOut(await this.exceptions.create(caller, body), cancelShiftIds),
    );
  }

  update(
    caller: Caller,
    id: string,
    { cancelShiftIds = [], ...change }: UpdateClosingDto,
    precondition: Precondition,
  ): Promise<ClosingDto> {
    return this.database.transaction(async () =>
      this.carryOut(await this.exceptions.update(caller, id, change, precondition), cancelShiftIds),
    );
  }

  /** The effects of an exception. Stores nothing. */
  async preview(caller: Caller, { locationId, ...body }: PreviewClosingDto): Promise<ClosingPreviewDto> {
    const exception = await this.exceptions.draft(caller, locationId, body);
    const shifts = await this.affectedBy(exception);
    return { affected: affected(shifts, []), shifts: shifts.map((shift) => toShiftDto(caller, shift)) };
  }

  private async carryOut(
    exception: CoverageExceptionDto,
    cancelShiftIds: readonly string[],
  ): Promise<ClosingDto> {
    const shifts = await this.affectedBy(exception);
    if (cancelShiftIds.length === 0) return { ...exception, affected: affected(shifts, []) };
    const known = new Set(shifts.map(({ id }) => id));
    const held = await this.shifts.lockAll(cancelShiftIds.filter((id) => known.has(id)));
    const standing = held.filter(({ status }) => status !== 'cancelled');
    if (standing.length < cancelShiftIds.length) throw notAffected(cancelShiftIds.length - standing.length);
    const { shiftIds, workedIds } = await this.closing.close(standing, exception.reason);
    if (workedIds.length > 0) throw worked(workedIds.length);
    return { ...exception, affected: affected(shifts, shiftIds) };
  }

  private async affectedBy(exception: Exception): Promise<ClaimedShiftRow[]> {
    const location = await this.locations.getAny(exception.locationId);
    const closure = closureOf(exception, await this.demand.openingAround(location, exception));
    const [first, last] = [closure.closed[0], closure.closed.at(-1)];
    if (!first || !last) return [];
    const around = { start: first.start, end: last.end };
    const standing = await this.shifts.findStanding(location.id, around);
    return standing.filter((shift) => isAffected(spanOf(shift), closure, location.timeZone));
  }
}

const affected = (shifts: readonly ClaimedShiftRow[], cancelled: string[]): AffectedDto => ({
  shifts: shifts.map(({ id }) => id),
  claims: shifts.flatMap(({ claims }) => claims.map(({ id }) => id)),
  cancelled,
  worked: shifts.filter(({ claims }) => claims.some((claim) => claim.isWorked)).map(({ id }) => id),
});

const notAffected = (count: number) =>
  refusal('conflict', [{ ...refusalText('NOT_AFFECTED', { count }), field: 'cancelShiftIds' }]);

const worked = (count: number) =>
  refusal('conflict', [{ ...refusalText('SHIFT_WORKED.several', { count }), field: 'cancelShiftIds' }]);
