import { Module } from '@nestjs/common';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { EligibilityModule } from '../eligibility/eligibility.module.js';
import { WeeklyHoursController } from './weekly-hours.controller.js';
import { WeeklyHoursService } from './weekly-hours.service.js';

@Module({
  imports: [CoverageModule, EligibilityModule, PeopleModule],
  controllers: [WeeklyHoursController],
  providers: [WeeklyHoursService],
})
export class WeeklyHoursModule {}
