import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, STAFF, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { FirstTier } from './first-tier.js';
import {
  CreateRoutingRuleDto,
  RoutingOrderDto,
  RoutingRuleDto,
  RoutingRuleQuery,
  TriedRoutingDto,
  TryRoutingDto,
  UpdateRoutingRuleDto,
} from './routing.dto.js';
import { RoutingService } from './routing.service.js';

@ApiTags('Support')
@Controller('routing-rules')
export class RoutingController {
  constructor(
    private readonly rules: RoutingService,
    private readonly firstTier: FirstTier,
  ) {}

  /** Adds a rule behind the others of its location, or of those for all locations, which admins write. */
  @Post()
  @Allow(SUPERVISORS, 'support:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateRoutingRuleDto): Promise<RoutingRuleDto> {
    return this.rules.create(caller, body);
  }

  /**
   * By location, each in the order in which they are asked; those for all locations come last. The first rule that is met names the tier
   * of a request that is logged by `POST /support-requests` without one and is open. Without such a rule, it begins with the library.
   */
  @Get()
  @Allow(STAFF, 'support:read')
  @ApiPage(RoutingRuleDto)
  list(@CurrentCaller() caller: Caller, @Query() query: RoutingRuleQuery): Promise<Page<RoutingRuleDto>> {
    return this.rules.list(caller, query);
  }

  @Get(':id')
  @Allow(STAFF, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<RoutingRuleDto> {
    return this.rules.get(caller, id);
  }

  /** Holds for requests that are logged from now on. */
  @Patch(':id')
  @Allow(SUPERVISORS, 'support:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateRoutingRuleDto,
    @IfMatch() precondition: Precondition,
  ): Promise<RoutingRuleDto> {
    return this.rules.update(caller, id, body, precondition);
  }

  /** Requests that it routed stay where they are. */
  @Delete(':id')
  @Allow(SUPERVISORS, 'support:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.rules.remove(caller, id, precondition);
  }

  /** Puts the rules of a location, or those for all locations, in order. */
  @Post('order')
  @Allow(SUPERVISORS, 'support:write')
  @HttpCode(204)
  order(@CurrentCaller() caller: Caller, @Body() body: RoutingOrderDto): Promise<void> {
    return this.rules.order(caller, body);
  }

  /** Who would get a request first, and by which rule. Changes nothing. */
  @Post('try')
  @Allow(STAFF, 'support:read')
  @HttpCode(200)
  try(@CurrentCaller() caller: Caller, @Body() body: TryRoutingDto): Promise<TriedRoutingDto> {
    return this.firstTier.try(caller, body);
  }
}
