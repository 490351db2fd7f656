import { Module } from '@nestjs/common';
import { AvailabilityModule } from '../availability/availability.module.js';
import { CoverageModule } from '../coverage/coverage.module.js';
import { PeopleModule } from '../people/people.module.js';
import { AttendanceService } from './attendance.service.js';
import { ClaimsController } from './claims.controller.js';
import { ClaimsRepository } from './claims.repository.js';
import { ClaimsService } from './claims.service.js';
import { DeactivationController } from './deactivation.controller.js';
import { DeactivationService } from './deactivation.service.js';
import { EligibilityService } from './eligibility.service.js';
import { ShiftsController } from './shifts.controller.js';
import { ShiftsRepository } from './shifts.repository.js';
import { ShiftsService } from './shifts.service.js';
import { StaffingRepository } from './staffing.repository.js';
import { StaffingService } from './staffing.service.js';

@Module({
  imports: [AvailabilityModule, CoverageModule, PeopleModule],
  controllers: [ShiftsController, ClaimsController, DeactivationController],
  providers: [
    AttendanceService,
    ClaimsRepository,
    ClaimsService,
    DeactivationService,
    EligibilityService,
    ShiftsRepository,
    ShiftsService,
    StaffingRepository,
    StaffingService,
  ],
  exports: [StaffingService],
})
export class SchedulingModule {}
