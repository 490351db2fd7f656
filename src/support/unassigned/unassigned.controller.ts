import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, STAFF } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { AssignRequestDto, SupportRequestDto } from '../support.dto.js';
import { UnassignedService } from './unassigned.service.js';

@ApiTags('Support')
@Controller('support-requests')
export class UnassignedController {
  constructor(private readonly unassigned: UnassignedService) {}

  /** Gives an unassigned request its location. */
  @Post(':id/assign')
  @Allow(STAFF, 'support:write')
  @HttpCode(200)
  assign(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { locationId }: AssignRequestDto,
  ): Promise<SupportRequestDto> {
    return this.unassigned.assign(caller, id, locationId);
  }

  /** Undoes it: the rules of its source decide again. */
  @Post(':id/unassign')
  @Allow(STAFF, 'support:write')
  @HttpCode(200)
  unassign(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SupportRequestDto> {
    return this.unassigned.unassign(caller, id);
  }
}
