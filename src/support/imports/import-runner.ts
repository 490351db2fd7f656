import { Injectable, Logger } from '@nestjs/common';
import { DemandService } from '../../coverage/demand.service.js';
import { openSpans } from '../../domain/coverage.js';
import { DomainError } from '../../domain/errors.js';
import { said } from '../../domain/refusals/said.js';
import { DAY, SpanIndex } from '../../domain/interval.js';
import type { TableRecord } from '../../domain/tables/record-cutter.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { latestLogged } from '../logged-times.js';
import { readCsv } from './csv-rows.js';
import {
  ImportsRepository,
  type ImportCounts,
  type ImportRow,
  type Remark,
  type RemarkKind,
} from './imports.repository.js';
import { Rejection, type Refusal } from './cells.js';
import { MILESTONES, type ImportMapping, type Milestone } from './mapping.dto.js';
import { readerOf, type RowReader } from './readers.js';
import { StagedFilesRepository } from './staged-files.repository.js';
import {
  StagingRepository,
  type Cell,
  type MergeCounts,
  type SampledHeadcount,
  type SampledRequest,
  type StagedLine,
  type StagedTable,
} from './staging.repository.js';

const BATCH_ROWS = 5_000;
/** How many of the first records are shown as they were understood. */
const SAMPLE_ROWS = 5;
/** How many are handed to COPY at once. */
const COPIED_ROWS = 250;
const BROKEN_OFF = 'The import broke off on our side; nothing was changed.';
/** What each milestone of an event log tells of a request; without its activities it stays as it is. */
const MILESTONE_FIELDS: Record<Milestone, readonly string[]> = {
  firstResponseAt: ['first_response_at'],
  escalatedAt: ['escalated_at'],
  resolvedAt: ['first_resolved_at', 'resolved_at'],
};

/** What staging a file leaves to tell. */
interface Staged {
  rows: number;
  reader: RowReader;
  sample: SampledRequest[] | SampledHeadcount[];
}

/** Takes one import through. All of it is one transaction, so an interrupted run leaves nothing and is simply run again. */
@Injectable()
export class ImportRunner {
  private readonly logger = new Logger(ImportRunner.name);

  constructor(
    private readonly imports: ImportsRepository,
    private readonly files: StagedFilesRepository,
    private readonly staging: StagingRepository,
    private readonly demand: DemandService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<void> {
    try {
      await this.database.transaction(() => this.runLocked(id));
    } catch (error) {
      const isDiskFull = error instanceof DomainError && error.code === 'DISK_FULL';
      // Another try would fill the disk again, for everybody else too.
      if (error instanceof DomainError && error.kind === 'unavailable' && !isDiskFull) throw error;
      this.logger.error({ err: error }, `import ${id} failed`);
      const message = error instanceof Rejection || isDiskFull ? error.message : BROKEN_OFF;
      await this.imports.fail(id, message, this.clock.date());
    }
  }

  /** For an import whose every run broke off. One that another server has in hand is left to it. */
  async giveUp(id: string): Promise<void> {
    await this.database.transaction(async () => {
      if (await this.imports.tryLockRun(id)) await this.imports.fail(id, BROKEN_OFF, this.clock.date());
    });
  }

  private async runLocked(id: string): Promise<void> {
    if (!(await this.imports.tryLockRun(id))) {
      throw new DomainError('unavailable', said('IMPORT_IN_HAND'));
    }
    const job = await this.imports.find(id);
    if (!job || job.status === 'completed' || job.status === 'failed') return;
    await this.imports.lockSource(job.mapping.kind === 'headcounts' ? job.locationId : job.mapping.source!);
    await this.staging.createTables();
    const remarks = new Remarks(this.imports, id);
    const staged = await this.stage(job, remarks);
    const merge = (): Promise<Omit<ImportCounts, 'rows'>> => this.merge(job, staged, remarks);
    const counts = await (job.mapping.dryRun ? this.staging.rehearse(merge) : merge());
    await remarks.flush();
    await this.imports.complete(id, { rows: staged.rows, ...counts }, staged.sample, this.clock.date());
    await this.files.remove(job.fileId);
    await this.audit.record({
      action: 'support-import.completed',
      entity: 'support-import',
      entityId: id,
      locationId: job.locationId,
      details: { rows: staged.rows, ...counts, dryRun: job.mapping.dryRun ?? false },
    });
  }

  private async stage(job: ImportRow, remarks: Remarks): Promise<Staged> {
    const { mapping, reading } = job;
    if (!reading) throw new Rejection('OUTDATED', 'It was sent to an earlier version. Send the file again.');
    const { columns, orders, doubts } = reading;
    for (const { code, message } of doubts) remarks.warn(null, code, message);
    const latest = latestLogged(this.clock.now());
    const reader = readerOf(mapping, { zone: mapping.timeZone ?? job.timeZone, columns, orders, latest });
    const table = tableOf(job);
    const items = readCsv(this.files.open(job.fileId), reading)[Symbol.asyncIterator]();
    let rows = 0;
    let isAtEnd = false;
    const showProgress = (): Promise<void> => this.showProgress(job.id, rows);
    // Read as PostgreSQL takes them; while a COPY lasts its connection does nothing else, so it ends when remarks pile up.
    async function* records(): AsyncGenerator<Cell[][]> {
      let batch: Cell[][] = [];
      while (remarks.pendingCount < BATCH_ROWS) {
        const next = await items.next();
        isAtEnd = next.done === true;
        if (next.done) break;
        const item = next.value;
        rows++;
        if ('rejection' in item) remarks.reject(item.line, item.rejection);
        else readOrReject(reader, item, remarks, batch);
        if (batch.length >= COPIED_ROWS) {
          yield batch;
          batch = [];
        }
        if (rows % BATCH_ROWS === 0) await showProgress();
      }
      yield batch;
    }
    while (!isAtEnd) {
      await this.staging.copy(table, reader.columns, records());
      await remarks.flush();
    }
    await this.staging.analyze(table);
    for (const { code, message } of reader.unseen()) remarks.warn(null, code, message);
    if (table === 'staged_events') await this.staging.gatherEvents();
    const sample = await (table === 'staged_headcounts'
      ? this.staging.sampleHeadcounts(SAMPLE_ROWS)
      : this.staging.sampleRequests(SAMPLE_ROWS));
    return { rows, reader, sample };
  }

  private merge(job: ImportRow, staged: Staged, remarks: Remarks): Promise<Omit<ImportCounts, 'rows'>> {
    return job.mapping.kind === 'headcounts'
      ? this.mergeHeadcounts(job, remarks)
      : this.mergeRequests(job, staged, remarks);
  }

  private async mergeRequests(
    job: ImportRow,
    staged: Staged,
    remarks: Remarks,
  ): Promise<Omit<ImportCounts, 'rows'>> {
    const { mapping, locationId, createdBy } = job;
    const source = mapping.source!;
    const repeated = await this.staging.dropRepeatedRequests();
    for (const { line, key } of repeated)
      remarks.warn(line, 'REPEATED_IN_FILE', `A later line gives ${key} again and counts instead.`);
    for (const { line, key } of await this.staging.dropForeignRequests(source, locationId)) {
      remarks.reject(line, { code: 'OTHER_LOCATION', message: `${key} is recorded at another location.` });
    }
    for (const { line, key } of await this.staging.findOutOfOrder()) {
      remarks.warn(line, 'TIMES_OUT_OF_ORDER', `The times of ${key} are not in an order that makes sense.`);
    }
    const total = await this.staging.countRequests();
    const fields =
      mapping.shape === 'event-log'
        ? eventFields(mapping)
        : staged.reader.columns.filter((column) => !['line', 'external_id'].includes(column));
    return countsOf(
      await this.staging.mergeRequests(fields, { source, locationId, createdBy }),
      total,
      repeated,
    );
  }

  private async mergeHeadcounts(job: ImportRow, remarks: Remarks): Promise<Omit<ImportCounts, 'rows'>> {
    const repeated = await this.staging.dropRepeatedHeadcounts();
    for (const line of new Set(repeated.map((dropped) => dropped.line))) {
      remarks.warn(
        line,
        'DUPLICATE_SLOT',
        'A later line counts the same area at the same time; the later one counts.',
      );
    }
    await this.warnOutsideHours(job, remarks);
    const total = await this.staging.countHeadcounts();
    return countsOf(await this.staging.mergeHeadcounts(job.locationId), total, repeated);
  }

  /** Heads counted while the place is closed are taken as written, and pointed out; month by month, batch by batch. */
  private async warnOutsideHours({ locationId: id, timeZone }: ImportRow, remarks: Remarks): Promise<void> {
    const openByMonth = new Map<string, SpanIndex | null>();
    const openIn = async (month: string): Promise<SpanIndex | null> => {
      let open = openByMonth.get(month);
      if (open === undefined) {
        const start = Date.parse(`${month}-01`);
        const window = { start, end: start + 31 * DAY };
        const spans = openSpans((await this.demand.expand([{ id, timeZone }], window)).get(id) ?? []);
        openByMonth.set(month, (open = spans.length > 0 ? new SpanIndex(spans) : null));
      }
      return open;
    };
    let moments = await this.staging.findHeadcountMoments(0, BATCH_ROWS);
    for (
      ;
      moments.length > 0;
      moments = await this.staging.findHeadcountMoments(moments.at(-1)!.line, BATCH_ROWS)
    ) {
      for (const { line, at } of moments) {
        const open = await openIn(at.toISOString().slice(0, 7));
        if (open && !open.includes(at.getTime()))
          remarks.warn(line, 'OUTSIDE_OPEN_HOURS', 'Counted at a time when the location is closed.');
      }
    }
  }

  /** Seen by those who follow the import, so it is written outside the transaction. */
  private showProgress(id: string, rows: number): Promise<void> {
    return this.database.onJobsPool(() => this.imports.showProgress(id, rows));
  }
}

/** Rejected lines and warnings, written out as they come. */
class Remarks {
  private readonly pending: Record<RemarkKind, Remark[]> = { rejected: [], warning: [] };
  private readonly written: Record<RemarkKind, number> = { rejected: 0, warning: 0 };

  constructor(
    private readonly imports: ImportsRepository,
    private readonly importId: string,
  ) {}

  get pendingCount(): number {
    return this.pending.rejected.length + this.pending.warning.length;
  }

  reject(line: number, { code, message }: Refusal): void {
    this.pending.rejected.push({ line, code, message });
  }

  warn(line: number | null, code: string, message: string): void {
    this.pending.warning.push({ line, code, message });
  }

  async flush(): Promise<void> {
    for (const kind of ['rejected', 'warning'] as const) {
      for (
        let next = this.pending[kind].splice(0, BATCH_ROWS);
        next.length > 0;
        next = this.pending[kind].splice(0, BATCH_ROWS)
      ) {
        await this.imports.addRemarks(this.importId, kind, this.written[kind], next);
        this.written[kind] += next.length;
      }
    }
  }
}

function tableOf({ mapping }: ImportRow): StagedTable {
  if (mapping.kind === 'headcounts') return 'staged_headcounts';
  return mapping.shape === 'event-log' ? 'staged_events' : 'staged_requests';
}

function readOrReject(
  reader: RowReader,
  { line, cells }: TableRecord,
  remarks: Remarks,
  batch: Cell[][],
): void {
  try {
    batch.push(...reader.read(line, cells, ({ code, message }) => remarks.warn(line, code, message)));
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    remarks.reject(line, error);
  }
}

const eventFields = ({ activities = {} }: ImportMapping): string[] => [
  'opened_at',
  ...MILESTONES.filter((milestone) => activities[milestone]?.length).flatMap(
    (milestone) => MILESTONE_FIELDS[milestone],
  ),
];

const countsOf = (
  { created, updated }: MergeCounts,
  total: number,
  repeated: readonly StagedLine[],
): Omit<ImportCounts, 'rows'> => ({ created, updated, skipped: total - created - updated + repeated.length });
