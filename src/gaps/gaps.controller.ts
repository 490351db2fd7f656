import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ADMINS, Allow, READERS, SUPERVISORS } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { ApiPage } from '../platform/http/api-page.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { AlertsService } from './alerts.service.js';
import { AlertDto, AlertQuery, GapsDto, GapsQuery, ScanDto } from './gaps.dto.js';
import { GapsService } from './gaps.service.js';
import { ScansService } from './scans.service.js';

@ApiTags('Coverage')
@Controller('coverage')
export class GapsController {
  constructor(
    private readonly gaps: GapsService,
    private readonly alerts: AlertsService,
    private readonly scans: ScansService,
  ) {}

  /** Times with fewer people on shift than required. Not paged. */
  @Get('gaps')
  @Allow(READERS, 'metrics:read')
  findGaps(@CurrentCaller() caller: Caller, @Query() query: GapsQuery): Promise<GapsDto> {
    return this.gaps.find(caller, query);
  }

  /** Alerts by local date. */
  @Get('alerts')
  @Allow(READERS, 'metrics:read')
  @ApiPage(AlertDto)
  listAlerts(@CurrentCaller() caller: Caller, @Query() query: AlertQuery): Promise<Page<AlertDto>> {
    return this.alerts.list(caller, query);
  }

  @Get('alerts/:id')
  @Allow(READERS, 'metrics:read')
  getAlert(@CurrentCaller() caller: Caller, @Id() id: string): Promise<AlertDto> {
    return this.alerts.get(caller, id);
  }

  /** Starts a scan now. Scans also run on a schedule and soon after a change. */
  @Post('scans')
  @Allow(SUPERVISORS, 'schedule:write')
  scan(@CurrentCaller() caller: Caller): Promise<ScanDto> {
    return this.scans.run(caller);
  }

  /** Scans of the last 30 days, newest first. */
  @Get('scans')
  @Allow(ADMINS, 'schedule:read')
  @ApiPage(ScanDto)
  listScans(@Query() query: PageQuery): Promise<Page<ScanDto>> {
    return this.scans.list(query);
  }

  @Get('scans/:id')
  @Allow(ADMINS, 'schedule:read')
  getScan(@Id() id: string): Promise<ScanDto> {
    return this.scans.get(id);
  }
}
