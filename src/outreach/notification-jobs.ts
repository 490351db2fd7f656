import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Jobs } from '../platform/jobs/jobs.js';
import { ReviewRemindersService } from '../pilots/reviews/review-reminders.service.js';
import { PulsesService } from '../pilots/voices/pulses.service.js';
import { TargetNoticesService } from '../support/targets/target-notices.service.js';
import { GapDigestsService } from './gap-digests.service.js';
import { RemindersService } from './reminders.service.js';

const NOTIFICATION_QUEUE = 'telling';
const REMINDER_QUEUE = 'reminding';

/** Sends messages that are due by time, not because somebody did something. */
@Injectable()
export class NotificationJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly reminders: RemindersService,
    private readonly digests: GapDigestsService,
    private readonly reviewReminders: ReviewRemindersService,
    private readonly pulses: PulsesService,
    private readonly targets: TargetNoticesService,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      queue: REMINDER_QUEUE,
      options: { retryLimit: 1, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 100,
      handle: () => this.reminders.sendDue(),
    });
    this.jobs.define({
      queue: NOTIFICATION_QUEUE,
      options: { retryLimit: 1, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 100,
      handle: async () => {
        await this.digests.sendDue();
        await this.reviewReminders.sendDue();
        await this.pulses.sendDue();
        await this.targets.sendDue();
      },
    });
  }

  @Cron('* * * * *')
  remind(): Promise<void> {
    return this.jobs.tick(REMINDER_QUEUE, 60);
  }

  @Cron('*/5 * * * *')
  tick(): Promise<void> {
    return this.jobs.tick(NOTIFICATION_QUEUE, 300);
  }
}
