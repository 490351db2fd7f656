import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { COVERAGE_SCAN_QUEUE, type CoverageChange } from '../coverage/coverage-changes.js';
import { MINUTE } from '../domain/interval.js';
import { Config } from '../platform/config/config.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { ScansService } from './scans.service.js';

const SCAN_ALL_QUEUE = 'coverage-scan-all';

/**
 * Starts scans: every few minutes for all locations, and soon after a change for the locations it affects.
 */
@Injectable()
export class ScanJobs implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly scans: ScansService,
    private readonly scheduler: SchedulerRegistry,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.jobs.define<CoverageChange>({
      queue: COVERAGE_SCAN_QUEUE,
      options: { retryLimit: 5, retryBackoff: true, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 500,
      handle: async (changes) => {
        await this.scans.scan([...new Set(changes.map((change) => change.locationId))]);
      },
    });
    this.jobs.define({
      queue: SCAN_ALL_QUEUE,
      options: { retryLimit: 1, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 1,
      handle: () => this.scans.runAll(),
    });
    const timer = setInterval(() => void this.tick(), this.config.scanEveryMinutes * MINUTE);
    this.scheduler.addInterval(SCAN_ALL_QUEUE, timer);
  }

  private tick(): Promise<void> {
    return this.jobs.tick(SCAN_ALL_QUEUE, this.config.scanEveryMinutes * 60);
  }
}
