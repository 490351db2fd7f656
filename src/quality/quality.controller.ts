import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, READERS } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { Id } from '../platform/http/uuid.pipe.js';
import { QualityQuery, ScheduleQualityDto } from './quality.dto.js';
import { QualityService } from './quality.service.js';

@ApiTags('Coverage')
@Controller('locations/:id/quality')
export class QualityController {
  constructor(private readonly quality: QualityService) {}

  /**
   * The score of the location's schedule in a span, its parts, and what would raise it most. Supervisors and
   * admins see whose shifts that concerns; all others, and API keys, see figures only.
   */
  @Get()
  @Allow(READERS, 'metrics:read')
  get(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: QualityQuery,
  ): Promise<ScheduleQualityDto> {
    return this.quality.of(caller, id, query);
  }
}
