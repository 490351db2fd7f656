import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { LocalDateField, MayBeLeftOut, MayBeNull } from '../../platform/http/fields.js';
import {
  QUALIFICATION_STATUSES,
  QualificationDto,
  type QualificationStatus,
} from '../../people/people.dto.js';

export class SetQualificationDto {
  /** When left out: the default position. */
  @MayBeLeftOut()
  @IsUUID('loose')
  positionId?: string;

  @ApiProperty({ enum: QUALIFICATION_STATUSES })
  @IsIn(QUALIFICATION_STATUSES)
  status: QualificationStatus;

  /**
   * The last local date on which it is valid. When left out: the end of the current term if the position
   * expires with it, else no end.
   */
  @MayBeNull()
  @LocalDateField()
  expiresOn?: string | null;
}

/** The result of signing off a shadow shift. */
export class SignOffDto extends QualificationDto {
  claimId: string;
}
