import { Module } from '@nestjs/common';
import { CoverageModule } from '../coverage/coverage.module.js';
import { PeopleModule } from '../people/people.module.js';
import { WishesService } from './wishes.service.js';
import { TimetablesController } from './timetable/timetables.controller.js';
import { TimetablesRepository } from './timetable/timetables.repository.js';
import { TimetablesService } from './timetable/timetables.service.js';
import { UnavailabilityController, WeeklyWishesController } from './unavailability.controller.js';
import { UnavailabilityRepository } from './unavailability.repository.js';
import { UnavailabilityService } from './unavailability.service.js';
import { CalendarFetcher } from './subscription/calendar-fetcher.js';
import { SubscriptionsController } from './subscription/subscriptions.controller.js';
import { SubscriptionsRepository } from './subscription/subscriptions.repository.js';
import { SubscriptionsService } from './subscription/subscriptions.service.js';

@Module({
  imports: [CoverageModule, PeopleModule],
  controllers: [
    UnavailabilityController,
    WeeklyWishesController,
    TimetablesController,
    SubscriptionsController,
  ],
  providers: [
    WishesService,
    CalendarFetcher,
    SubscriptionsRepository,
    SubscriptionsService,
    TimetablesRepository,
    TimetablesService,
    UnavailabilityRepository,
    UnavailabilityService,
  ],
  exports: [WishesService, TimetablesService, UnavailabilityService],
})
export class AvailabilityModule {}
