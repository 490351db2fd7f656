import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, READERS, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { ReasonDto } from '../../scheduling/roster/roster.dto.js';
import { PilotDto } from '../pilots.dto.js';
import { EndPilotDto, PilotLifeDto, SuccessorDto } from './life.dto.js';
import { LifeService } from './life.service.js';

@ApiTags('Pilots')
@Controller('pilots/:id')
export class LifeController {
  constructor(private readonly life: LifeService) {}

  /** Its pauses, its end, and the pilots before and after it. */
  @Get('life')
  @Allow(READERS, 'metrics:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<PilotLifeDto> {
    return this.life.get(caller, id);
  }

  @Post('pause')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  pause(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() { reason }: ReasonDto,
  ): Promise<PilotLifeDto> {
    return this.life.pause(caller, id, reason);
  }

  @Post('resume')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  resume(@CurrentCaller() caller: Caller, @Id() id: string): Promise<PilotLifeDto> {
    return this.life.resume(caller, id);
  }

  /** Ends it for good, with what was found. Its dates and figures stay. */
  @Post('end')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  end(@CurrentCaller() caller: Caller, @Id() id: string, @Body() body: EndPilotDto): Promise<PilotLifeDto> {
    return this.life.end(caller, id, body);
  }

  /** Starts it over: a new pilot with the same locations, targets and costs, and new dates. Once per pilot. */
  @Post('successor')
  @Allow(SUPERVISORS, 'schedule:write')
  succeed(@CurrentCaller() caller: Caller, @Id() id: string, @Body() body: SuccessorDto): Promise<PilotDto> {
    return this.life.succeed(caller, id, body);
  }
}
