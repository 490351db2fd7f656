import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, SUPERVISORS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { QualificationDto } from '../../people/people.dto.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { SetQualificationDto, SignOffDto } from './training.dto.js';
import { TrainingService } from './training.service.js';

@ApiTags('People')
@Controller()
export class TrainingController {
  constructor(private readonly training: TrainingService) {}

  /**
   * Puts an operator into training for a position, or qualifies them by hand, without end or until a date.
   */
  @Post('operators/:id/qualifications')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  setQualification(
    @CurrentCaller() caller: Caller,
    @Id() id: string,
    @Body() body: SetQualificationDto,
  ): Promise<QualificationDto> {
    return this.training.setQualification(caller, id, body);
  }

  /**
   * Confirms that a shift in training was worked well. The last one that the position requires makes the
   * operator qualified.
   */
  @Post('claims/:id/sign-off')
  @Allow(SUPERVISORS, 'schedule:write')
  @HttpCode(200)
  signOff(@CurrentCaller() caller: Caller, @Id() id: string): Promise<SignOffDto> {
    return this.training.signOff(caller, id);
  }
}
