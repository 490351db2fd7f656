import { applyDecorators } from '@nestjs/common';
import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsUrl, IsUUID, Length } from 'class-validator';
import { LONGEST_WAIT_MINUTES } from '../domain/wait-times.js';
import { Instant, MayBeLeftOut, MayBeNull, Text, Whole } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

/** A flag in a query, where everything is text. */
const YesOrNo = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: Boolean, required: false }),
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    MayBeLeftOut(),
    IsBoolean(),
  );

export const TIERS = ['library', 'campus-it'] as const;
export type Tier = (typeof TIERS)[number];

export class CreateSupportRequestDto {
  @IsUUID('loose')
  locationId: string;

  @Instant()
  openedAt: Date;

  /** The system it comes from; needed with `externalId`. */
  @MayBeNull()
  @Text(100)
  source?: string | null;

  /** Unique within the source: the same again updates. */
  @MayBeNull()
  @Text(200)
  externalId?: string | null;

  @MayBeNull()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @Length(1, 2000)
  externalUrl?: string | null;

  @MayBeNull()
  @Instant()
  firstResponseAt?: Date | null;

  /**
   * How long they had waited when they were first helped, as they said at the desk. The first response is then `firstResponseAt`, or
   * `openedAt` without it, and `openedAt` is set to that many minutes before. Left out, as when nobody knows, a request written down
   * in the moment of its answer counts in no response time.
   */
  @MayBeNull()
  @Whole(0, LONGEST_WAIT_MINUTES)
  waitedMinutes?: number | null;

  @MayBeNull()
  @Instant()
  escalatedAt?: Date | null;

  /** The first of several resolutions; kept from the first `resolvedAt` when left out. */
  @MayBeNull()
  @Instant()
  firstResolvedAt?: Date | null;

  /** The last resolution. */
  @MayBeNull()
  @Instant()
  resolvedAt?: Date | null;

  @ApiProperty({ enum: TIERS, required: false, default: 'library' })
  @MayBeLeftOut()
  @IsIn(TIERS)
  tier?: Tier;

  @MayBeNull()
  @Text(100)
  channel?: string | null;

  @MayBeNull()
  @Text(100)
  category?: string | null;

  /** Reference Effort Assessment Data, 1 to 6. */
  @MayBeNull()
  @Whole(1, 6)
  readLevel?: number | null;

  /** Asking the way or for supplies: kept apart in metrics. */
  @MayBeLeftOut()
  @IsBoolean()
  directional?: boolean;
}

export class UpdateSupportRequestDto extends PartialType(
  OmitType(CreateSupportRequestDto, ['locationId', 'source', 'externalId']),
  { skipNullProperties: false },
) {}

export class SupportRequestDto {
  id: string;
  locationId: string;
  @ApiProperty({ type: String, nullable: true })
  source: string | null;
  @ApiProperty({ type: String, nullable: true })
  externalId: string | null;
  @ApiProperty({ type: String, nullable: true })
  externalUrl: string | null;
  @ApiProperty({ format: 'date-time' })
  openedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  firstResponseAt: string | null;
  /** How long they had waited, as stated at the desk; null where the times were measured, or nobody knows. */
  @ApiProperty({ type: 'integer', nullable: true })
  waitedMinutes: number | null;
  /** Written down in the moment of its answer, with no stated wait: it counts in no response time. */
  waitUnknown: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  escalatedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  firstResolvedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  resolvedAt: string | null;
  @ApiProperty({ enum: TIERS })
  tier: Tier;
  @ApiProperty({ type: String, nullable: true })
  channel: string | null;
  @ApiProperty({ type: String, nullable: true })
  category: string | null;
  @ApiProperty({ type: Number, nullable: true })
  readLevel: number | null;
  directional: boolean;
  /** When it was written down; null where that is not known. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  loggedAt: string | null;
  /** Written down here more than an hour after it was asked. */
  loggedLate: boolean;
  /** Still open, known from an imported file alone, and opened before the location's first pilot (without one: over 30 days ago). */
  history: boolean;
  version: number;
}

export class SupportQuery extends PageQuery {
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  @MayBeLeftOut()
  @Instant()
  from?: Date;

  @MayBeLeftOut()
  @Instant()
  to?: Date;
}

export class SupportRequestQuery extends SupportQuery {
  @ApiProperty({ enum: TIERS, required: false })
  @MayBeLeftOut()
  @IsIn(TIERS)
  tier?: Tier;

  @MayBeLeftOut()
  @Text(100)
  channel?: string;

  @MayBeLeftOut()
  @Text(100)
  category?: string;

  /** Whether it went to Campus IT. */
  @YesOrNo()
  escalated?: boolean;

  /** `false` leaves open requests of imported files from before the pilot out, as the desk does; `true` gives those alone. */
  @YesOrNo()
  history?: boolean;
}

export class CreateTallyDto {
  @IsUUID('loose')
  locationId: string;

  @Instant()
  at: Date;

  @Whole(1, 1000)
  count: number;

  @MayBeNull()
  @Text(100)
  channel?: string | null;

  @MayBeNull()
  @Text(100)
  category?: string | null;

  @MayBeLeftOut()
  @IsBoolean()
  directional?: boolean;
}

export class TallyDto {
  id: string;
  locationId: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  count: number;
  @ApiProperty({ type: String, nullable: true })
  channel: string | null;
  @ApiProperty({ type: String, nullable: true })
  category: string | null;
  directional: boolean;
  /** When it was written down; null where that is not known. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  loggedAt: string | null;
  /** Written down more than an hour afterwards. */
  loggedLate: boolean;
  version: number;
}

export class CreateHeadcountDto {
  @IsUUID('loose')
  locationId: string;

  @Instant()
  at: Date;

  @Text(100)
  area: string;

  @Whole(0, 100_000)
  count: number;
}

export class HeadcountDto {
  id: string;
  locationId: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  area: string;
  count: number;
}
