import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../access/caller.js';
import { LocationsService } from '../../../coverage/locations.service.js';
import { conflict, DomainError } from '../../../domain/errors.js';
import { DAY } from '../../../domain/interval.js';
import { refusalText } from '../../../domain/refusals/refusal-text.js';
import { takeBackRefusal, TAKEN_BACK_WITHIN_DAYS } from '../../../domain/taking-back.js';
import { Audit } from '../../../platform/audit/audit.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { ImportsRepository, rostersOf, type ImportRow } from '../imports.repository.js';
import { takeableOf, type ImportDto } from '../imports.dto.js';
import { ImportsService } from '../imports.service.js';
import { isOfCounts, isOfRosters } from '../mapping.dto.js';
import { requireMayImportRosters } from '../rosters/roster-access.js';
import { TakeBacksRepository } from './take-backs.repository.js';
import type { TakenBack } from './taken-back.js';
import { TakenCountsRepository } from './taken-counts.repository.js';
import { TakenRosters } from './taken-rosters.service.js';
import { TakenRequestsRepository } from './taken-requests.repository.js';

const QUEUE = 'support-import-take-back';
const BROKEN_OFF = 'Taking it back broke off on our side; nothing was changed.';

/**
 * Takes imports back: what they created goes, and what they changed gets its former values. All of it is one transaction, so
 * an interrupted run leaves nothing and is run again.
 */
@Injectable()
export class TakeBacksService implements OnModuleInit {
  private readonly logger = new Logger(TakeBacksService.name);

  constructor(
    private readonly imports: ImportsService,
    private readonly rows: ImportsRepository,
    private readonly takeBacks: TakeBacksRepository,
    private readonly requests: TakenRequestsRepository,
    private readonly counts: TakenCountsRepository,
    private readonly rosters: TakenRosters,
    private readonly locations: LocationsService,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define<{ importId: string }>({
      queue: QUEUE,
      options: {
        retryLimit: 20,
        retryDelay: 2,
        retryBackoff: true,
        retryDelayMax: 60,
        heartbeatSeconds: 15,
        expireInSeconds: 3600,
      },
      batchSize: 1,
      handle: async ([job]) => this.run(job!.importId),
      abandon: ({ importId }) => this.giveUp(importId),
      recover: async () => (await this.takeBacks.findRunning()).map((importId) => ({ importId })),
    });
  }

  /** Queues the taking back of an import of the caller's. */
  ask(caller: Caller, id: string): Promise<ImportDto> {
    return this.database.transaction(async () => {
      const { locationId, kind } = await this.imports.get(caller, id);
      if (isOfRosters({ kind })) requireMayImportRosters(caller);
      await this.locations.getOwn(caller, locationId);
      await this.takeBacks.lock(id);
      const refused = takeBackRefusal(takeableOf((await this.rows.find(id))!), this.clock.now());
      if (refused) throw conflict(refused, { days: TAKEN_BACK_WITHIN_DAYS });
      await this.takeBacks.setStatus(id, 'queued');
      await this.audit.record({
        action: 'support-import.take-back-started',
        entity: 'support-import',
        entityId: id,
        locationId,
      });
      await this.jobs.enqueue(QUEUE, { importId: id });
      return this.imports.get(caller, id);
    });
  }

  /** Forgets the former values of imports that are too old to be taken back. */
  async forgetOld(): Promise<void> {
    await this.takeBacks.forgetBefore(new Date(this.clock.now() - TAKEN_BACK_WITHIN_DAYS * DAY));
  }

  private async run(id: string): Promise<void> {
    try {
      await this.database.transaction(() => this.runLocked(id));
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unavailable' && error.code !== 'DISK_FULL')
        throw error;
      this.logger.error({ err: error }, `taking back import ${id} failed`);
      await this.takeBacks.fail(id, BROKEN_OFF);
    }
  }

  /** For one whose runs were all interrupted. One that another server is running is left alone. */
  private async giveUp(id: string): Promise<void> {
    await this.database.transaction(async () => {
      if (await this.rows.tryLockRun(id)) await this.takeBacks.fail(id, BROKEN_OFF);
    });
  }

  private async runLocked(id: string): Promise<void> {
    if (!(await this.rows.tryLockRun(id)))
      throw new DomainError('unavailable', refusalText('IMPORT_IN_HAND'));
    const row = await this.rows.find(id);
    if (!row || (row.takeBackStatus !== 'queued' && row.takeBackStatus !== 'running')) return;
    // Users follow it, so it is written outside the transaction.
    await this.database.onJobsPool(() => this.takeBacks.setStatus(id, 'running'));
    const taken = await this.takeBack(row);
    await this.takeBacks.complete(id, taken, this.clock.date());
    await this.audit.record({
      action: 'support-import.taken-back',
      entity: 'support-import',
      entityId: id,
      locationId: row.locationId,
      details: taken,
    });
  }

  /** With the lock that imports of the same source, or of counts or rosters of the same location, take. */
  private async takeBack({ id, mapping, locationId, timeZone, finishedAt }: ImportRow): Promise<TakenBack> {
    if (isOfCounts(mapping)) {
      await this.rows.lockSource(locationId);
      return this.counts.takeBack(id, locationId, timeZone);
    }
    if (isOfRosters(mapping)) {
      await this.rows.lockSource(rostersOf(locationId));
      return this.rosters.takeBack(id, timeZone);
    }
    await this.rows.lockSource(mapping.source!);
    return this.requests.takeBack(id, mapping.source!, finishedAt!);
  }
}
