import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, SUPERVISORS, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { ReasonDto } from '../roster/roster.dto.js';
import { ApproveTimeOffDto, CreateTimeOffDto, TimeOffDto, TimeOffQuery } from './time-off.dto.js';
import { TimeOffService } from './time-off.service.js';

@ApiTags('Availability')
@Controller()
export class TimeOffController {
  constructor(private readonly timeOff: TimeOffService) {}

  /** Requests time off. For an absence that needs no approval, use `POST /operators/{id}/unavailability`. */
  @Post('operators/:id/time-off-requests')
  @Allow(WORKERS, 'schedule:write')
  create(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: CreateTimeOffDto,
  ): Promise<TimeOffDto> {
    return this.timeOff.create(caller, id, body);
  }

  /** An operator's own requests, or those at a supervisor's locations. */
  @Get('time-off-requests')
  @Allow(WORKERS, 'schedule:read')
  @ApiPage(TimeOffDto)
  list(@CurrentCaller() caller: Caller, @Query() query: TimeOffQuery): Promise<Page<TimeOffDto>> {
    return this.timeOff.list(caller, query);
  }

  @Get('time-off-requests/:id')
  @Allow(WORKERS, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<TimeOffDto> {
    return this.timeOff.get(caller, id);
  }

  @Post('time-off-requests/:id/approve')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  approve(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { freeSeats }: ApproveTimeOffDto,
  ): Promise<TimeOffDto> {
    return this.timeOff.approve(caller, id, freeSeats);
  }

  @Post('time-off-requests/:id/reject')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  reject(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<TimeOffDto> {
    return this.timeOff.reject(caller, id, reason);
  }

  /** Cancels a request; the absence of an approved one ends with it. */
  @Post('time-off-requests/:id/cancel')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  cancel(@CurrentCaller() caller: Caller, @Id() id: string): Promise<TimeOffDto> {
    return this.timeOff.cancel(caller, id);
  }
}
