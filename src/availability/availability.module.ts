import { Module } from '@nestjs/common';
import { CoverageModule } from '../coverage/coverage.module.js';
import { PeopleModule } from '../people/people.module.js';
import { AwayService } from './away.service.js';
import { TimetablesController } from './timetable/timetables.controller.js';
import { TimetablesRepository } from './timetable/timetables.repository.js';
import { TimetablesService } from './timetable/timetables.service.js';
import { UnavailabilityController } from './unavailability.controller.js';
import { UnavailabilityRepository } from './unavailability.repository.js';
import { UnavailabilityService } from './unavailability.service.js';

@Module({
  imports: [CoverageModule, PeopleModule],
  controllers: [UnavailabilityController, TimetablesController],
  providers: [
    AwayService,
    TimetablesRepository,
    TimetablesService,
    UnavailabilityRepository,
    UnavailabilityService,
  ],
  exports: [AwayService, TimetablesService, UnavailabilityService],
})
export class AvailabilityModule {}
