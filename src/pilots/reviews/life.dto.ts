import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, ValidateNested } from 'class-validator';
import { FINDINGS, PILOT_STATES, type Finding, type PilotState } from '../../domain/pilots/findings.js';
import { MayBeLeftOut, MayBeNull, Name, Text } from '../../platform/http/fields.js';
import { DateRangeDto } from '../pilots.dto.js';

export class EndPilotDto {
  /** `timing`: unsuccessful because it ran at the wrong time; this needs `evidence`. */
  @MayBeNull()
  @ApiProperty({ enum: FINDINGS, nullable: true })
  @IsIn(FINDINGS)
  finding?: Finding | null;

  @MayBeNull()
  @Text(2000)
  why?: string | null;

  /** What shows that the timing was the reason. */
  @MayBeNull()
  @Text(2000)
  evidence?: string | null;
}

/** What is left out is taken over from the old pilot. */
export class SuccessorDto {
  @MayBeLeftOut()
  @Name()
  name?: string;

  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => DateRangeDto)
  baseline?: DateRangeDto;

  /** By default it has the old length, and begins where the old one ended, but not before today. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => DateRangeDto)
  pilot?: DateRangeDto;
}

export class PauseDto {
  id: string;
  /** The first local date that it touches. */
  @ApiProperty({ format: 'date' })
  from: string;
  /** The day after the last local date that it touches; null while it lasts. */
  @ApiProperty({ type: String, nullable: true, format: 'date' })
  to: string | null;
  @ApiProperty({ format: 'date-time' })
  pausedAt: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  resumedAt: string | null;
  reason: string;
  /** Who paused it; null for analysts and API keys, who see no people. */
  @ApiProperty({ type: String, nullable: true })
  by: string | null;
  /** Who resumed it, or ended it while it was paused. */
  @ApiProperty({ type: String, nullable: true })
  resumedBy: string | null;
  /** Whether one of the pilot's exclusions contains all of these days. */
  isExcluded: boolean;
}

export class EndingDto {
  @ApiProperty({ format: 'date-time' })
  endedAt: string;
  @ApiProperty({ enum: FINDINGS, nullable: true })
  finding: Finding | null;
  @ApiProperty({ type: String, nullable: true })
  why: string | null;
  @ApiProperty({ type: String, nullable: true })
  evidence: string | null;
  /** Who ended it; null for analysts and API keys, who see no people. */
  @ApiProperty({ type: String, nullable: true })
  by: string | null;
}

export class PilotLifeDto {
  pilotId: string;
  @ApiProperty({ enum: PILOT_STATES })
  state: PilotState;
  /** Oldest first. */
  pauses: PauseDto[];
  @ApiProperty({ type: () => EndingDto, nullable: true })
  ending: EndingDto | null;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  predecessorId: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  successorId: string | null;
}
