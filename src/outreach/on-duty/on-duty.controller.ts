import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { ShownOnce } from '../../platform/http/idempotency.interceptor.js';
import type { Page } from '../../platform/http/paging.js';
import { Public } from '../../platform/http/permission.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import {
  CreatedOnDutyLinkDto,
  CreateOnDutyLinkDto,
  OnDutyDto,
  OnDutyLinkDto,
  OnDutyLinksQuery,
  OnDutyQuery,
  OnDutyScreenDto,
} from './on-duty.dto.js';
import { OnDutyLinksService } from './on-duty-links.service.js';
import { onDutyPage, SCREEN_POLICY } from './on-duty-page.js';
import { OnDutyService } from './on-duty.service.js';

@ApiTags('Outreach')
@Controller('on-duty')
export class OnDutyController {
  constructor(private readonly duty: OnDutyService) {}

  /** Who is on duty at a location, and who comes next. Operators may ask about a day from now, back or ahead. */
  @Get()
  @Allow(ON_SITE, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Query() query: OnDutyQuery): Promise<OnDutyDto> {
    return this.duty.get(caller, query);
  }
}

@ApiTags('Outreach')
@Controller('on-duty-links')
export class OnDutyLinksController {
  constructor(private readonly links: OnDutyLinksService) {}

  /** Whoever has the addresses sees who is on duty at the location, until the link is revoked. They are shown this once. */
  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  @ShownOnce('url', 'dataUrl')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateOnDutyLinkDto): Promise<CreatedOnDutyLinkDto> {
    return this.links.create(caller, body);
  }

  @Get()
  @Allow(SUPERVISORS, 'schedule:read')
  @ApiPage(OnDutyLinkDto)
  list(@CurrentCaller() caller: Caller, @Query() query: OnDutyLinksQuery): Promise<Page<OnDutyLinkDto>> {
    return this.links.list(caller, query);
  }

  @Get(':id')
  @Allow(SUPERVISORS, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<OnDutyLinkDto> {
    return this.links.get(caller, id);
  }

  /** Revokes it. */
  @Delete(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.links.remove(caller, id, precondition);
  }
}

@ApiTags('Outreach')
@Controller('on-duty-screens')
export class OnDutyScreensController {
  constructor(private readonly links: OnDutyLinksService) {}

  /** A page for a screen at the door, which keeps itself up to date. */
  @Get(':token')
  @Public()
  @ApiProduces('text/html')
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', SCREEN_POLICY)
  @Header('referrer-policy', 'no-referrer')
  async show(@Param('token') token: string): Promise<string> {
    return onDutyPage(await this.links.read(token));
  }

  /** The same for a program, such as that of a phone system. */
  @Get(':token/data')
  @Public()
  read(@Param('token') token: string): Promise<OnDutyScreenDto> {
    return this.links.read(token);
  }
}
