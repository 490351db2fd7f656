import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DomainError } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { daysBetween, type LocalDate } from '../../domain/local-date.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { WorkerPool } from '../../platform/workers/worker-pool.js';
import { MOST_DAYS, type CountingJob, type CountingResult } from './counting-job.js';
import { CountsRepository, type UncountedDays } from './counts.repository.js';

const TASK = new URL('./counting.task.js', import.meta.url);
const COUNTING = 'counting';
const VERIFICATION = 'counts-verification';

/**
 * Keeps the counts of the pilots' days: each minute it counts days that are over, or changed since; each night it counts
 * all of them again and mends what differs. A day that is not counted yet is read from its rows instead.
 */
@Injectable()
export class CountsService implements OnModuleInit {
  private readonly logger = new Logger('Counts');
  /** Ends with the last job that was begun. */
  private turn = Promise.resolve();

  constructor(
    private readonly jobs: Jobs,
    private readonly counts: CountsRepository,
    private readonly workers: WorkerPool,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const options = { retryLimit: 1, heartbeatSeconds: 15, deleteAfterSeconds: 3600 };
    this.jobs.define({
      queue: COUNTING,
      options: { ...options, expireInSeconds: 3 * 3600 },
      batchSize: 100,
      handle: (_, signal) => this.count(signal),
    });
    this.jobs.define({
      queue: VERIFICATION,
      options: { ...options, expireInSeconds: 6 * 3600 },
      batchSize: 1,
      handle: (_, signal) => this.verify(signal),
    });
  }

  @Cron('* * * * *')
  tick(): Promise<void> {
    return this.jobs.tick(COUNTING, 60);
  }

  @Cron('37 3 * * *')
  tickNightly(): Promise<void> {
    return this.jobs.tick(VERIFICATION, 3600);
  }

  /** Counts what is over, or changed. */
  async count(signal?: AbortSignal): Promise<void> {
    await this.counts.writing(() => this.counts.settleChanges());
    await this.run(await this.counts.findUncounted(this.lastCounted()), false, signal);
  }

  /** Counts all days again. Days that were right and differ are mended and logged. */
  async verify(signal?: AbortSignal): Promise<void> {
    await this.counts.removeUnwanted(this.lastCounted());
    await this.run(await this.counts.findAllCounted(), true, signal);
  }

  /** A day is counted a day after it ended: then its last shift is over, and its answers within a day are known. */
  private lastCounted(): Date {
    return new Date(this.clock.now() - DAY);
  }

  private async run(all: readonly UncountedDays[], verifies: boolean, signal?: AbortSignal): Promise<void> {
    for (const { locationId, timeZone, dates } of all) {
      if (!verifies) await this.counts.writing(() => this.counts.settleChanges());
      for (const run of runsOf(dates)) {
        if (signal?.aborted) return;
        await this.runOne({
          location: { id: locationId, timeZone },
          dates: run,
          now: this.clock.now(),
          verifies,
        });
      }
    }
  }

  /** One at a time, so that a thread stays free for what people ask for. */
  private runOne(job: CountingJob): Promise<void> {
    const work = async (): Promise<void> => this.attempt(job);
    return (this.turn = this.turn.then(work, work));
  }

  /** Days that are too many at once are counted by halves. A failure does not stop the days after it. */
  private async attempt(job: CountingJob): Promise<void> {
    const { location, dates } = job;
    try {
      const { mended } = await this.workers.run<CountingJob, CountingResult>(TASK, job);
      if (mended.length > 0)
        this.logger.warn(
          { locationId: location.id, dates: mended },
          'counts differed from their rows and were mended',
        );
    } catch (error) {
      if (dates.length > 1 && error instanceof DomainError && error.code === 'TOO_MUCH_TO_COMPUTE') {
        const middle = Math.ceil(dates.length / 2);
        for (const half of [dates.slice(0, middle), dates.slice(middle)])
          await this.attempt({ ...job, dates: half });
        return;
      }
      // They are tried again at the next turn, and read from their rows until then.
      this.logger.error({ err: error, locationId: location.id, dates }, 'days were not counted');
    }
  }
}

/** Dates (in order) in runs that are read together. */
function runsOf(dates: readonly LocalDate[]): LocalDate[][] {
  const runs: LocalDate[][] = [];
  for (const date of dates) {
    const run = runs.at(-1);
    if (run && daysBetween(run[0]!, date) < MOST_DAYS && daysBetween(run.at(-1)!, date) === 1) run.push(date);
    else runs.push([date]);
  }
  return runs;
}
