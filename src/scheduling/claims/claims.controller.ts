import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE, SUPERVISORS, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { BulkDecisions } from './bulk-decisions.service.js';
import { ClaimsService } from './claims.service.js';
import {
  ApproveClaimsDto,
  BulkDecisionDto,
  ClaimDto,
  ClaimQuery,
  OverrideDto,
  ReasonDto,
  RejectClaimsDto,
} from '../roster/roster.dto.js';

@ApiTags('Scheduling')
@Controller('claims')
export class ClaimsController {
  constructor(
    private readonly claims: ClaimsService,
    private readonly bulk: BulkDecisions,
  ) {}

  /** An operator's own claims, or those at a supervisor's locations. */
  @Get()
  @Allow(ON_SITE, 'schedule:read')
  @ApiPage(ClaimDto)
  list(@CurrentCaller() caller: Caller, @Query() query: ClaimQuery): Promise<Page<ClaimDto>> {
    return this.claims.list(caller, query);
  }

  /** Approves many claims at once. Those that break a rule are left and named with the reason. */
  @Post('approve')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  approveAll(
    @CurrentCaller() caller: Caller,
    @Body() { claimIds }: ApproveClaimsDto,
  ): Promise<BulkDecisionDto> {
    return this.bulk.approve(caller, claimIds);
  }

  /** Rejects many claims at once, with one reason. */
  @Post('reject')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  rejectAll(
    @CurrentCaller() caller: Caller,
    @Body() { claimIds, reason }: RejectClaimsDto,
  ): Promise<BulkDecisionDto> {
    return this.bulk.reject(caller, claimIds, reason);
  }

  /** Undoes approvals and rejections: the claims become pending again, if still possible. */
  @Post('reopen')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  reopenAll(
    @CurrentCaller() caller: Caller,
    @Body() { claimIds }: ApproveClaimsDto,
  ): Promise<BulkDecisionDto> {
    return this.bulk.reopen(caller, claimIds);
  }

  @Get(':id')
  @Allow(ON_SITE, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ClaimDto> {
    return this.claims.get(caller, id);
  }

  @Post(':id/approve')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  approve(@CurrentCaller() caller: Caller, @Id() id: string, @Body() body: OverrideDto): Promise<ClaimDto> {
    return this.claims.approve(caller, id, body.overrideReason);
  }

  @Post(':id/reject')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  reject(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<ClaimDto> {
    return this.claims.reject(caller, id, reason);
  }

  /** Takes back a pending claim. */
  @Post(':id/withdraw')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  withdraw(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ClaimDto> {
    return this.claims.withdraw(caller, id);
  }

  /** Removes an operator from a shift; the seat becomes free. */
  @Post(':id/cancel')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  cancel(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<ClaimDto> {
    return this.claims.cancel(caller, id, reason);
  }
}
