import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ON_SITE, STAFF, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { IfMatch, type Precondition } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { UnassignedService } from '../unassigned/unassigned.service.js';
import { EscalationTickets } from './escalation-tickets.service.js';
import { SourceEscalations } from './source-escalations.service.js';
import { ChangedEscalationsDto, RequestTicketDto, SourceEscalationsDto } from './tickets.dto.js';

@ApiTags('Support')
@Controller('support-requests/:id/ticket')
export class TicketsController {
  constructor(
    private readonly tickets: EscalationTickets,
    private readonly unassigned: UnassignedService,
  ) {}

  /** The ticket that an escalated request opened in Campus IT's own system. */
  @Get()
  @Allow(ON_SITE, 'support:read')
  async get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<RequestTicketDto> {
    await this.unassigned.requireNotWaiting(caller, id);
    return this.tickets.get(caller, id);
  }

  /** Tries now to open one that is not there yet. */
  @Post()
  @HttpCode(200)
  @Allow(STAFF, 'support:write')
  async open(@CurrentCaller() caller: Caller, @Id() id: string): Promise<RequestTicketDto> {
    await this.unassigned.requireNotWaiting(caller, id);
    return this.tickets.open(caller, id);
  }
}

@ApiTags('Support')
@Controller('support-sources/:id/escalations')
export class SourceEscalationsController {
  constructor(private readonly escalations: SourceEscalations) {}

  /** The locations whose escalated requests open tickets in a source. */
  @Get()
  @Allow(STAFF, 'support:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SourceEscalationsDto> {
    return this.escalations.get(caller, id);
  }

  /** Changes only what the caller's own locations do. */
  @Patch()
  @Allow(SUPERVISORS)
  update(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: ChangedEscalationsDto,
    @IfMatch() precondition: Precondition,
  ): Promise<SourceEscalationsDto> {
    return this.escalations.update(caller, id, body, precondition);
  }
}
