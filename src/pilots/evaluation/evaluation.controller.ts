import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, READERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import type { EvaluationDto } from './evaluation.dto.js';
import { EvaluationService } from './evaluation.service.js';

@ApiTags('Pilots')
@Controller('pilots')
export class EvaluationController {
  constructor(private readonly evaluation: EvaluationService) {}

  /** Whether the pilot should go on: its targets, and how it compares with its baseline. */
  @Get(':id/evaluation')
  @Allow(READERS, 'metrics:read')
  get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<EvaluationDto> {
    return this.evaluation.get(caller, id);
  }
}
