import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Throttle } from '@nestjs/throttler';
import { Allow, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { PageQuery, type Page } from '../../platform/http/paging.js';
import { Public } from '../../platform/http/permission.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { BRIEF_POLICY } from './brief.controller.js';
import { BriefLinkDto, CreateBriefLinkDto, CreatedBriefLinkDto } from './brief-links.dto.js';
import { BriefLinksService } from './brief-links.service.js';

@ApiTags('Pilots')
@Controller('pilots/:id/brief-links')
export class BriefLinksController {
  constructor(private readonly links: BriefLinksService) {}

  /** Shares the brief as it is now: whoever has the link may read it until it expires. The link is shown this once. */
  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: CreateBriefLinkDto,
  ): Promise<CreatedBriefLinkDto> {
    return this.links.create(caller, id, body);
  }

  /** Links that still work. */
  @Get()
  @Allow(SUPERVISORS, 'schedule:read')
  @ApiPage(BriefLinkDto)
  list(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<BriefLinkDto>> {
    return this.links.list(caller, id, query);
  }

  @Get(':linkId')
  @Allow(SUPERVISORS, 'schedule:read')
  get(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('linkId') linkId: string,
  ): Promise<BriefLinkDto> {
    return this.links.get(caller, id, linkId);
  }

  /** Revokes it. */
  @Delete(':linkId')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Id('linkId') linkId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.links.remove(caller, id, linkId, precondition);
  }
}

@ApiTags('Pilots')
@Controller('briefs')
export class SharedBriefsController {
  constructor(private readonly links: BriefLinksService) {}

  /** A brief as it was when its link was made. */
  @Get(':token')
  @Public()
  @Throttle({ default: { limit: 60, ttl: 60_000 } })
  @ApiProduces('text/html')
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', BRIEF_POLICY)
  @Header('referrer-policy', 'no-referrer')
  read(@Param('token') token: string): Promise<string> {
    return this.links.read(token);
  }
}
