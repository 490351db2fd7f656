import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, WORKERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { WeeklyHoursDto, WeeklyHoursQuery } from './weekly-hours.dto.js';
import { WeeklyHoursService } from './weekly-hours.service.js';

/** For an operator their own hours; a supervisor reads those of their operators. */
@ApiTags('Scheduling')
@Controller('operators/:id/hours')
export class WeeklyHoursController {
  constructor(private readonly hours: WeeklyHoursService) {}

  /** The hours of each week and its cap, counted as for claims. Not paged. */
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
