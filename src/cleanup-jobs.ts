import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { AttemptsService } from './access/attempts.service.js';
import { PasswordResetsRepository } from './access/password-resets.repository.js';
import { SessionsRepository } from './access/sessions.repository.js';
import { SignInService } from './access/sign-in.service.js';
import { DAY } from './domain/interval.js';
import { DeliveryService } from './outreach/delivery.service.js';
import { LiveService } from './outreach/live/live.service.js';
import { BriefLinksService } from './pilots/brief/brief-links.service.js';
import { PulsesService } from './pilots/voices/pulses.service.js';
import { Clock } from './platform/clock/clock.js';
import { Idempotency } from './platform/http/idempotency.js';
import { Jobs } from './platform/jobs/jobs.js';
import { SupportRequestsService } from './support/support-requests.service.js';
import { CollectorService } from './support/sources/collector.service.js';
import { PushesService } from './support/sources/pushes/pushes.service.js';
import { TakeBacksService } from './support/imports/taking-back/take-backs.service.js';
import { StagedFilesRepository } from './support/imports/staged-files.repository.js';

const QUEUE = 'housekeeping';

/**
 * Removes expired data: sessions, password links, counts of attempts, unused devices, idempotency keys,
 * uploads that never became an import, what imports found that are too old to be taken back, old messages, links of pulses and to briefs, runs of sources, ids of pushes, names of those who asked for help, and the backlog of live changes.
 */
@Injectable()
export class CleanupJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly sessions: SessionsRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly attempts: AttemptsService,
    private readonly signIns: SignInService,
    private readonly idempotency: Idempotency,
    private readonly files: StagedFilesRepository,
    private readonly takeBacks: TakeBacksService,
    private readonly delivery: DeliveryService,
    private readonly live: LiveService,
    private readonly pulses: PulsesService,
    private readonly briefLinks: BriefLinksService,
    private readonly collector: CollectorService,
    private readonly pushes: PushesService,
    private readonly requests: SupportRequestsService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      queue: QUEUE,
      options: { retryLimit: 1, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 1,
      handle: () => this.clear(),
    });
  }

  @Cron('17 * * * *')
  tick(): Promise<void> {
    return this.jobs.tick(QUEUE, 3600);
  }

  async clear(): Promise<void> {
    const now = this.clock.now();
    await this.sessions.removeExpired(new Date(now));
    await this.resets.removeExpired(new Date(now));
    await this.attempts.removeOld();
    await this.signIns.removeOldDevices();
    await this.idempotency.removeExpired(new Date(now));
    await this.collector.removeOld();
    await this.pushes.removeOld();
    await this.requests.forgetRequesters();
    await this.files.removeAbandoned(new Date(now - DAY));
    await this.takeBacks.forgetOld();
    await this.delivery.removeOld();
    await this.live.removeOld();
    await this.pulses.removeOld();
    await this.briefLinks.removeExpired();
  }
}
