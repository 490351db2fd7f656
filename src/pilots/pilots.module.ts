import { Module } from '@nestjs/common';
import { CoverageModule } from '../coverage/coverage.module.js';
import { StaffingModule } from '../scheduling/staffing/staffing.module.js';
import { SupportModule } from '../support/support.module.js';
import { PilotMetricsService } from './pilot-metrics.service.js';
import { PilotsController } from './pilots.controller.js';
import { PilotsRepository } from './pilots.repository.js';
import { PilotsService } from './pilots.service.js';

@Module({
  imports: [CoverageModule, StaffingModule, SupportModule],
  controllers: [PilotsController],
  providers: [PilotMetricsService, PilotsRepository, PilotsService],
  exports: [PilotsService],
})
export class PilotsModule {}
