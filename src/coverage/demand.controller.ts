import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, STAFF } from '../access/allow.js';
import { CurrentCaller, type Caller } from '../access/caller.js';
import { DemandDto, DemandQuery } from './demand.dto.js';
import { PlannedDemand } from './planned-demand.service.js';

@ApiTags('Coverage')
@Controller('coverage/demand')
export class DemandController {
  constructor(private readonly demand: PlannedDemand) {}

  /**
   * The number of operators required at each time, from coverage hours, exceptions and an optional draft of
   * either. Not paged.
   */
  @Get()
  @Allow(STAFF, 'schedule:read')
  find(@CurrentCaller() caller: Caller, @Query() query: DemandQuery): Promise<DemandDto> {
    return this.demand.find(caller, query);
  }
}
