import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, STAFF, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { CoverageExceptionsService } from '../../coverage/coverage-exceptions.service.js';
import { CoverageExceptionDto, LocationQuery } from '../../coverage/coverage-hours.dto.js';
import {
  ClosingDto,
  ClosingPreviewDto,
  CreateClosingDto,
  PreviewClosingDto,
  UpdateClosingDto,
} from './closing.dto.js';
import { ClosingService } from './closing.service.js';

@ApiTags('Coverage')
@Controller('coverage-exceptions')
export class ClosingController {
  constructor(
    private readonly exceptions: CoverageExceptionsService,
    private readonly closing: ClosingService,
  ) {}

  /** Returns the affected shifts, and cancels those that the body names. */
  @Post()
  @Allow(SUPERVISORS, 'schedule:write')
  create(@CurrentCaller() caller: Caller, @Body() body: CreateClosingDto): Promise<ClosingDto> {
    return this.closing.create(caller, body);
  }

  /** The shifts and claims that it would affect. Stores nothing. */
  @Post('preview')
  @Allow(SUPERVISORS, 'schedule:read')
  @HttpCode(200)
  preview(@CurrentCaller() caller: Caller, @Body() body: PreviewClosingDto): Promise<ClosingPreviewDto> {
    return this.closing.preview(caller, body);
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
    @Body() body: UpdateClosingDto,
    @IfMatch() precondition: Precondition,
  ): Promise<ClosingDto> {
    return this.closing.update(caller, id, body, precondition);
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
