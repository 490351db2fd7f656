import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { AttendanceController } from './attendance.controller.js';
import { AttendanceRepository } from './attendance.repository.js';
import { AttendanceService } from './attendance.service.js';
import { CorrectionsRepository } from './corrections.repository.js';
import { CorrectionsService } from './corrections.service.js';
import { CoveringService } from './covering.service.js';
import { PayPeriodsController } from './pay-periods.controller.js';
import { PayPeriodsRepository } from './pay-periods.repository.js';
import { PayPeriodsService } from './pay-periods.service.js';
import { TimesheetsService } from './timesheets.service.js';

@Module({
  imports: [CoverageModule, EligibilityModule, PeopleModule, RosterModule, SeatsModule, NotificationsModule],
  controllers: [AttendanceController, PayPeriodsController],
  providers: [
    AttendanceRepository,
    AttendanceService,
    CorrectionsRepository,
    CorrectionsService,
    CoveringService,
    PayPeriodsRepository,
    PayPeriodsService,
    TimesheetsService,
  ],
})
export class AttendanceModule {}
