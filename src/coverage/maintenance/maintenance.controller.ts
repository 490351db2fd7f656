import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE, STAFF } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { ApiPage } from '../../platform/http/api-page.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import type { Page } from '../../platform/http/paging.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import {
  CreateMaintenanceWindowDto,
  MaintenanceQuery,
  MaintenanceWindowDto,
  UpdateMaintenanceWindowDto,
  WithdrawQuery,
} from './maintenance.dto.js';
import { MaintenanceService } from './maintenance.service.js';

@ApiTags('Coverage')
@Controller('maintenance-windows')
export class MaintenanceController {
  constructor(private readonly maintenance: MaintenanceService) {}

  /** Announces maintenance. Closing time that is over changes figures of the past, which Campus IT may not do. */
  @Post()
  @Allow(STAFF, 'schedule:write')
  create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateMaintenanceWindowDto,
  ): Promise<MaintenanceWindowDto> {
    return this.maintenance.create(caller, body);
  }

  /** By their start. */
  @Get()
  @Allow(ON_SITE, 'schedule:read')
  @ApiPage(MaintenanceWindowDto)
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: MaintenanceQuery,
  ): Promise<Page<MaintenanceWindowDto>> {
    return this.maintenance.list(caller, query);
  }

  @Get(':id')
  @Allow(ON_SITE, 'schedule:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<MaintenanceWindowDto> {
    return this.maintenance.get(caller, id);
  }

  @Patch(':id')
  @Allow(STAFF, 'schedule:write')
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: UpdateMaintenanceWindowDto,
    @IfMatch() precondition: Precondition,
  ): Promise<MaintenanceWindowDto> {
    return this.maintenance.update(caller, id, body, precondition);
  }

  /** Removes it. One that changed figures of the past stays among the marks of pilots, with the reason. */
  @Delete(':id')
  @Allow(STAFF, 'schedule:write')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() { reason }: WithdrawQuery,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    return this.maintenance.remove(caller, id, reason ?? null, precondition);
  }
}
