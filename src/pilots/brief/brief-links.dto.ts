import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../../platform/http/fields.js';

export const LONGEST_DAYS = 90;
export const USUAL_DAYS = 30;

export class CreateBriefLinkDto {
  /** How long the link works. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: LONGEST_DAYS, default: USUAL_DAYS, required: false })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(LONGEST_DAYS)
  days?: number;
}

export class BriefLinkDto {
  id: string;
  pilotId: string;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
  version: number;
}

export class CreatedBriefLinkDto extends BriefLinkDto {
  /** Shown once; left out of a replayed answer. Whoever has it may read the brief as it was when the link was made. */
  @ApiProperty({ required: false })
  shareUrl?: string;
}
