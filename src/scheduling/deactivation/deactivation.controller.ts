import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { DeactivateOperatorDto, OperatorDto } from '../../people/people.dto.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { DeactivationService } from './deactivation.service.js';

@ApiTags('People')
@Controller('operators')
export class DeactivationController {
  constructor(private readonly deactivation: DeactivationService) {}

  /** From a date on the operator no longer works. Their seats from then on become free. */
  @Post(':id/deactivate')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  deactivate(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: DeactivateOperatorDto,
  ): Promise<OperatorDto> {
    return this.deactivation.deactivate(caller, id, body);
  }

  /** Undoes a deactivation. */
  @Post(':id/reactivate')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  reactivate(@CurrentCaller() caller: Caller, @Id() id: string): Promise<OperatorDto> {
    return this.deactivation.reactivate(caller, id);
  }
}
