import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, STAFF, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { LocationQuery } from '../../coverage/coverage-hours.dto.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { ReasonDto } from '../roster/roster.dto.js';
import {
  ApprovalDto,
  ApproveScheduleDto,
  CreateScheduleDto,
  CreateShiftTemplateDto,
  DifferencesDto,
  GenerateShiftsDto,
  GenerationDto,
  PublishScheduleDto,
  ScheduleDto,
  ShiftTemplateDto,
  UpdateShiftTemplateDto,
} from './schedules.dto.js';
import { SchedulesService } from './schedules.service.js';
import { ShiftTemplatesService } from './shift-templates.service.js';

@ApiTags('Schedules')
@Controller('schedules')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateScheduleDto): Promise<ScheduleDto> {
    return this.schedules.create(caller, body);
  }

  @Get()
  @Allow(STAFF, 'schedule:read')
  @ApiPage(ScheduleDto)
  list(@CurrentCaller() caller: Caller, @Query() query: LocationQuery): Promise<Page<ScheduleDto>> {
    return this.schedules.list(caller, query);
  }

  @Get(':id')
  @Allow(STAFF, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ScheduleDto> {
    return this.schedules.get(caller, id);
  }

  /** Only a draft. Its shifts stay. */
  @Delete(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.schedules.remove(caller, id, precondition);
  }

  /** Adds draft shifts where coverage hours have none yet, or from templates. A second run adds nothing. */
  @Post(':id/generate-shifts')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  generateShifts(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: GenerateShiftsDto,
  ): Promise<GenerationDto> {
    return this.schedules.generateShifts(caller, id, body);
  }

  /** Makes its draft shifts claimable, at once or from a given time. Repeat it for shifts added later. */
  @Post(':id/publish')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  publish(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: PublishScheduleDto,
  ): Promise<ScheduleDto> {
    return this.schedules.publish(caller, id, body);
  }

  /**
   * Approves its pending claims, except those that break a rule or that the body excludes. Names the claims
   * that stay pending.
   */
  @Post(':id/approve')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  approve(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { exceptClaimIds }: ApproveScheduleDto,
  ): Promise<ApprovalDto> {
    return this.schedules.approve(caller, id, exceptClaimIds);
  }

  @Post(':id/reopen')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  reopen(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<ScheduleDto> {
    return this.schedules.reopen(caller, id, reason);
  }

  @Post(':id/archive')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  archive(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ScheduleDto> {
    return this.schedules.archive(caller, id);
  }

  /** The changes since its approval, shift by shift. */
  @Get(':id/differences')
  @Allow(STAFF, 'schedule:read')
  differences(@CurrentCaller() caller: Caller, @Id() id: string): Promise<DifferencesDto> {
    return this.schedules.differences(caller, id);
  }
}

@ApiTags('Schedules')
@Controller('shift-templates')
export class ShiftTemplatesController {
  constructor(private readonly templates: ShiftTemplatesService) {}

  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateShiftTemplateDto): Promise<ShiftTemplateDto> {
    return this.templates.create(caller, body);
  }

  @Get()
  @Allow(STAFF, 'schedule:read')
  @ApiPage(ShiftTemplateDto)
  list(@CurrentCaller() caller: Caller, @Query() query: LocationQuery): Promise<Page<ShiftTemplateDto>> {
    return this.templates.list(caller, query);
  }

  @Get(':id')
  @Allow(STAFF, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ShiftTemplateDto> {
    return this.templates.get(caller, id);
  }

  @Patch(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateShiftTemplateDto,
    @IfMatch() precondition: Precondition,
  ): Promise<ShiftTemplateDto> {
    return this.templates.update(caller, id, body, precondition);
  }

  @Delete(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.templates.remove(caller, id, precondition);
  }
}
