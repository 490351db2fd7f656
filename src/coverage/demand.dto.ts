import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { Instant, JsonFromQuery, MayBeLeftOut } from '../platform/http/fields.js';
import {
  CreateCoverageExceptionDto,
  CreateCoverageHoursDto,
  EXCEPTION_KINDS,
  type ExceptionKind,
} from './coverage-hours.dto.js';

/** Coverage hours as they would be stored. */
export class DraftRuleDto extends OmitType(CreateCoverageHoursDto, ['locationId']) {
  /** The stored coverage hours that this draft replaces. When left out: new ones. */
  @MayBeLeftOut()
  @IsUUID('loose')
  coverageHoursId?: string;
}

/** An exception as it would be stored. It replaces every other exception on its dates. */
export class DraftExceptionDto extends OmitType(CreateCoverageExceptionDto, ['locationId', 'reason']) {
  /** The stored exception that this draft changes. When left out: a new one. */
  @MayBeLeftOut()
  @IsUUID('loose')
  exceptionId?: string;
}

/** A stretch of time at a location. */
export class StretchQuery {
  @IsUUID('loose')
  locationId: string;

  @Instant()
  from: Date;

  /** At most 400 days after `from`. */
  @Instant()
  to: Date;
}

export class DemandQuery extends StretchQuery {
  /** Coverage hours that are not stored, as JSON (DraftRuleDto), for a preview. */
  @MayBeLeftOut()
  @JsonFromQuery(() => DraftRuleDto, {
    weekdays: [1, 2, 3, 4],
    startsAt: '20:00',
    endsAt: '02:00',
    required: 2,
    effectiveFrom: '2026-11-02',
  })
  draftRule?: DraftRuleDto;

  /** An exception that is not stored, as JSON (DraftExceptionDto), for a preview. */
  @MayBeLeftOut()
  @JsonFromQuery(() => DraftExceptionDto, { date: '2026-11-26', kind: 'closed' })
  draftException?: DraftExceptionDto;
}

export class DemandSegmentDto {
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  positionId: string;
  /** The number of operators; 0 means open without an operator. */
  required: number;
  /** The local date on which the demand starts. */
  @ApiProperty({ format: 'date' })
  date: string;
  /** True when the demand comes from the draft, in whole or in part. */
  isDraft: boolean;
}

/** Dates with an exception, which replaces all hours that would start on them. */
export class DemandExceptionDto {
  @ApiProperty({ format: 'date' })
  date: string;
  /** The last date, inclusive. */
  @ApiProperty({ format: 'date' })
  untilDate: string;
  @ApiProperty({ enum: EXCEPTION_KINDS })
  kind: ExceptionKind;
  /** The reason; null for a draft. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

export class DemandDto {
  /**
   * One segment per position, as long as `required` and `date` stay the same. Ordered by start, then
   * position.
   */
  items: DemandSegmentDto[];
  exceptions: DemandExceptionDto[];
}
