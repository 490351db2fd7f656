import { Module } from '@nestjs/common';
import { CoverageModule } from '../coverage/coverage.module.js';
import { StaffingModule } from '../scheduling/staffing/staffing.module.js';
import { SupportModule } from '../support/support.module.js';
import { CountsRepository } from './counts/counts.repository.js';
import { CountsService } from './counts/counts.service.js';
import { EvaluationController } from './evaluation/evaluation.controller.js';
import { EvaluationService } from './evaluation/evaluation.service.js';
import { PilotContextService } from './pilot-context.service.js';
import { PilotMetricsService } from './pilot-metrics.service.js';
import { PilotsController } from './pilots.controller.js';
import { PilotsRepository } from './pilots.repository.js';
import { PilotsService } from './pilots.service.js';

@Module({
  imports: [CoverageModule, StaffingModule, SupportModule],
  controllers: [PilotsController, EvaluationController],
  providers: [
    CountsRepository,
    CountsService,
    EvaluationService,
    PilotContextService,
    PilotMetricsService,
    PilotsRepository,
    PilotsService,
  ],
  exports: [EvaluationService, PilotContextService, PilotsService],
})
export class PilotsModule {}
