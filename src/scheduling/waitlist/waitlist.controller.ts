import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import type { ClaimDto } from '../roster/roster.dto.js';
import { JoinWaitlistDto, WaitlistEntryDto, WaitlistQuery } from './waitlist.dto.js';
import { WaitlistService } from './waitlist.service.js';

@ApiTags('Scheduling')
@Controller()
export class WaitlistController {
  constructor(private readonly waitlist: WaitlistService) {}

  /**
   * Joins the waitlist of a full shift. Operators are asked in the order in which they joined, and have some
   * time to answer.
   */
  @Post('shifts/:id/waitlist')
  @Allow(WORKERS, 'schedule:write')
  join(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: JoinWaitlistDto,
  ): Promise<WaitlistEntryDto> {
    return this.waitlist.join(caller, id, body);
  }

  /** An operator's own waitlist entries, or those at a supervisor's locations. */
  @Get('waitlist-entries')
  @Allow(WORKERS, 'schedule:read')
  @ApiPage(WaitlistEntryDto)
  list(@CurrentCaller() caller: Caller, @Query() query: WaitlistQuery): Promise<Page<WaitlistEntryDto>> {
    return this.waitlist.list(caller, query);
  }

  @Get('waitlist-entries/:id')
  @Allow(WORKERS, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<WaitlistEntryDto> {
    return this.waitlist.get(caller, id);
  }

  /** Turns the seat held for an operator into their claim. */
  @Post('waitlist-entries/:id/accept')
  @Allow(WORKERS, 'schedule:write')
  accept(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ClaimDto> {
    return this.waitlist.accept(caller, id);
  }

  /** Leaves the waitlist, or declines an offer. */
  @Post('waitlist-entries/:id/leave')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  leave(@CurrentCaller() caller: Caller, @Id() id: string): Promise<WaitlistEntryDto> {
    return this.waitlist.leave(caller, id);
  }
}
