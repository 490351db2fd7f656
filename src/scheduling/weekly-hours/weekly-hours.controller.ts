import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { WeeklyHoursDto, WeeklyHoursQuery } from './weekly-hours.dto.js';
import { WeeklyHoursService } from './weekly-hours.service.js';

/** An operator's own; a supervisor reads that of their operators. */
@ApiTags('Scheduling')
@Controller('operators/:id/hours')
export class WeeklyHoursController {
  constructor(private readonly hours: WeeklyHoursService) {}

  /** Hours of each week beside the cap that holds in it, counted as claims are. Not paged. */
  @Get()
  @Allow(WORKERS, 'schedule:read')
  find(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Query() query: WeeklyHoursQuery,
  ): Promise<WeeklyHoursDto> {
    return this.hours.find(caller, id, query);
  }
}
