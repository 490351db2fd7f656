import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsUrl, IsUUID, Length, Matches } from 'class-validator';
import { PRIORITIES, type Priority } from '../domain/service-clock.js';
import { TIERS, type Tier } from '../domain/tiers.js';
import { LONGEST_WAIT_MINUTES } from '../domain/wait-times.js';
import {
  Instant,
  LocalDateField,
  LowerCase,
  MayBeLeftOut,
  MayBeNull,
  Name,
  tells,
  Text,
  Whole,
  YesOrNo,
} from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

export class CreateSupportRequestDto {
  @IsUUID('loose')
  locationId: string;

  @Instant()
  openedAt: Date;

  /** The system that it comes from; required with `externalId`. */
  @MayBeNull()
  @Text(100)
  source?: string | null;

  /** Unique within the source: the same id updates. */
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
   * How long the person had waited when they were first helped, as they said at the desk. The first response
   * is then `firstResponseAt`, or else `openedAt`, and `openedAt` is set to that many minutes earlier. When
   * it is left out because nobody knows, a request that is logged when it is answered counts in no response
   * time.
   */
  @MayBeNull()
  @Whole(0, LONGEST_WAIT_MINUTES)
  waitedMinutes?: number | null;

  @MayBeNull()
  @Instant()
  escalatedAt?: Date | null;

  /** The first of several resolutions. When left out: kept from the first `resolvedAt`. */
  @MayBeNull()
  @Instant()
  firstResolvedAt?: Date | null;

  /** The last resolution. */
  @MayBeNull()
  @Instant()
  resolvedAt?: Date | null;

  /** Left out of a new request that is open: as the routing rules say, and `library` without one that is met. */
  @ApiProperty({ enum: TIERS, required: false })
  @MayBeLeftOut()
  @IsIn(TIERS)
  tier?: Tier;

  @MayBeNull()
  @Text(100)
  channel?: string | null;

  @MayBeNull()
  @Text(100)
  category?: string | null;

  /** Reference Effort Assessment Data, 1 to 6. By default as its category says. */
  @MayBeNull()
  @Whole(1, 6)
  readLevel?: number | null;

  /** What is wrong, in one line. Not who asks. */
  @MayBeNull()
  @Name(200)
  title?: string | null;

  /** Where: a workstation or an area. */
  @MayBeNull()
  @Name(100)
  workstation?: string | null;

  /**
   * Who asks and how to reach them. Optional, shown to people only, in no figure and no export, and forgotten
   * `requesterDays` (settings) after the request was resolved.
   */
  @MayBeNull()
  @Name(200)
  requester?: string | null;

  /** How urgent it is; the targets of its tier go by it. Default: normal. */
  @ApiProperty({ enum: PRIORITIES, required: false })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority?: Priority;

  /** Questions about directions or supplies; metrics count them separately. By default as its category says. */
  @MayBeLeftOut()
  @IsBoolean()
  directional?: boolean;
}

export class UpdateSupportRequestDto extends PartialType(
  OmitType(CreateSupportRequestDto, ['locationId', 'source', 'externalId']),
  { skipNullProperties: false },
) {
  /** Whether it waits for the person who asked, which stops its clock. A resolution or a hand-over ends that. */
  @MayBeLeftOut()
  @IsBoolean()
  waiting?: boolean;

  /** Who works on it; null for nobody. An operator takes it or gives it back. */
  @MayBeNull()
  @LowerCase()
  @IsUUID('loose')
  assigneeId?: string | null;
}

export class AssignRequestDto {
  @IsUUID('loose')
  locationId: string;
}

export class SupportRequestDto {
  id: string;
  /** Null while it waits for a location. */
  @ApiProperty({ type: String, nullable: true })
  locationId: string | null;
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
  /**
   * How long the person had waited, as stated at the desk; null when the times were measured, or when it is
   * unknown.
   */
  @ApiProperty({ type: 'integer', nullable: true })
  waitedMinutes: number | null;
  /** Logged when it was answered, without a stated wait: counts in no response time. */
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
  /** What is wrong. */
  @ApiProperty({ type: String, nullable: true })
  title: string | null;
  /** Where: a workstation or an area. */
  @ApiProperty({ type: String, nullable: true })
  workstation: string | null;
  /** Who asks; null when they did not say, were forgotten, and for API keys. */
  @ApiProperty({ type: String, nullable: true })
  requester: string | null;
  /** Who works on it. */
  @ApiProperty({ type: String, nullable: true })
  assigneeId: string | null;
  /** For operators only the display name. */
  @ApiProperty({ type: String, nullable: true })
  assigneeName: string | null;
  /** Of a collected request: what the rules of its source look at. */
  @ApiProperty({ type: String, nullable: true })
  place: string | null;
  /** Somebody gave it its location, so the rules of its source do not. */
  placedByHand: boolean;
  /** Collected from a source; its times and its tier are changed there. */
  collected: boolean;
  /**
   * It is open, with the library, and can be handed over to Campus IT here: not when it is collected, unless escalations of its
   * location open tickets in another system.
   */
  canEscalate: boolean;
  /** It is open, with Campus IT, and can be given back here: when it is collected, only after it was handed over here. */
  canReturn: boolean;
  /** When it was written down; null when unknown. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  loggedAt: string | null;
  /** Written down here more than an hour after the request. */
  loggedLate: boolean;
  /**
   * Still open, known only from an imported file, and opened before the location's first pilot (without a
   * pilot: over 30 days ago).
   */
  history: boolean;
  @ApiProperty({ enum: PRIORITIES })
  priority: Priority;
  /** Since when an open request waits for the person who asked. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  waitingSince: string | null;
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

  @ApiProperty({ enum: PRIORITIES, required: false })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority?: Priority;

  /**
   * Opened on this working day of its location or later. A night belongs to the day on which it begins: a working day lasts from
   * `workdayStartsAt` (settings) to the next.
   */
  @MayBeLeftOut()
  @LocalDateField()
  firstDay?: string;

  /** Opened on this working day of its location or earlier. */
  @MayBeLeftOut()
  @LocalDateField()
  lastDay?: string;

  /** With all words that count as the same category. */
  @MayBeLeftOut()
  @Text(100)
  category?: string;

  /** Whether it was handed on to Campus IT. */
  @YesOrNo()
  escalated?: boolean;

  /**
   * `false` leaves out open requests of imported files from before the pilot, as the desk does; `true`
   * returns only these.
   */
  @YesOrNo()
  history?: boolean;

  @YesOrNo()
  resolved?: boolean;

  /** Who works on it: `me`, `nobody`, or the id of a user. */
  @MayBeLeftOut()
  @Matches(/^(me|nobody|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i, tells('assignee'))
  assignee?: string;

  /**
   * Words of what is wrong, the workstation, the category or the external id, each from its beginning. Requests that hold all of them
   * are found.
   */
  @MayBeLeftOut()
  @Text(100)
  search?: string;

  /** `true`: those that wait for a location, and no others. Only `from` and `to` go with it. */
  @YesOrNo()
  unassigned?: boolean;
}

export class ChosenAssigneeDto {
  id: string;
  name: string;
}

/** What lists of requests can be narrowed by; 500 of each at most. */
export class RequestChoicesDto {
  /** Who works or worked on requests, by name. */
  @ApiProperty({ type: () => [ChosenAssigneeDto] })
  assignees: ChosenAssigneeDto[];
  channels: string[];
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

  /** By default as its category says. */
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
  /** When it was written down; null when unknown. */
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
