import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { LocalDateField, MayBeLeftOut, MayBeNull } from '../../platform/http/fields.js';
import {
  QUALIFICATION_STATUSES,
  QualificationDto,
  type QualificationStatus,
} from '../../people/people.dto.js';

export class SetQualificationDto {
  /** The default position when left out. */
  @MayBeLeftOut()
  @IsUUID('loose')
  positionId?: string;

  @ApiProperty({ enum: QUALIFICATION_STATUSES })
  @IsIn(QUALIFICATION_STATUSES)
  status: QualificationStatus;

  /** The last local date it holds on; the end of the present term where the position expires with it, else never. */
  @MayBeNull()
  @LocalDateField()
  expiresOn?: string | null;
}

/** What signing a shadow shift off led to. */
export class SignOffDto extends QualificationDto {
  claimId: string;
}
