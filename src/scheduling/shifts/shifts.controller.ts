import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE, SUPERVISORS, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { CandidatesService } from '../eligibility/candidates.service.js';
import { ClaimsService } from '../claims/claims.service.js';
import {
  CandidatesDto,
  ClaimDto,
  CreateClaimDto,
  CreateShiftDto,
  EligibilityDto,
  EligibilityQuery,
  ReasonDto,
  RestoredShiftDto,
  ShiftDto,
  ShiftQuery,
  UpdateShiftDto,
} from '../roster/roster.dto.js';
import { ShiftRestoring } from './shift-restoring.service.js';
import { ShiftsService } from './shifts.service.js';

@ApiTags('Scheduling')
@Controller('shifts')
export class ShiftsController {
  constructor(
    private readonly shifts: ShiftsService,
    private readonly claims: ClaimsService,
    private readonly candidates: CandidatesService,
    private readonly restoring: ShiftRestoring,
  ) {}

  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateShiftDto): Promise<ShiftDto> {
    return this.shifts.create(caller, body);
  }

  /** Ordered by start. Operators never see drafts. */
  @Get()
  @Allow(ON_SITE, 'schedule:read')
  @ApiPage(ShiftDto)
  list(@CurrentCaller() caller: Caller, @Query() query: ShiftQuery): Promise<Page<ShiftDto>> {
    return this.shifts.list(caller, query);
  }

  @Get(':id')
  @Allow(ON_SITE, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ShiftDto> {
    return this.shifts.get(caller, id);
  }

  /** Moves, resizes or publishes a shift. */
  @Patch(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateShiftDto,
    @IfMatch() precondition: Precondition,
  ): Promise<ShiftDto> {
    return this.shifts.update(caller, id, body, precondition);
  }

  /** Cancels the shift and all its claims. */
  @Post(':id/cancel')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  cancel(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<ShiftDto> {
    return this.shifts.cancel(caller, id, reason);
  }

  /** Undoes a cancellation before the shift starts, with the claims that the rules still allow. */
  @Post(':id/restore')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  restore(@CurrentCaller() caller: Caller, @Id() id: string): Promise<RestoredShiftDto> {
    return this.restoring.restore(caller, id);
  }

  /** An operator claims a seat, or a supervisor assigns an operator. */
  @Post(':id/claims')
  @Allow(WORKERS, 'schedule:write')
  claim(@CurrentCaller() caller: Caller, @Id() id: string, @Body() body: CreateClaimDto): Promise<ClaimDto> {
    return this.claims.create(caller, id, body);
  }

  /**
   * Operators to assign, in the order in which to ask them: eligible ones first, then by wish, then by fewest
   * hours that week. Not paged.
   */
  @Get(':id/candidates')
  @Allow(SUPERVISORS, 'schedule:read')
  findCandidates(@CurrentCaller() caller: Caller, @Id() id: string): Promise<CandidatesDto> {
    return this.candidates.of(caller, id);
  }

  /** Whether an operator may take a seat, with all reasons against. */
  @Get(':id/eligibility')
  @Allow(WORKERS, 'schedule:read')
  askEligibility(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: EligibilityQuery,
  ): Promise<EligibilityDto> {
    return this.claims.askEligibility(caller, id, query.operatorId);
  }
}
