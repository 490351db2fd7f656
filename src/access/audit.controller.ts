import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.js';
import type { Page } from '../platform/http/paging.js';
import { AuditEventDto, AuditQuery } from './audit.dto.js';
import { ADMINS, Allow } from './allow.js';
import { AuditTrailService } from './audit-trail.service.js';

@ApiTags('Access')
@Controller('audit-events')
@Allow(ADMINS)
export class AuditController {
  constructor(private readonly trail: AuditTrailService) {}

  /** The audit trail, newest first. */
  @Get()
  @ApiPage(AuditEventDto)
  list(@Query() query: AuditQuery): Promise<Page<AuditEventDto>> {
    return this.trail.list(query);
  }
}
