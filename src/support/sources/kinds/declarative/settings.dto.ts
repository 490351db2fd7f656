import { ApiExtraModels, ApiProperty, refs } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, ValidateNested } from 'class-validator';
import { MayBeLeftOut, Names, Text, TimeZoneField, Whole } from '../../../../platform/http/fields.js';
import { BaseUrl } from '../base-url.js';
import {
  AUTH,
  SourceAuthDto,
  type NoAuthDto,
  type BasicAuthDto,
  type HeaderAuthDto,
  type TokenAuthDto,
} from './auth.dto.js';
import { DateFormat, JsonPath, OneOfKinds, TextByName, WebAddress } from './fields.js';
import { SourceOpenDto } from './opening.dto.js';
import {
  PAGING,
  SourcePagingDto,
  type CursorPagingDto,
  type KeysetPagingDto,
  type LinkPagingDto,
  type OffsetPagingDto,
  type PagePagingDto,
  type WindowPagingDto,
} from './paging.dto.js';
import { SourceListDto, SourceTicketDto } from './requests.dto.js';

const STOPS = ['empty', 'total', 'no-next'] as const;
const MOST_WORDS = 500;

/** Where a ticket’s fields are. Of several places, the first one that is set counts for a time, and the first one for a text. */
export class SourceFieldsDto {
  @JsonPath()
  externalId: string;

  /** Its last change. */
  @JsonPath()
  updatedAt: string;

  @JsonPath()
  openedAt: string;

  @MayBeLeftOut()
  @JsonPath()
  firstResponseAt?: string;

  @MayBeLeftOut()
  @JsonPath()
  escalatedAt?: string;

  @MayBeLeftOut()
  @JsonPath()
  resolvedAt?: string;

  /** When it was resolved for the first time, where a system keeps that. */
  @MayBeLeftOut()
  @JsonPath()
  firstResolvedAt?: string;

  @MayBeLeftOut()
  @JsonPath()
  category?: string;

  @MayBeLeftOut()
  @JsonPath()
  channel?: string;

  @MayBeLeftOut()
  @JsonPath()
  tier?: string;

  /** Words that `values` does not name tell nothing: the priority stays. */
  @MayBeLeftOut()
  @JsonPath()
  priority?: string;

  @MayBeLeftOut()
  @JsonPath()
  title?: string;

  @MayBeLeftOut()
  @JsonPath()
  externalUrl?: string;

  /** What the location rules look at. */
  @MayBeLeftOut()
  @JsonPath()
  location?: string;
}

/** How its dates are written, told ones and asked ones. */
export class SourceTimeDto {
  @DateFormat()
  format: string;

  /** Of dates without an offset, and of those that are asked. */
  @TimeZoneField()
  zone: string;
}

/** A field, or one of several, has one of these values, without regard to case. */
export class SourceConditionDto {
  @JsonPath()
  field: string;

  @Names(100)
  isOneOf: string[];
}

/** Words of the system and what they mean here. Other words stay; of a tier they mean `library`, of a priority nothing. */
export class SourceValuesDto {
  /** To `library` or `campus-it`. */
  @MayBeLeftOut()
  @TextByName(MOST_WORDS)
  tier?: Record<string, string>;

  /** To `low`, `normal`, `high` or `urgent`. */
  @MayBeLeftOut()
  @TextByName(MOST_WORDS)
  priority?: Record<string, string>;

  @MayBeLeftOut()
  @TextByName(MOST_WORDS)
  category?: Record<string, string>;

  @MayBeLeftOut()
  @TextByName(MOST_WORDS)
  channel?: Record<string, string>;
}

/** Settings of `declarative`: a description of a system’s interface that answers JSON. */
@ApiExtraModels(...Object.values(AUTH), ...Object.values(PAGING))
export class DeclarativeSettingsDto {
  @BaseUrl('https://helpdesk.example.edu')
  baseUrl: string;

  @ApiProperty({ oneOf: refs(...Object.values(AUTH)) })
  @OneOfKinds(SourceAuthDto, AUTH)
  auth: NoAuthDto | BasicAuthDto | HeaderAuthDto | TokenAuthDto;

  @IsObject()
  @ValidateNested()
  @Type(() => SourceListDto)
  list: SourceListDto;

  @ApiProperty({ oneOf: refs(...Object.values(PAGING)) })
  @OneOfKinds(SourcePagingDto, PAGING)
  paging:
    LinkPagingDto | OffsetPagingDto | PagePagingDto | CursorPagingDto | KeysetPagingDto | WindowPagingDto;

  /** When a list is at its end. A short page never is. */
  @IsIn(STOPS)
  stop: (typeof STOPS)[number];

  /** With `stop: total`: where the number of all tickets of the list is. `header:` and a name for a header. */
  @MayBeLeftOut()
  @Text(300)
  total?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => SourceFieldsDto)
  fields: SourceFieldsDto;

  @IsObject()
  @ValidateNested()
  @Type(() => SourceTimeDto)
  time: SourceTimeDto;

  @Whole(1, 6_000)
  perMinute: number;

  /** Finds tickets that are listed no more. Without it, deleted ones stay. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => SourceTicketDto)
  ticket?: SourceTicketDto;

  /** Opens tickets for escalated requests. Without it, it is only read. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => SourceOpenDto)
  open?: SourceOpenDto;

  /** The list does not tell all fields, so each listed ticket is asked for. */
  @MayBeLeftOut()
  @IsBoolean()
  details?: boolean;

  /** The tickets that are resolved, where a reopened one keeps its time. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => SourceConditionDto)
  resolvedWhen?: SourceConditionDto;

  /** The tickets that wait for the person who asked, so that clocks stand still. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => SourceConditionDto)
  waitingWhen?: SourceConditionDto;

  /** The tickets that are none: merged, deleted, unwanted. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => SourceConditionDto)
  leftOutWhen?: SourceConditionDto;

  /** The tickets that the list shows, so that one that was handed to others is no longer counted. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => SourceConditionDto)
  onlyWhen?: SourceConditionDto;

  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => SourceValuesDto)
  values?: SourceValuesDto;

  /** A ticket’s page for people, with `{id}`. */
  @MayBeLeftOut()
  @WebAddress()
  ticketUrl?: string;

  /** How much longer ago than needed is asked for, because clocks differ and lists lag. */
  @MayBeLeftOut()
  @Whole(0, 10_080)
  overlapMinutes?: number;

  /** There are no tickets yet. Without this, seeing none counts as missing rights. */
  @MayBeLeftOut()
  @IsBoolean()
  startsEmpty?: boolean;
}
