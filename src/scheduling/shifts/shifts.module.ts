import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { ClaimsModule } from '../claims/claims.module.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { ShiftRestoring } from './shift-restoring.service.js';
import { ShiftsController } from './shifts.controller.js';
import { ShiftsService } from './shifts.service.js';

@Module({
  imports: [ClaimsModule, CoverageModule, EligibilityModule, PeopleModule, RosterModule, SeatsModule],
  controllers: [ShiftsController],
  providers: [ShiftRestoring, ShiftsService],
})
export class ShiftsModule {}
