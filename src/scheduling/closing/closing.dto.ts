import { OmitType } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import {
  CoverageExceptionDto,
  CreateCoverageExceptionDto,
  UpdateCoverageExceptionDto,
} from '../../coverage/coverage-hours.dto.js';
import { IdList, MayBeLeftOut } from '../../platform/http/fields.js';
import { ShiftDto } from '../roster/roster.dto.js';

export const MOST_CANCELLED = 1_000;

export class CreateClosingDto extends CreateCoverageExceptionDto {
  /** The affected shifts to cancel, as a preview lists them; the others stay. When left out: none. */
  @MayBeLeftOut()
  @IdList(MOST_CANCELLED)
  cancelShiftIds?: string[];
}

export class UpdateClosingDto extends UpdateCoverageExceptionDto {
  /** The affected shifts to cancel; the others stay. When left out: none. */
  @MayBeLeftOut()
  @IdList(MOST_CANCELLED)
  cancelShiftIds?: string[];
}

export class PreviewClosingDto extends OmitType(CreateCoverageExceptionDto, ['reason']) {
  /** The stored exception that this one changes. When left out: a new one. */
  @MayBeLeftOut()
  @IsUUID('loose')
  exceptionId?: string;
}

/** Shifts and claims in the time that an exception closes. */
export class AffectedDto {
  /** Shifts that belong to its dates and lie in closed time, including those cancelled with it. */
  shifts: string[];
  /** Pending and approved claims on them. */
  claims: string[];
  /** Shifts that were cancelled with it. */
  cancelled: string[];
  /** Shifts with a check-in; they cannot be cancelled. */
  worked: string[];
}

export class ClosingDto extends CoverageExceptionDto {
  affected: AffectedDto;
}

export class ClosingPreviewDto {
  affected: AffectedDto;
  /** The affected shifts, with their claims. */
  shifts: ShiftDto[];
}
