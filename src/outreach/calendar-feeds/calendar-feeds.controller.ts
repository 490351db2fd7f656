import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, ON_SITE } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { ShownOnce } from '../../platform/http/idempotency.interceptor.js';
import { PageQuery, type Page } from '../../platform/http/paging.js';
import { Public } from '../../platform/http/permission.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { CalendarFeedDto, CreateCalendarFeedDto, CreatedCalendarFeedDto } from './calendar-feeds.dto.js';
import { CalendarFeedsService } from './calendar-feeds.service.js';
import { CalendarsService, type WrittenCalendar } from './calendars.service.js';

@ApiTags('Outreach')
@Controller('calendar-feeds')
export class CalendarFeedsController {
  constructor(private readonly feeds: CalendarFeedsService) {}

  /** An address for the caller's calendar program, which needs no account. It is shown this once. */
  @Post()
  @Allow(ON_SITE)
  @ShownOnce('url')
  create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateCalendarFeedDto,
  ): Promise<CreatedCalendarFeedDto> {
    return this.feeds.create(caller, body);
  }

  /** The caller's own. */
  @Get()
  @Allow(ON_SITE)
  @ApiPage(CalendarFeedDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<CalendarFeedDto>> {
    return this.feeds.list(caller, query);
  }

  @Get(':id')
  @Allow(ON_SITE)
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<CalendarFeedDto> {
    return this.feeds.get(caller, id);
  }

  /** Revokes it. */
  @Delete(':id')
  @Allow(ON_SITE)
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.feeds.remove(caller, id, precondition);
  }
}

@ApiTags('Outreach')
@Controller('calendars')
export class CalendarsController {
  constructor(private readonly feeds: CalendarFeedsService) {}

  /** The calendar of a feed. Send the last `ETag` as `If-None-Match`: then an unchanged one is 304. */
  @Get(':token')
  @Public()
  @ApiProduces('text/calendar')
  @ApiOkResponse({ content: { 'text/calendar': { schema: { type: 'string' } } } })
  @Header('referrer-policy', 'no-referrer')
  async read(
    @Param('token') token: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    // Only what a program may keep can it ask about by its ETag.
    void reply.header('cache-control', 'private, no-cache');
    return sent(await this.feeds.read(token.replace(/\.ics$/i, '')), known, reply);
  }
}

@ApiTags('Scheduling')
@Controller('shifts')
export class ShiftCalendarController {
  constructor(private readonly calendars: CalendarsService) {}

  /** One shift for a calendar program: the caller's own if they have or had it, otherwise with those who have its seats. */
  @Get(':id.ics')
  @Allow(ON_SITE, 'schedule:read')
  @ApiProduces('text/calendar')
  @ApiOkResponse({ content: { 'text/calendar': { schema: { type: 'string' } } } })
  async read(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.header('content-disposition', 'attachment; filename="shift.ics"');
    return sent(await this.calendars.one(caller, id), known, reply);
  }
}

async function sent(
  { etag, write }: WrittenCalendar,
  known: string | undefined,
  reply: FastifyReply,
): Promise<string> {
  void reply.header('etag', etag);
  const isKnown = known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;
  if (isKnown) {
    void reply.status(304);
    return '';
  }
  void reply.header('content-type', 'text/calendar; charset=utf-8');
  return write();
}
