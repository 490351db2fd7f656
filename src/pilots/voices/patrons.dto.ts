import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { PATRON_ANSWERS, type PatronAnswer } from '../../domain/pilots/questions.js';
import { MayBeLeftOut } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

export class CreatePatronLinkDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID('loose')
  locationId: string;
}

export class PatronLinksQuery extends PageQuery {
  @MayBeLeftOut()
  @ApiProperty({ format: 'uuid' })
  @IsUUID('loose')
  locationId?: string;
}

export class PatronLinkDto {
  id: string;
  locationId: string;
  /** The page with the question, for a QR code at the desk. Needs no account. */
  url: string;
  version: number;
}

export class PatronQuestionDto {
  locationName: string;
}

export class PatronAnswerDto {
  @ApiProperty({ enum: PATRON_ANSWERS })
  @IsIn(PATRON_ANSWERS)
  answer: PatronAnswer;
}
