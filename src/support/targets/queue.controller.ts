import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE, STAFF } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { QueueService } from './queue.service.js';
import { ClockOfRequestDto, QueueDto, QueueQuery } from './targets.dto.js';

@ApiTags('Support')
@Controller()
export class QueueController {
  constructor(private readonly queue: QueueService) {}

  /**
   * The open requests of a tier that fit the filters, by how many minutes of their target are left; then those whose clock is stopped, then those
   * without a target. Not paged: the first 500, found among the 500 longest open ones of each priority.
   */
  @Get('support-queue')
  @Allow(STAFF, 'support:read')
  list(@CurrentCaller() caller: Caller, @Query() query: QueueQuery): Promise<QueueDto> {
    return this.queue.list(caller, query);
  }

  /** The clock of a request against its target; of a resolved one, how long it took. */
  @Get('support-requests/:id/clock')
  @Allow(ON_SITE, 'support:read')
  clockOf(@CurrentCaller() caller: Caller, @Id() id: string): Promise<ClockOfRequestDto> {
    return this.queue.clockOf(caller, id);
  }
}
