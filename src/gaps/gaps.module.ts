import { Module } from '@nestjs/common';
import { CoverageModule } from '../coverage/coverage.module.js';
import { StaffingModule } from '../scheduling/staffing/staffing.module.js';
import { AlertsRepository } from './alerts.repository.js';
import { AlertsService } from './alerts.service.js';
import { GapsController } from './gaps.controller.js';
import { GapsService } from './gaps.service.js';
import { ScanJobs } from './scan-jobs.js';
import { ScansRepository } from './scans.repository.js';
import { ScansService } from './scans.service.js';

@Module({
  imports: [CoverageModule, StaffingModule],
  controllers: [GapsController],
  providers: [AlertsRepository, AlertsService, GapsService, ScanJobs, ScansRepository, ScansService],
})
export class GapsModule {}
