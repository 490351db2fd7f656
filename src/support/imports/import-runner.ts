import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { latestLogged } from '../logged-times.js';
import { Rejection } from './cells.js';
import { fileRecords } from './file-records.js';
import { ImportsRepository, type ImportRow } from './imports.repository.js';
import { isOfRequests, isOfRosters } from './mapping.dto.js';
import type { RecordStream } from './record-stream.js';
import { RecordStore } from './record-store.js';
import { Remarks } from './remarks.js';
import { StagedFilesRepository } from './staged-files.repository.js';

const BROKEN_OFF = 'The import broke off on our side; nothing was changed.';

/** Runs one import. All of it is one transaction, so an interrupted run leaves nothing and is run again. */
@Injectable()
export class ImportRunner {
  private readonly logger = new Logger(ImportRunner.name);

  constructor(
    private readonly imports: ImportsRepository,
    private readonly files: StagedFilesRepository,
    private readonly store: RecordStore,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<void> {
    try {
      await this.database.transaction(() => this.runLocked(id));
    } catch (error) {
      const isDiskFull = error instanceof DomainError && error.code === 'DISK_FULL';
      // Another attempt would fill the disk again, for everybody.
      if (error instanceof DomainError && error.kind === 'unavailable' && !isDiskFull) throw error;
      this.logger.error({ err: error }, `import ${id} failed`);
      const message = error instanceof Rejection || isDiskFull ? error.message : BROKEN_OFF;
      await this.imports.fail(id, message, this.clock.date());
    }
  }

  /** For an import whose runs were all interrupted. One that another server is running is left alone. */
  async giveUp(id: string): Promise<void> {
    await this.database.transaction(async () => {
      if (await this.imports.tryLockRun(id)) await this.imports.fail(id, BROKEN_OFF, this.clock.date());
    });
  }

  private async runLocked(id: string): Promise<void> {
    if (!(await this.imports.tryLockRun(id))) {
      throw new DomainError('unavailable', refusalText('IMPORT_IN_HAND'));
    }
    const job = await this.imports.find(id);
    if (!job || job.status === 'completed' || job.status === 'failed') return;
    const { mapping, locationId, timeZone, createdBy } = job;
    const dryRun = mapping.dryRun ?? false;
    const source = isOfRequests(mapping) ? mapping.source! : null;
    const { counts, sample } = await this.store.store(
      this.records(job),
      { locationId, timeZone, source, createdBy, importId: id, dryRun },
      new Remarks(this.imports, id),
      (rows) => this.showProgress(id, rows),
    );
    await this.imports.complete(id, counts, sample, this.clock.date());
    await this.files.remove(job.fileId);
    await this.audit.record({
      action: 'support-import.completed',
      entity: 'support-import',
      entityId: id,
      locationId,
      details: { ...counts, dryRun },
    });
  }

  private records({ mapping, reading, fileId, timeZone }: ImportRow): RecordStream {
    if (!reading) throw new Rejection('OUTDATED', 'It was sent to an earlier version. Send the file again.');
    const now = this.clock.now();
    // A shift is over or not; of what is logged, clocks may differ a little.
    const latest = isOfRosters(mapping) ? now : latestLogged(now);
    const context = { zone: mapping.timeZone ?? timeZone, latest };
    return fileRecords({ mapping, reading, open: () => this.files.open(fileId) }, context);
  }

  /** Users follow the progress, so it is written outside the transaction. */
  private showProgress(id: string, rows: number): Promise<void> {
    return this.database.onJobsPool(() => this.imports.showProgress(id, rows));
  }
}
