import { ApiProperty } from '@nestjs/swagger';
import { BEFORE_AFTER_WARNINGS, type BeforeAfterWarning } from '../../domain/evaluation/before-after.js';
import { COMPARISON_WARNINGS, type ComparisonWarning } from '../../domain/evaluation/warnings.js';
import { OPEN_INTERVAL, type OpenInterval } from './open-interval.js';

/** Local dates of the location. */
export class DatesDto {
  @ApiProperty({ format: 'date' })
  from: string;
  /** The day after the last one. */
  @ApiProperty({ format: 'date' })
  to: string;
}

export class AroundSpanDto extends DatesDto {
  /** Weeks of seven dates, also those that are left out of the pilot’s figures. */
  @ApiProperty({ type: 'integer' })
  weeks: number;
}

export class AroundCountsDto {
  @ApiProperty({ type: 'integer' })
  before: number;
  @ApiProperty({ type: 'integer' })
  after: number;
}

export class NotComparedDto {
  code: string;
  message: string;
}

export class AroundComparisonDto {
  metric: string;
  @ApiProperty({ enum: ['exploratory'] })
  role: 'exploratory';
  @ApiProperty({ type: Number, nullable: true })
  before: number | null;
  @ApiProperty({ type: Number, nullable: true })
  after: number | null;
  /** After ÷ before for rates, after − before for the rest. */
  @ApiProperty({ type: Number, nullable: true })
  estimate: number | null;
  @ApiProperty(OPEN_INTERVAL)
  interval95: OpenInterval | null;
  /** Events, cases or requests. */
  n: AroundCountsDto;
  method: string;
  @ApiProperty({ enum: COMPARISON_WARNINGS, isArray: true })
  warnings: ComparisonWarning[];
}

/** Maintenance, or upgrades of workstations, with as many weeks before as after it; or `refused`, with the reason. */
export class BeforeAfterDto {
  locationId: string;
  /** The dates on which it was done. They are neither before nor after. */
  at: DatesDto;
  /** Reasons that overlap, or follow on the next day, are one. */
  reason: string;
  before?: AroundSpanDto;
  after?: AroundSpanDto;
  comparisons?: AroundComparisonDto[];
  @ApiProperty({ enum: BEFORE_AFTER_WARNINGS, isArray: true, required: false })
  warnings?: BeforeAfterWarning[];
  @ApiProperty({
    type: () => NotComparedDto,
    required: false,
    description: 'Why nothing is compared; then the other fields are missing',
  })
  refused?: NotComparedDto;
}
