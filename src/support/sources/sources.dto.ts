import { ApiExtraModels, ApiProperty, OmitType, PartialType, refs } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, IsUUID, ValidateNested } from 'class-validator';
import type { Params } from '../../domain/refusals/refusal-text.js';
import { Instant, MayBeLeftOut, MayBeNull, Name, Text, Whole } from '../../platform/http/fields.js';
import { SOURCE_KINDS, type SourceKind } from './kinds/kinds.js';
import { DeclarativeSettingsDto } from './kinds/declarative/settings.dto.js';
import { PushSettingsDto } from './kinds/push-settings.dto.js';
import { FileUrlSettingsDto } from './kinds/file-url/settings.dto.js';
import { MailboxSettingsDto } from './kinds/mailbox/settings.dto.js';
import { RedmineSettingsDto, RequestTrackerSettingsDto } from './kinds/settings.dto.js';
import {
  BACKFILL_STATUSES,
  PURPOSES,
  RUN_STATUSES,
  type BackfillStatus,
  type Purpose,
  type RunStatus,
} from './runs.repository.js';

/** Tickets whose place equals a text, without regard to case, belong to a location. */
export class LocationRuleDto {
  @Text(500)
  equals: string;

  @IsUUID('loose')
  locationId: string;
}

@ApiExtraModels(
  RequestTrackerSettingsDto,
  RedmineSettingsDto,
  DeclarativeSettingsDto,
  PushSettingsDto,
  FileUrlSettingsDto,
  MailboxSettingsDto,
)
export class CreateSupportSourceDto {
  /** The `source` of its requests. */
  @Name(100)
  name: string;

  @ApiProperty({ enum: SOURCE_KINDS })
  @IsIn(SOURCE_KINDS)
  kind: SourceKind;

  /** Of tickets that no rule matches. Without it they wait as unassigned. */
  @MayBeNull()
  @IsUUID('loose')
  locationId?: string | null;

  /** The first rule that matches counts. */
  @MayBeLeftOut()
  @ApiProperty({ type: [LocationRuleDto], maxItems: 200 })
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => LocationRuleDto)
  locationRules?: LocationRuleDto[];

  /** By kind. A secret that is left out of a change stays as it is. */
  @ApiProperty({
    oneOf: refs(
      RequestTrackerSettingsDto,
      RedmineSettingsDto,
      DeclarativeSettingsDto,
      PushSettingsDto,
      FileUrlSettingsDto,
      MailboxSettingsDto,
    ),
  })
  @IsObject()
  settings: Record<string, unknown>;

  /** A source of pushes is not read; then only its rules are applied. */
  @Whole(1, 1440)
  everyMinutes: number;

  /** When nothing new has come for so many days, people are told to look; null: never. By default 14. */
  @MayBeNull()
  @Whole(1, 365)
  quietAfterDays?: number | null;

  /** Unless false, saving checks whether the source can be read. */
  @IsBoolean()
  enabled: boolean;
}

export class UpdateSupportSourceDto extends PartialType(OmitType(CreateSupportSourceDto, ['kind']), {
  skipNullProperties: false,
}) {}

/**
 * Of pushes, what is said about the last run is meant of the last push.
 *
 * - `off`: not collected; `new`: not collected yet; `working`: the last run succeeded
 * - `collecting`: a run is in hand
 * - `failing`: the last run failed, and it is tried again soon
 * - `stopped`: it failed several times, or somebody has to change something; it is tried every few hours
 * - `quiet`: it works, and nothing new has come for long
 */
export const SOURCE_STATES = ['off', 'new', 'working', 'collecting', 'failing', 'stopped', 'quiet'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

export class SourceProblemDto {
  code: string;
  message: string;
  /** The figures and names in the message. */
  @ApiProperty({ required: false })
  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true },
  })
  params?: Params;
}

export class UnmatchedPlaceDto {
  /** What the rules look at; null when the ticket has nothing there. */
  @ApiProperty({ type: String, nullable: true })
  place: string | null;
  count: number;
}

export class SupportSourceDto {
  id: string;
  name: string;
  @ApiProperty({ enum: SOURCE_KINDS })
  kind: SourceKind;
  @ApiProperty({ type: String, nullable: true })
  locationId: string | null;
  locationRules: LocationRuleDto[];
  /** Without secrets. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  settings: object;
  everyMinutes: number;
  enabled: boolean;
  @ApiProperty({ enum: SOURCE_STATES })
  state: SourceState;
  /** Why the last run failed. */
  @ApiProperty({ type: SourceProblemDto, nullable: true })
  problem: SourceProblemDto | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  failingSince: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastSuccessAt: string | null;
  /** When a request of it was last new or different, or the source was set up anew. */
  @ApiProperty({ format: 'date-time' })
  lastNewsAt: string;
  @ApiProperty({ type: 'integer', nullable: true })
  quietAfterDays: number | null;
  /** Where its pushes go; null for other kinds. */
  @ApiProperty({ type: String, nullable: true })
  pushUrl: string | null;
  /** Until when the secret before this one is valid too. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  formerSecretUntil: string | null;
  /** Null when it is off. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  nextRunAt: string | null;
  /** How many of its requests wait without a location. */
  unassigned: number;
  /** What these have where the rules look, most frequent first. */
  unmatched: UnmatchedPlaceDto[];
  /** Whether the caller may change it: all its locations are the caller's. */
  mayChange: boolean;
  version: number;
}

export class CreatedSupportSourceDto extends SupportSourceDto {
  /** With which its pushes are signed, when it was made here. Shown only now. */
  secret?: string;
}

export class RotateSecretDto {
  /** The secret until now is refused at once, because somebody else knows it. By default it is valid for another day. */
  @MayBeLeftOut()
  @IsBoolean()
  endFormer?: boolean;
}

export class RotatedSecretDto {
  /** Shown only now. */
  secret?: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  formerSecretUntil: string | null;
}

/** A ticket as it would be stored. */
export class TicketSampleDto {
  externalId: string;
  @ApiProperty({ type: String, nullable: true })
  title: string | null;
  @ApiProperty({ format: 'date-time' })
  openedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  firstResponseAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  resolvedAt: string | null;
  @ApiProperty({ type: String, nullable: true })
  tier: string | null;
  @ApiProperty({ type: String, nullable: true })
  category: string | null;
  @ApiProperty({ type: String, nullable: true })
  place: string | null;
  /** Where it would belong; null: it would wait as unassigned. */
  @ApiProperty({ type: String, nullable: true })
  locationId: string | null;
}

export class SourceCheckDto {
  ok: boolean;
  /** What is wrong, or that all is well. */
  message: string;
  /** Some of the latest tickets. */
  sample: TicketSampleDto[];
}

export class TicketRemarkDto {
  /** Of the ticket; or the place where it stands, such as `line 17`. */
  externalId: string;
  message: string;
  /** False: the ticket was left out. */
  isTaken: boolean;
}

export class SupportSourceRunDto {
  id: string;
  @ApiProperty({ enum: PURPOSES })
  purpose: Purpose;
  @ApiProperty({ enum: RUN_STATUSES })
  status: RunStatus;
  @ApiProperty({ format: 'date-time' })
  startedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;
  /** Tickets that were read. */
  fetched: number;
  created: number;
  updated: number;
  /** Requests that were deleted in their system, or merged there. */
  removed: number;
  /** Tickets that were left out. */
  skipped: number;
  /** Why tickets were left out, and what else was noticed; the first ones. */
  remarks: TicketRemarkDto[];
  @ApiProperty({ type: String, nullable: true })
  error: string | null;
}

export class CreateBackfillDto {
  @Instant()
  from: Date;

  @Instant()
  to: Date;
}

export class SupportBackfillDto {
  id: string;
  @ApiProperty({ format: 'date-time' })
  from: string;
  @ApiProperty({ format: 'date-time' })
  to: string;
  @ApiProperty({ enum: BACKFILL_STATUSES })
  status: BackfillStatus;
  fetched: number;
  created: number;
  updated: number;
  /** How many tickets are still to be read; null when unknown. */
  @ApiProperty({ type: 'integer', nullable: true })
  remaining: number | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;
}
