import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DomainError } from '../../domain/errors.js';
import { DAY, HOUR, SECOND } from '../../domain/interval.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { added, Collecting, NOTHING, RunLost, type Reading } from './collecting.js';
import { isCircuitOpen, isQuiet, nextRunAt } from './next-run.js';
import { RunsRepository, type RunCounts, type RunOwner } from './runs.repository.js';
import { SourceNotices } from './source-notices.js';
import { SourceOpener } from './source-opener.js';
import { SourcesRepository, type SourceProblem, type SourceRow } from './sources.repository.js';
import { SourceError } from './ticket-source.js';

export const COLLECTOR_QUEUE = 'support-sources';
const DUE_QUEUE = 'support-sources-due';
/** A slow source must not keep the others waiting. */
const AT_ONCE = 3;
/** A run without a sign of life for so long is over; another server goes on. */
const LEASE = 60 * SECOND;
const SIGN_OF_LIFE = 10 * SECOND;
const RECHECK_EVERY = 22 * HOUR;
/** A first run may take hours. It lets other sources in between, and a back-fill the changes of its own. */
const COLLECTING_SLICE = 300 * SECOND;
const BACKFILL_SLICE = 60 * SECOND;
const KEPT_DAYS = 90;

/** Collects each source when it is due, one run at a time whatever the number of servers. */
@Injectable()
export class CollectorService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Collector');
  private readonly stopping = new AbortController();

  constructor(
    private readonly sources: SourcesRepository,
    private readonly runs: RunsRepository,
    private readonly collecting: Collecting,
    private readonly opener: SourceOpener,
    private readonly notices: SourceNotices,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      queue: DUE_QUEUE,
      options: { retryLimit: 0, heartbeatSeconds: 60, deleteAfterSeconds: 3600 },
      batchSize: 100,
      handle: () => this.enqueueDue(),
    });
    this.jobs.define<{ sourceId: string }>({
      queue: COLLECTOR_QUEUE,
      options: { retryLimit: 0, heartbeatSeconds: 60, expireInSeconds: 12 * 3600, deleteAfterSeconds: 3600 },
      batchSize: 1,
      atOnce: AT_ONCE,
      handle: async ([job], signal) => this.run(job!.sourceId, signal),
    });
  }

  /** Runs end at once, and another server or the next start goes on. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  @Cron('* * * * *')
  tick(): Promise<void> {
    return this.jobs.tick(DUE_QUEUE, 60);
  }

  /** Removes the history of old runs. */
  removeOld(): Promise<void> {
    return this.runs.removeBefore(new Date(this.clock.now() - KEPT_DAYS * DAY));
  }

  private async enqueueDue(): Promise<void> {
    for (const sourceId of await this.runs.findDue(this.clock.date()))
      await this.jobs.enqueue(COLLECTOR_QUEUE, { sourceId });
  }

  private async run(sourceId: string, signal: AbortSignal): Promise<void> {
    const owner = { sourceId, runId: newId() };
    const isTaken = await this.database.transaction(() =>
      this.runs.take(owner, this.clock.date(), this.leaseEnd()),
    );
    const row = isTaken && (await this.sources.find(sourceId));
    if (!row) return;
    const lost = new AbortController();
    const alive = setInterval(() => void this.showAlive(owner, lost), SIGN_OF_LIFE);
    try {
      await this.runTaken(row, owner, AbortSignal.any([signal, lost.signal, this.stopping.signal]));
    } finally {
      clearInterval(alive);
    }
  }

  private async runTaken(row: SourceRow, owner: RunOwner, signal: AbortSignal): Promise<void> {
    try {
      const source = await this.opener.open(row);
      const work = { row, owner, signal };
      if (!row.rulesApplied) await this.collecting.applyRules(work);
      const done = source && (await this.read({ ...work, source }));
      await this.database.transaction(() => this.succeed(row, owner, done));
    } catch (error) {
      if (error instanceof RunLost) return;
      const isCutShort = signal.aborted || isPassing(error);
      await this.database.transaction(() =>
        isCutShort ? this.giveBack(owner) : this.fail(row, owner, error),
      );
    }
  }

  /** All there is to read from a source now, as long as it does not keep others waiting. */
  private async read(work: Reading): Promise<{ counts: RunCounts; isDone: boolean }> {
    const { row } = work;
    const collected = await this.collecting.collect(work, during(COLLECTING_SLICE));
    if (!collected.isDone) return collected;
    let { counts } = collected;
    if (!work.source.isFinal && +row.recheckedAt <= this.clock.now() - RECHECK_EVERY)
      counts = added(counts, await this.collecting.recheck(work));
    const backfill = await this.runs.findRunningBackfill(row.id);
    if (backfill)
      counts = added(counts, await this.collecting.backfill(work, backfill, during(BACKFILL_SLICE)));
    return { counts, isDone: (await this.runs.findRunningBackfill(row.id)) === null };
  }

  private async succeed(
    row: SourceRow,
    owner: RunOwner,
    done: { counts: RunCounts; isDone: boolean } | null,
  ): Promise<void> {
    if (!(await this.runs.hold(owner))) throw new RunLost('the source is not this run’s any more');
    const now = this.clock.now();
    const usual = nextRunAt({ ...row, failures: 0, problem: null }, now);
    const { counts, isDone } = done ?? { counts: NOTHING, isDone: true };
    const next = new Date(isDone ? usual : now);
    const isNews = counts.created + counts.updated > 0;
    if (done) await this.runs.succeed(row.id, new Date(now), next, isNews);
    else await this.runs.rest(row.id, next);
    if (!isNews && isQuiet(row, now)) await this.notices.tellOfQuiet(row);
    if (!isDone) await this.jobs.enqueue(COLLECTOR_QUEUE, { sourceId: row.id });
    if (counts.created + counts.updated + counts.removed > 0)
      await this.audit.record({
        action: 'support-source.collected',
        entity: 'support-source',
        entityId: row.id,
        details: { ...counts },
      });
  }

  private async fail(row: SourceRow, owner: RunOwner, error: unknown): Promise<void> {
    if (!(await this.runs.hold(owner))) return;
    const known = error instanceof SourceError ? error : null;
    this.logger[known ? 'warn' : 'error']({ err: error, source: row.id }, 'a source could not be collected');
    const problem: SourceProblem = {
      ...(known?.reason ?? refusalText('INTERNAL_ERROR')),
      kind: known?.kind ?? 'temporary',
    };
    const failures = row.failures + 1;
    const now = this.clock.now();
    const next = nextRunAt({ ...row, failures, problem }, now, known?.options.retryAfterMillis);
    await this.runs.endFailed(row.id, new Date(now), problem);
    await this.runs.fail({ id: row.id, failures, problem }, new Date(now), new Date(next));
    const isNew = row.failures === 0 || isCircuitOpen({ failures, problem }) !== isCircuitOpen(row);
    if (isNew)
      await this.audit.record({
        action: 'support-source.failed',
        entity: 'support-source',
        entityId: row.id,
        details: { failures, problem },
      });
    if (isCircuitOpen({ failures, problem })) await this.notices.tellOfFailure(row, problem, new Date(now));
  }

  /** The run was cut short by this server, which stops, or by its database. It goes on soon, where it was. */
  private async giveBack(owner: RunOwner): Promise<void> {
    if (!(await this.runs.hold(owner))) return;
    await this.runs.endInterrupted(owner.sourceId, this.clock.date());
    await this.runs.release(owner);
  }

  private async showAlive(owner: RunOwner, lost: AbortController): Promise<void> {
    try {
      if (!(await this.runs.keep(owner, this.leaseEnd()))) lost.abort(new RunLost('the source was changed'));
    } catch (error) {
      this.logger.warn({ err: error, source: owner.sourceId }, 'a run could not show that it is alive');
    }
  }

  private leaseEnd(): Date {
    return new Date(this.clock.now() + LEASE);
  }
}

/** Whether less than so many milliseconds have passed. */
function during(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() < end;
}

const isPassing = (error: unknown): boolean => error instanceof DomainError && error.kind === 'unavailable';
