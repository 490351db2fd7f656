import { AttendanceModule } from './attendance/attendance.module.js';
import { ClaimsModule } from './claims/claims.module.js';
import { ClosingModule } from './closing/closing.module.js';
import { DeactivationModule } from './deactivation/deactivation.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';
import { ShiftsModule } from './shifts/shifts.module.js';
import { TimeOffModule } from './time-off/time-off.module.js';
import { TradesModule } from './trades/trades.module.js';
import { TrainingModule } from './training/training.module.js';
import { WaitlistModule } from './waitlist/waitlist.module.js';
import { WeeklyHoursModule } from './weekly-hours/weekly-hours.module.js';

/** The scheduling modules that have HTTP routes. */
export const schedulingModules = [
  ShiftsModule,
  ClaimsModule,
  ClosingModule,
  DeactivationModule,
  TradesModule,
  SchedulesModule,
  WaitlistModule,
  TimeOffModule,
  TrainingModule,
  AttendanceModule,
  WeeklyHoursModule,
];
