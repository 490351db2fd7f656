import { Module } from '@nestjs/common';
import { AvailabilityModule } from '../../availability/availability.module.js';
import { CoverageModule } from '../../coverage/coverage.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { RosterModule } from '../roster/roster.module.js';
import { SeatsModule } from '../seats/seats.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { TimeOffController } from './time-off.controller.js';
import { TimeOffRepository } from './time-off.repository.js';
import { TimeOffService } from './time-off.service.js';

@Module({
  imports: [AvailabilityModule, CoverageModule, PeopleModule, RosterModule, SeatsModule, NotificationsModule],
  controllers: [TimeOffController],
  providers: [TimeOffRepository, TimeOffService],
})
export class TimeOffModule {}
