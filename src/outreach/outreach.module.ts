import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ReviewsModule } from '../pilots/reviews/reviews.module.js';
import { VoicesModule } from '../pilots/voices/voices.module.js';
import { SupportModule } from '../support/support.module.js';
import { CoverageModule } from '../coverage/coverage.module.js';
import {
  CalendarFeedsController,
  CalendarsController,
  ShiftCalendarController,
} from './calendar-feeds/calendar-feeds.controller.js';
import { CalendarFeedsRepository } from './calendar-feeds/calendar-feeds.repository.js';
import { CalendarFeedsService } from './calendar-feeds/calendar-feeds.service.js';
import { CalendarShiftsRepository } from './calendar-feeds/calendar-shifts.repository.js';
import { CalendarsService } from './calendar-feeds/calendars.service.js';
import { DeliveryService } from './delivery.service.js';
import { EmailChannel } from './email-channel.js';
import { GapDigestsRepository } from './gap-digests.repository.js';
import { GapDigestsService } from './gap-digests.service.js';
import { LiveController } from './live/live.controller.js';
import { LiveRepository } from './live/live.repository.js';
import { LiveService } from './live/live.service.js';
import { MaintenanceNoticesRepository } from './maintenance-notices.repository.js';
import { MaintenanceNoticesService } from './maintenance-notices.service.js';
import { MessagesController } from './messages.controller.js';
import { MessagesRepository } from './messages.repository.js';
import { MessagesService } from './messages.service.js';
import {
  OnDutyController,
  OnDutyLinksController,
  OnDutyScreensController,
} from './on-duty/on-duty.controller.js';
import { OnDutyLinksRepository } from './on-duty/on-duty-links.repository.js';
import { OnDutyLinksService } from './on-duty/on-duty-links.service.js';
import { OnDutyRepository } from './on-duty/on-duty.repository.js';
import { OnDutyService } from './on-duty/on-duty.service.js';
import { RemindersRepository } from './reminders.repository.js';
import { RemindersService } from './reminders.service.js';
import { NotificationJobs } from './notification-jobs.js';

@Module({
  imports: [AccessModule, CoverageModule, ReviewsModule, SupportModule, VoicesModule],
  controllers: [
    CalendarFeedsController,
    CalendarsController,
    LiveController,
    MessagesController,
    OnDutyController,
    OnDutyLinksController,
    OnDutyScreensController,
    ShiftCalendarController,
  ],
  providers: [
    CalendarFeedsRepository,
    CalendarFeedsService,
    CalendarShiftsRepository,
    CalendarsService,
    DeliveryService,
    EmailChannel,
    GapDigestsRepository,
    GapDigestsService,
    LiveRepository,
    LiveService,
    MaintenanceNoticesRepository,
    MaintenanceNoticesService,
    MessagesRepository,
    MessagesService,
    OnDutyLinksRepository,
    OnDutyLinksService,
    OnDutyRepository,
    OnDutyService,
    RemindersRepository,
    RemindersService,
    NotificationJobs,
  ],
  exports: [DeliveryService, LiveService],
})
export class OutreachModule {}
