import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { ApiPage } from '../platform/http/api-page.js';
import { Instant, MayBeLeftOut, Text } from '../platform/http/fields.js';
import { PageQuery, type Page } from '../platform/http/paging.js';
import { AuditEventDto } from './access.dto.js';
import { ADMINS, Allow } from './allow.js';
import { AuditTrailService } from './audit-trail.service.js';

export class AuditQuery extends PageQuery {
  @MayBeLeftOut()
  @Text(50)
  entity?: string;

  @MayBeLeftOut()
  @IsUUID('loose')
  entityId?: string;

  @MayBeLeftOut()
  @IsUUID('loose')
  actorId?: string;

  @MayBeLeftOut()
  @Instant()
  from?: Date;

  @MayBeLeftOut()
  @Instant()
  to?: Date;
}

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
