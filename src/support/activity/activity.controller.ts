import { Body, Controller, Delete, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, ON_SITE } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { answer } from '../upsert-answer.js';
import { CreateHeadcountDto, HeadcountDto, SupportQuery } from '../support.dto.js';
import {
  ActivityDto,
  ActivityHoursDto,
  ActivityHoursQuery,
  ActivityQuery,
  CreateActivityDto,
} from './activity.dto.js';
import { ActivityService } from './activity.service.js';

@ApiTags('Support')
@Controller()
export class ActivityController {
  constructor(private readonly activity: ActivityService) {}

  /** For one series, place, area and moment the last count replaces earlier ones (200). */
  @Post('activity')
  @Allow(ON_SITE, 'support:write')
  @ApiCreatedResponse({ type: ActivityDto })
  @ApiOkResponse({ type: ActivityDto })
  async save(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateActivityDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActivityDto> {
    return answer(reply, await this.activity.save(caller, body));
  }

  /** Newest first, as they were counted. */
  @Get('activity')
  @Allow(ON_SITE, 'support:read')
  @ApiPage(ActivityDto)
  list(@CurrentCaller() caller: Caller, @Query() query: ActivityQuery): Promise<Page<ActivityDto>> {
    return this.activity.list(caller, query);
  }

  @Get('activity/:id')
  @Allow(ON_SITE, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ActivityDto> {
    return this.activity.get(caller, id);
  }

  /** Removes a wrong count: supervisors any, others what they counted themselves. */
  @Delete('activity/:id')
  @Allow(ON_SITE, 'support:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.activity.remove(caller, id, precondition);
  }

  /**
   * By clock hour and area, in order: mean and peak, or for a gate how many came, told from its readings on each request.
   * Hours in which nothing was counted are left out. Not paged.
   */
  @Get('activity-hours')
  @Allow(ON_SITE, 'support:read')
  hours(@CurrentCaller() caller: Caller, @Query() query: ActivityHoursQuery): Promise<ActivityHoursDto> {
    return this.activity.hours(caller, query);
  }

  /** For one place, area and moment the last count replaces earlier ones (200). The same as activity of the series headcount. */
  @Post('headcounts')
  @Allow(ON_SITE, 'support:write')
  @ApiCreatedResponse({ type: HeadcountDto })
  @ApiOkResponse({ type: HeadcountDto })
  async saveHeadcount(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateHeadcountDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HeadcountDto> {
    return answer(reply, await this.activity.saveHeadcount(caller, body));
  }

  @Get('headcounts')
  @Allow(ON_SITE, 'support:read')
  @ApiPage(HeadcountDto)
  listHeadcounts(@CurrentCaller() caller: Caller, @Query() query: SupportQuery): Promise<Page<HeadcountDto>> {
    return this.activity.listHeadcounts(caller, query);
  }

  @Get('headcounts/:id')
  @Allow(ON_SITE, 'support:read')
  getHeadcount(@CurrentCaller() caller: Caller, @Id() id: string): Promise<HeadcountDto> {
    return this.activity.getHeadcount(caller, id);
  }
}
