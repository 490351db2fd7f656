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
  /** Which of the shifts it affects are cancelled, as a preview names them; the others stay. None when left out. */
  @MayBeLeftOut()
  @IdList(MOST_CANCELLED)
  cancelShiftIds?: string[];
}

export class UpdateClosingDto extends UpdateCoverageExceptionDto {
  /** Which of the shifts it affects are cancelled; the others stay. None when left out. */
  @MayBeLeftOut()
  @IdList(MOST_CANCELLED)
  cancelShiftIds?: string[];
}

export class PreviewClosingDto extends OmitType(CreateCoverageExceptionDto, ['reason']) {
  /** The exception that is to be changed; a new one when left out. */
  @MayBeLeftOut()
  @IsUUID('loose')
  exceptionId?: string;
}

/** What stands in the time that an exception closes. */
export class AffectedDto {
  /** Shifts that belong to its dates and lie in closed time, those cancelled with it included. */
  shifts: string[];
  /** Pending and approved claims on them. */
  claims: string[];
  /** Of the shifts, those that were cancelled with it. */
  cancelled: string[];
  /** Of the shifts, those that somebody has checked in to: they cannot be cancelled. */
  worked: string[];
}

export class ClosingDto extends CoverageExceptionDto {
  affected: AffectedDto;
}

export class ClosingPreviewDto {
  affected: AffectedDto;
  /** The same shifts, with who is on them. */
  shifts: ShiftDto[];
}
