import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, STAFF, SUPERVISORS } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { ApiPage } from '../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import type { Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import {
  CoverageHoursDto,
  CreateCoverageHoursDto,
  LocationQuery,
  UpdateCoverageHoursDto,
} from './coverage-hours.dto.js';
import { CoverageHoursService } from './coverage-hours.service.js';

@ApiTags('Coverage')
@Controller('coverage-hours')
export class CoverageHoursController {
  constructor(private readonly hours: CoverageHoursService) {}

  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateCoverageHoursDto): Promise<CoverageHoursDto> {
    return this.hours.create(caller, body);
  }

  @Get()
  @Allow(STAFF, 'schedule:read')
  @ApiPage(CoverageHoursDto)
  list(@CurrentCaller() caller: Caller, @Query() query: LocationQuery): Promise<Page<CoverageHoursDto>> {
    return this.hours.list(caller, query);
  }

  @Get(':id')
  @Allow(STAFF, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<CoverageHoursDto> {
    return this.hours.get(caller, id);
  }

  @Patch(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateCoverageHoursDto,
    @IfMatch() precondition: Precondition,
  ): Promise<CoverageHoursDto> {
    return this.hours.update(caller, id, body, precondition);
  }

  @Delete(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.hours.remove(caller, id, precondition);
  }
}
