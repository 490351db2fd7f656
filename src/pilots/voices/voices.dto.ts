import { ApiProperty } from '@nestjs/swagger';
import { PHASE_NAMES, type PhaseName } from '../../domain/pilots/phases.js';
import {
  PATRON_ANSWERS,
  PULSE_GROUPS,
  PULSE_QUESTIONS,
  type PulseGroup,
  type PulseQuestion,
} from '../../domain/pilots/questions.js';

export class ShareDto {
  share: number;
  /** Wilson's interval of the share. */
  @ApiProperty({ type: [Number], minItems: 2, maxItems: 2 })
  interval95: readonly [number, number];
}

class MonthFiguresDto {
  @ApiProperty({ example: '2026-11' })
  month: string;
  /** The phase to which most of its days belong. */
  @ApiProperty({ enum: PHASE_NAMES })
  phase: PhaseName;
  /** Fewer than five answers, or it would reveal fewer than five: the figures are null. */
  suppressed: boolean;
  /** The number of answers; "cannot say" is none. */
  @ApiProperty({ type: Number, nullable: true })
  n: number | null;
}

export class PulseFiguresDto extends MonthFiguresDto {
  @ApiProperty({ enum: PULSE_QUESTIONS })
  question: PulseQuestion;
  @ApiProperty({ enum: [...PULSE_GROUPS, 'all'] })
  group: PulseGroup | 'all';
  /** From 1 to 5. */
  @ApiProperty({ type: Number, nullable: true })
  mean: number | null;
  /** The share of 4 and 5. */
  @ApiProperty({ type: () => ShareDto, nullable: true })
  favourable: ShareDto | null;
}

class PatronSharesDto implements Record<(typeof PATRON_ANSWERS)[number], ShareDto> {
  yes: ShareDto;
  partly: ShareDto;
  no: ShareDto;
}

export class PatronFiguresDto extends MonthFiguresDto {
  @ApiProperty({ type: () => PatronSharesDto, nullable: true })
  shares: PatronSharesDto | null;
}

export class OpenMonthDto {
  @ApiProperty({ example: '2026-11' })
  month: string;
  /** The local date from which on its figures are shown. */
  @ApiProperty({ format: 'date' })
  shownFrom: string;
}

export class VoicesDto {
  @ApiProperty({ format: 'date-time' })
  asOf: string;
  pulse: PulseFiguresDto[];
  patrons: PatronFiguresDto[];
  /** Months that can still be answered. While they can, each new answer could be read off the change. */
  open: OpenMonthDto[];
}
