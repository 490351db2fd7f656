import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE, SUPERVISORS, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { ClaimDto, ReasonDto } from '../roster/roster.dto.js';
import { DropRequestsService } from './drop-requests.service.js';
import { SwapsService } from './swaps.service.js';
import {
  CreateDropRequestDto,
  CreateSwapDto,
  DeclineSwapDto,
  DropRequestDto,
  DropRequestQuery,
  SwapDto,
  SwapOptionsDto,
  SwapQuery,
  TakeDropRequestDto,
} from './trades.dto.js';

@ApiTags('Trades')
@Controller()
export class DropRequestsController {
  constructor(private readonly requests: DropRequestsService) {}

  /**
   * Asks somebody to take over an approved claim, or a part of it. The operator stays responsible until
   * somebody does.
   */
  @Post('claims/:id/drop-requests')
  @Allow(WORKERS, 'schedule:write')
  create(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: CreateDropRequestDto,
  ): Promise<DropRequestDto> {
    return this.requests.create(caller, id, body);
  }

  /**
   * For an operator their own requests and the open ones at their locations; for a supervisor all at their
   * locations.
   */
  @Get('drop-requests')
  @Allow(ON_SITE, 'schedule:read')
  @ApiPage(DropRequestDto)
  list(@CurrentCaller() caller: Caller, @Query() query: DropRequestQuery): Promise<Page<DropRequestDto>> {
    return this.requests.list(caller, query);
  }

  @Get('drop-requests/:id')
  @Allow(ON_SITE, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<DropRequestDto> {
    return this.requests.get(caller, id);
  }

  /**
   * The first operator gets it. Returns the taker's claim: approved, or pending where the location requires
   * approval.
   */
  @Post('drop-requests/:id/take')
  @Allow(WORKERS, 'schedule:write')
  take(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: TakeDropRequestDto,
  ): Promise<ClaimDto> {
    return this.requests.take(caller, id, body);
  }

  @Post('drop-requests/:id/cancel')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  cancel(@CurrentCaller() caller: Caller, @Id() id: string): Promise<DropRequestDto> {
    return this.requests.cancel(caller, id);
  }

  /** Frees the requesting operator without a replacement; the seat becomes free. */
  @Post('drop-requests/:id/release')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  release(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<DropRequestDto> {
    return this.requests.release(caller, id, reason);
  }
}

@ApiTags('Trades')
@Controller()
export class SwapsController {
  constructor(private readonly swaps: SwapsService) {}

  /**
   * Colleagues' future claims that the operator could take, and whose operators could probably take theirs.
   * Not paged: the first 200.
   */
  @Get('claims/:id/swap-options')
  @Allow(WORKERS, 'schedule:read')
  findOptions(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SwapOptionsDto> {
    return this.swaps.options(caller, id);
  }

  /** Offers a claim to a colleague, for one of theirs (`withClaimId`) or for nothing (`toOperatorId`). */
  @Post('swaps')
  @Allow(WORKERS, 'schedule:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateSwapDto): Promise<SwapDto> {
    return this.swaps.create(caller, body);
  }

  @Get('swaps')
  @Allow(ON_SITE, 'schedule:read')
  @ApiPage(SwapDto)
  list(@CurrentCaller() caller: Caller, @Query() query: SwapQuery): Promise<Page<SwapDto>> {
    return this.swaps.list(caller, query);
  }

  @Get('swaps/:id')
  @Allow(ON_SITE, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SwapDto> {
    return this.swaps.get(caller, id);
  }

  @Post('swaps/:id/accept')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  accept(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SwapDto> {
    return this.swaps.accept(caller, id);
  }

  /** Approves an accepted swap, which then takes effect. */
  @Post('swaps/:id/approve')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  approve(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SwapDto> {
    return this.swaps.approve(caller, id);
  }

  @Post('swaps/:id/decline')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  decline(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { reason }: DeclineSwapDto,
  ): Promise<SwapDto> {
    return this.swaps.decline(caller, id, reason);
  }

  @Post('swaps/:id/cancel')
  @Allow(WORKERS, 'schedule:write')
  @HttpCode(200)
  cancel(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SwapDto> {
    return this.swaps.cancel(caller, id);
  }
}
