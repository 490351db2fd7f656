import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, STAFF, SUPERVISORS } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { ApiPage } from '../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../platform/http/etag.js';
import type { Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import {
  CoverageExceptionDto,
  CreateCoverageExceptionDto,
  LocationQuery,
  UpdateCoverageExceptionDto,
} from './coverage-hours.dto.js';
import { CoverageExceptionsService } from './coverage-exceptions.service.js';

@ApiTags('Coverage')
@Controller('coverage-exceptions')
export class CoverageExceptionsController {
  constructor(private readonly exceptions: CoverageExceptionsService) {}

  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateCoverageExceptionDto,
  ): Promise<CoverageExceptionDto> {
    return this.exceptions.create(caller, body);
  }

  @Get()
  @Allow(STAFF, 'schedule:read')
  @ApiPage(CoverageExceptionDto)
  list(@CurrentCaller() caller: Caller, @Query() query: LocationQuery): Promise<Page<CoverageExceptionDto>> {
    return this.exceptions.list(caller, query);
  }

  @Get(':id')
  @Allow(STAFF, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<CoverageExceptionDto> {
    return this.exceptions.get(caller, id);
  }

  @Patch(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateCoverageExceptionDto,
    @IfMatch() precondition: Precondition,
  ): Promise<CoverageExceptionDto> {
    return this.exceptions.update(caller, id, body, precondition);
  }

  @Delete(':id')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.exceptions.remove(caller, id, precondition);
  }
}
