import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { PULSE_GROUPS, type PulseGroup } from '../../domain/pilots/questions.js';
import { MayBeNull, Whole } from '../../platform/http/fields.js';

/** Each from 1 (not at all) to 5 (fully); null or left out: cannot say. */
export class PulseAnswersDto {
  /** Willing to take on work of the other side. */
  @MayBeNull()
  @Whole(1, 5)
  wouldTakeOn?: number | null;

  /** Knows how the other side works. */
  @MayBeNull()
  @Whole(1, 5)
  knowsOther?: number | null;

  /** Help came fast enough. */
  @MayBeNull()
  @Whole(1, 5)
  fastHelp?: number | null;
}

export class AnswerPulseDto {
  @IsObject()
  @ValidateNested()
  @Type(() => PulseAnswersDto)
  answers: PulseAnswersDto;
}

export const PULSE_STATES = ['open', 'answered', 'over'] as const;

export class PulseDto {
  pilotName: string;
  @ApiProperty({ example: '2026-11' })
  month: string;
  @ApiProperty({ enum: PULSE_GROUPS })
  group: PulseGroup;
  @ApiProperty({ enum: PULSE_STATES })
  state: (typeof PULSE_STATES)[number];
}
