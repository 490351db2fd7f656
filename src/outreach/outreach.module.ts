import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ReviewsModule } from '../pilots/reviews/reviews.module.js';
import { VoicesModule } from '../pilots/voices/voices.module.js';
import { SupportModule } from '../support/support.module.js';
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
import { RemindersRepository } from './reminders.repository.js';
import { RemindersService } from './reminders.service.js';
import { NotificationJobs } from './notification-jobs.js';

@Module({
  imports: [AccessModule, ReviewsModule, SupportModule, VoicesModule],
  controllers: [LiveController, MessagesController],
  providers: [
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
    RemindersRepository,
    RemindersService,
    NotificationJobs,
  ],
  exports: [DeliveryService, LiveService],
})
export class OutreachModule {}
