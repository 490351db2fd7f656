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
  /** The coverage hours that it would take the place of; new ones when left out. */
  @MayBeLeftOut()
  @IsUUID('loose')
  coverageHoursId?: string;
}

/** An exception as it would be stored; it takes the place of every other one on its dates. */
export class DraftExceptionDto extends OmitType(CreateCoverageExceptionDto, ['locationId', 'reason']) {
  /** The exception that is to be changed; a new one when left out. */
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
  /** How many operators; 0 is open without one. */
  required: number;
  /** The local date on which the demand starts. */
  @ApiProperty({ format: 'date' })
  date: string;
  /** It comes from the draft, at least in part. */
  isDraft: boolean;
}

/** Dates that go by an exception, which replaces what would start on them. */
export class DemandExceptionDto {
  @ApiProperty({ format: 'date' })
  date: string;
  /** Its last date, inclusive. */
  @ApiProperty({ format: 'date' })
  untilDate: string;
  @ApiProperty({ enum: EXCEPTION_KINDS })
  kind: ExceptionKind;
  /** Why; null of a draft. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

export class DemandDto {
  /** Each of one position, as long as `required` and `date` stay the same; ordered by start, then position. */
  items: DemandSegmentDto[];
  exceptions: DemandExceptionDto[];
}
