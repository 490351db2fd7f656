import { Injectable } from '@nestjs/common';
import { DemandService } from '../../coverage/demand.service.js';
import { openSpans } from '../../domain/coverage.js';
import { DAY, SpanIndex } from '../../domain/interval.js';
import { CategoriesService } from '../categories/categories.service.js';
import { meaningsAsJson } from '../categories/said-by-category.js';
import { ImportsRepository, type ImportCounts } from './imports.repository.js';
import type { Cell, RecordStream } from './record-stream.js';
import type { Remarks } from './remarks.js';
import { FormerRecordsRepository } from './taking-back/former-records.repository.js';
import {
  StagingRepository,
  type MergeCounts,
  type SampledCount,
  type SampledRequest,
  type StagedLine,
  type StagedTable,
} from './staging.repository.js';

const BATCH_ROWS = 5_000;
/** How many of the first records are shown as they were understood. */
const SAMPLE_ROWS = 5;
/** How many records are given to COPY at once. */
const COPIED_ROWS = 250;

const TABLES: Record<RecordStream['kind'], StagedTable> = {
  requests: 'staged_requests',
  events: 'staged_events',
  counts: 'staged_counts',
};

/** Where the records belong. */
export interface Target {
  locationId: string;
  timeZone: string;
  /** The system that requests come from; null for counts. */
  source: string | null;
  createdBy: string | null;
  /** Under which it is kept what was there before. */
  importId: string;
  /** Counts what would happen, and changes nothing. */
  dryRun: boolean;
}

type MergedCounts = Omit<ImportCounts, 'rows'>;

/** Stores records from any source. Call it within one transaction, which stores all of them or none. */
@Injectable()
export class RecordStore {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly staging: StagingRepository,
    private readonly former: FormerRecordsRepository,
    private readonly demand: DemandService,
    private readonly categories: CategoriesService,
  ) {}

  /**
   * Calls `progress` from time to time with the number of records read. `progress` must not use the
   * transaction's connection.
   */
  async store(
    stream: RecordStream,
    target: Target,
    remarks: Remarks,
    progress: (rows: number) => Promise<void>,
  ): Promise<{ counts: ImportCounts; sample: SampledRequest[] | SampledCount[] }> {
    const isOfCounts = stream.kind === 'counts';
    await this.imports.lockSource(isOfCounts ? target.locationId : target.source!);
    await this.staging.createTables();
    await this.former.createTables();
    const rows = await this.stage(stream, remarks, progress);
    const sample = await (isOfCounts
      ? this.staging.sampleCounts(SAMPLE_ROWS)
      : this.staging.sampleRequests(SAMPLE_ROWS));
    const merge = (): Promise<MergedCounts> =>
      isOfCounts ? this.mergeCounts(target, remarks) : this.mergeRequests(stream, target, remarks);
    const merged = await (target.dryRun ? this.staging.rehearse(merge) : merge());
    await remarks.flush();
    return { counts: { rows, ...merged }, sample };
  }

  /** Returns the number of records read. */
  private async stage(
    stream: RecordStream,
    remarks: Remarks,
    progress: (rows: number) => Promise<void>,
  ): Promise<number> {
    const table = TABLES[stream.kind];
    for (const { code, message } of stream.doubts) remarks.warn(null, code, message);
    const items = stream.items()[Symbol.asyncIterator]();
    let rows = 0;
    let isAtEnd = false;
    // Reads as fast as PostgreSQL accepts. During a COPY its connection can do nothing else, so the COPY ends
    // when many remarks have collected.
    async function* records(): AsyncGenerator<(readonly Cell[])[]> {
      let batch: (readonly Cell[])[] = [];
      while (remarks.pendingCount < BATCH_ROWS) {
        const next = await items.next();
        isAtEnd = next.done === true;
        if (next.done) break;
        const { line, doubts, refusal } = next.value;
        rows++;
        for (const { code, message } of doubts) remarks.warn(line, code, message);
        if (refusal) remarks.reject(line, refusal);
        else batch.push(...next.value.records);
        if (batch.length >= COPIED_ROWS) {
          yield batch;
          batch = [];
        }
        if (rows % BATCH_ROWS === 0) await progress(rows);
      }
      yield batch;
    }
    while (!isAtEnd) {
      await this.staging.copy(table, stream.columns, records());
      await remarks.flush();
    }
    await this.staging.analyze(table);
    for (const { code, message } of stream.unseen()) remarks.warn(null, code, message);
    if (stream.kind === 'events') await this.staging.gatherEvents();
    return rows;
  }

  private async mergeRequests(
    stream: RecordStream,
    { locationId, createdBy, source, importId }: Target,
    remarks: Remarks,
  ): Promise<MergedCounts> {
    const repeated = await this.staging.dropRepeatedRequests();
    for (const { line, key } of repeated)
      remarks.warn(line, 'REPEATED_IN_FILE', `A later line gives ${key} again and counts instead.`);
    for (const { line, key } of await this.staging.dropForeignRequests(source!, locationId)) {
      remarks.reject(line, { code: 'OTHER_LOCATION', message: `${key} is recorded at another location.` });
    }
    for (const { line, key } of await this.staging.findOutOfOrder()) {
      remarks.warn(line, 'TIMES_OUT_OF_ORDER', `The times of ${key} are not in an order that makes sense.`);
    }
    const total = await this.staging.countRequests();
    const meanings = meaningsAsJson(await this.categories.meanings());
    const owner = { source: source!, locationId, importId, createdBy, meanings };
    const someAreKnown = await this.former.noteRequests(source!);
    const merged = await this.staging.mergeRequests(stream.tells, owner);
    if (someAreKnown || merged.updated > 0)
      await this.former.keepRequests({ importId, updated: merged.updated }, source!);
    return countsOf(merged, total, repeated);
  }

  private async mergeCounts(target: Target, remarks: Remarks): Promise<MergedCounts> {
    const repeated = await this.staging.dropRepeatedCounts();
    for (const line of new Set(repeated.map((dropped) => dropped.line))) {
      remarks.warn(
        line,
        'DUPLICATE_SLOT',
        'A later line counts the same area at the same time; the later one counts.',
      );
    }
    await this.warnOutsideHours(target, remarks);
    const total = await this.staging.countCounts();
    const { locationId, importId } = target;
    const someAreKnown = await this.former.noteCounts(locationId);
    const merged = await this.staging.mergeCounts(locationId, importId);
    if (someAreKnown || merged.updated > 0)
      await this.former.keepCounts({ importId, updated: merged.updated }, locationId);
    return countsOf(merged, total, repeated);
  }

  /**
   * What was counted in closed hours is stored as written, with a warning; gates are read at any time. Checks month by month
   * and in batches.
   */
  private async warnOutsideHours({ locationId: id, timeZone }: Target, remarks: Remarks): Promise<void> {
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
    let moments = await this.staging.findCountedMoments(0, BATCH_ROWS);
    for (
      ;
      moments.length > 0;
      moments = await this.staging.findCountedMoments(moments.at(-1)!.line, BATCH_ROWS)
    ) {
      for (const { line, at } of moments) {
        const open = await openIn(at.toISOString().slice(0, 7));
        if (open && !open.includes(at.getTime()))
          remarks.warn(line, 'OUTSIDE_OPEN_HOURS', 'Counted at a time when the location is closed.');
      }
    }
  }
}

const countsOf = (
  { created, updated }: MergeCounts,
  total: number,
  repeated: readonly StagedLine[],
): MergedCounts => ({ created, updated, skipped: total - created - updated + repeated.length });
