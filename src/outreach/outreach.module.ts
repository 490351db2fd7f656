import { Module } from '@nestjs/common';
import { DeliveryService } from './delivery.service.js';
import { EmailChannel } from './email-channel.js';
import { GapDigestsRepository } from './gap-digests.repository.js';
import { GapDigestsService } from './gap-digests.service.js';
import { MessagesController } from './messages.controller.js';
import { MessagesRepository } from './messages.repository.js';
import { MessagesService } from './messages.service.js';
import { RemindersRepository } from './reminders.repository.js';
import { RemindersService } from './reminders.service.js';
import { TellingJobs } from './telling-jobs.js';

@Module({
  controllers: [MessagesController],
  providers: [
    DeliveryService,
    EmailChannel,
    GapDigestsRepository,
    GapDigestsService,
    MessagesRepository,
    MessagesService,
    RemindersRepository,
    RemindersService,
    TellingJobs,
  ],
  exports: [DeliveryService],
})
export class OutreachModule {}
