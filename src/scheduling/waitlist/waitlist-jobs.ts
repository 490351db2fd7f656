import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Jobs } from '../../platform/jobs/jobs.js';
import { WaitlistService } from './waitlist.service.js';
import { WAITLIST_QUEUE, type WaitlistJob } from '../seats/waitlist-updates.service.js';

/** Sends offers soon after a seat comes free, and ends them within a minute of their time. */
@Injectable()
export class WaitlistJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly waitlist: WaitlistService,
  ) {}

  onModuleInit(): void {
    this.jobs.define<WaitlistJob>({
      queue: WAITLIST_QUEUE,
      options: { retryLimit: 5, retryBackoff: true, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 500,
      handle: async (jobs) => {
        if (jobs.some(({ shiftId }) => shiftId === undefined)) await this.waitlist.settleAll();
        for (const shiftId of new Set(jobs.flatMap((job) => job.shiftId ?? [])))
          await this.waitlist.settle(shiftId);
      },
    });
  }

  @Cron('* * * * *')
  tick(): Promise<void> {
    return this.jobs.tick(WAITLIST_QUEUE, 60);
  }
}
