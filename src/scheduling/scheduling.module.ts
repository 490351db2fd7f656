import { Module } from '@nestjs/common';
import { AvailabilityModule } from '../availability/availability.module.js';
import { CoverageModule } from '../coverage/coverage.module.js';
import { PeopleModule } from '../people/people.module.js';
import { AttendanceController } from './attendance/attendance.controller.js';
import { CorrectionsRepository } from './attendance/corrections.repository.js';
import { CorrectionsService } from './attendance/corrections.service.js';
import { CoveringService } from './attendance/covering.service.js';
import { PayPeriodsController } from './attendance/pay-periods.controller.js';
import { PayPeriodsRepository } from './attendance/pay-periods.repository.js';
import { PayPeriodsService } from './attendance/pay-periods.service.js';
import { TimesheetsService } from './attendance/timesheets.service.js';
import { AttendanceService } from './attendance/attendance.service.js';
import { BulkDecisions } from './claims/bulk-decisions.service.js';
import { CandidatesService } from './eligibility/candidates.service.js';
import { ClaimsController } from './claims/claims.controller.js';
import { ClaimsRepository } from './roster/claims.repository.js';
import { ClaimsService } from './claims/claims.service.js';
import { ClosingController } from './closing/closing.controller.js';
import { ClosingService } from './closing/closing.service.js';
import { DeactivationController } from './deactivation/deactivation.controller.js';
import { DeactivationService } from './deactivation/deactivation.service.js';
import { EligibilityRepository } from './eligibility/eligibility.repository.js';
import { EligibilityService } from './eligibility/eligibility.service.js';
import { NoticesRepository } from './telling/telling.repository.js';
import { Notices } from './telling/telling.service.js';
import { GenerationService } from './schedules/generation.service.js';
import { SchedulesController, ShiftTemplatesController } from './schedules/schedules.controller.js';
import { SchedulesRepository } from './schedules/schedules.repository.js';
import { SchedulesService } from './schedules/schedules.service.js';
import { ShiftTemplatesRepository } from './schedules/shift-templates.repository.js';
import { ShiftTemplatesService } from './schedules/shift-templates.service.js';
import { ShiftCancelling } from './seats/closing-shifts.service.js';
import { ShiftRestoring } from './shifts/shift-restoring.service.js';
import { ShiftsController } from './shifts/shifts.controller.js';
import { ShiftsRepository } from './roster/shifts.repository.js';
import { ShiftsService } from './shifts/shifts.service.js';
import { StaffingRepository } from './staffing/staffing.repository.js';
import { StaffingService } from './staffing/staffing.service.js';
import { DropRequestsRepository } from './trades/drop-requests.repository.js';
import { DropRequestsService } from './trades/drop-requests.service.js';
import { Handover } from './seats/handing-on.service.js';
import { Splitting } from './trades/splitting.service.js';
import { SwapsRepository } from './trades/swaps.repository.js';
import { SwapFit } from './trades/swap-fit.service.js';
import { SwapsService } from './trades/swaps.service.js';
import { DropRequestsController, SwapsController } from './trades/trades.controller.js';
import { TrainingController } from './training/training.controller.js';
import { TrainingRepository } from './training/training.repository.js';
import { TrainingService } from './training/training.service.js';
import { TimeOffController } from './time-off/time-off.controller.js';
import { TimeOffRepository } from './time-off/time-off.repository.js';
import { TimeOffService } from './time-off/time-off.service.js';
import { WaitlistController } from './waitlist/waitlist.controller.js';
import { WaitlistJobs } from './waitlist/waitlist-jobs.js';
import { WaitlistRepository } from './waitlist/waitlist.repository.js';
import { WaitlistService } from './waitlist/waitlist.service.js';
import { Waitlists } from './seats/waiting.service.js';

@Module({
  imports: [AvailabilityModule, CoverageModule, PeopleModule],
  controllers: [
    ShiftsController,
    ClaimsController,
    ClosingController,
    DeactivationController,
    DropRequestsController,
    SwapsController,
    SchedulesController,
    ShiftTemplatesController,
    WaitlistController,
    TimeOffController,
    TrainingController,
    AttendanceController,
    PayPeriodsController,
  ],
  providers: [
    AttendanceService,
    BulkDecisions,
    CandidatesService,
    ClaimsRepository,
    ClaimsService,
    ClosingService,
    CorrectionsRepository,
    CorrectionsService,
    CoveringService,
    DeactivationService,
    DropRequestsRepository,
    DropRequestsService,
    EligibilityRepository,
    EligibilityService,
    GenerationService,
    Handover,
    Notices,
    NoticesRepository,
    PayPeriodsRepository,
    PayPeriodsService,
    SchedulesRepository,
    SchedulesService,
    ShiftTemplatesRepository,
    ShiftTemplatesService,
    ShiftCancelling,
    ShiftRestoring,
    ShiftsRepository,
    ShiftsService,
    StaffingRepository,
    StaffingService,
    Splitting,
    SwapsRepository,
    SwapFit,
    SwapsService,
    TimesheetsService,
    TrainingRepository,
    TrainingService,
    TimeOffRepository,
    TimeOffService,
    WaitlistJobs,
    WaitlistRepository,
    WaitlistService,
    Waitlists,
  ],
  exports: [StaffingService],
})
export class SchedulingModule {}
