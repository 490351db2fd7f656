import { Injectable } from '@nestjs/common';
import { DemandService } from '../../coverage/demand.service.js';
import { openSpans } from '../../domain/coverage.js';
import { DAY, SpanIndex } from '../../domain/interval.js';
import { CategoriesService } from '../categories/categories.service.js';
import { meaningsAsJson } from '../categories/said-by-category.js';
import { ImportsRepository, rostersOf, type ImportCounts } from './imports.repository.js';
import type { Cell, RecordStream } from './record-stream.js';
import type { Remarks } from './remarks.js';
import { RosterStore } from './rosters/roster-store.js';
import { StagedRemarksRepository } from './staged-remarks.repository.js';
import { FormerRecordsRepository } from './taking-back/former-records.repository.js';
import {
  StagingRepository,
  type MergeCounts,
  type SampledCount,
  type SampledRequest,
  type SampledRoster,
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
  rosters: 'staged_rosters',
};

/** Where the records belong. */
export interface Target {
  locationId: string;
  timeZone: string;
  /** The system that requests come from; null for counts and rosters. */
  source: string | null;
  createdBy: string | null;
  /** Under which it is kept what was there before. */
  importId: string;
  /** Counts what would happen, and changes nothing. */
  dryRun: boolean;
}

type MergedCounts = Omit<ImportCounts, 'rows'>;
type Sample = SampledRequest[] | SampledCount[] | SampledRoster[];

/** What imports of one kind take turns for: requests of a source, counts and rosters of a location. */
const lockOf = (
  kind: RecordStream['kind'],
  { source, locationId }: Pick<Target, 'source' | 'locationId'>,
): string => (kind === 'counts' ? locationId : kind === 'rosters' ? rostersOf(locationId) : source!);

/** Stores records from any source. Call it within one transaction, which stores all of them or none. */
@Injectable()
export class RecordStore {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly staging: StagingRepository,
    private readonly staged: StagedRemarksRepository,
    private readonly former: FormerRecordsRepository,
    private readonly rosters: RosterStore,
    private readonly demand: DemandService,
    private readonly categories: CategoriesService,
  ) {}

  /**
   * Calls `progress` from time to time with the number of records read, and with that of all of them before it merges them.
   * `progress` must not use the transaction's connection.
   */
  async store(
    stream: RecordStream,
    target: Target,
    remarks: Remarks,
    progress: (rows: number) => Promise<void>,
  ): Promise<{ counts: ImportCounts; sample: Sample }> {
    const { kind } = stream;
    await this.imports.lockSource(lockOf(kind, target));
    await this.staging.createTables();
    await this.former.createTables();
    if (kind === 'rosters') await this.rosters.open();
    const rows = await this.stage(stream, remarks, progress);
    const sample = await this.sampleOf(kind);
    const merged = await (kind === 'rosters'
      ? this.merged(target, () => this.rosters.merge(target, remarks))
      : this.storeRecords(stream, target, remarks));
    await remarks.flush();
    return { counts: { rows, ...merged }, sample };
  }

  private async storeRecords(stream: RecordStream, target: Target, remarks: Remarks): Promise<MergedCounts> {
    const isOfCounts = stream.kind === 'counts';
    // A rehearsal undoes what it writes, so remarks are written before.
    const repeated = await (isOfCounts
      ? this.remarkCounts(target, remarks)
      : this.remarkRequests(target, remarks));
    const total = await (isOfCounts ? this.staging.countCounts() : this.staging.countRequests());
    const { created, updated } = await this.merged(target, () =>
      isOfCounts ? this.mergeCounts(target) : this.mergeRequests(stream, target),
    );
    return { created, updated, skipped: total - created - updated + repeated };
  }

  /** Of a dry run nothing stays. */
  private merged<Result>({ dryRun }: Target, merge: () => Promise<Result>): Promise<Result> {
    return dryRun ? this.staging.rehearse(merge) : merge();
  }

  private sampleOf(kind: RecordStream['kind']): Promise<Sample> {
    if (kind === 'counts') return this.staging.sampleCounts(SAMPLE_ROWS);
    return kind === 'rosters' ? this.rosters.sample(SAMPLE_ROWS) : this.staging.sampleRequests(SAMPLE_ROWS);
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
    // From now on it merges, and nothing more is read.
    await progress(rows);
    await this.staging.analyze(table);
    for (const { code, message } of stream.unseen()) remarks.warn(null, code, message);
    if (stream.kind === 'events') await this.staging.gatherEvents();
    return rows;
  }

  /** Drops what cannot be merged, with remarks. Returns how many records a later line repeats. */
  private async remarkRequests({ importId, source, locationId }: Target, remarks: Remarks): Promise<number> {
    let repeated = 0;
    await remarks.note('warning', async (firstOrdinal) => {
      repeated = await this.staged.dropRepeatedRequests({ importId, firstOrdinal });
      return repeated;
    });
    await remarks.note('rejected', (firstOrdinal) =>
      this.staged.dropForeignRequests({ importId, firstOrdinal }, { source: source!, locationId }),
    );
    await remarks.note('warning', (firstOrdinal) => this.staged.noteOutOfOrder({ importId, firstOrdinal }));
    return repeated;
  }

  private async mergeRequests(stream: RecordStream, target: Target): Promise<MergeCounts> {
    const { locationId, createdBy, source, importId } = target;
    const meanings = meaningsAsJson(await this.categories.meanings());
    const owner = { source: source!, locationId, importId, createdBy, meanings };
    const someAreKnown = await this.former.noteRequests(source!);
    const merged = await this.staging.mergeRequests(stream.tells, owner);
    if (someAreKnown || merged.updated > 0)
      await this.former.keepRequests({ importId, updated: merged.updated }, source!);
    return merged;
  }

  /** Drops counts that a later line repeats, with remarks. Returns how many. */
  private async remarkCounts(target: Target, remarks: Remarks): Promise<number> {
    let repeated = 0;
    await remarks.note('warning', async (firstOrdinal) => {
      const { noted, dropped } = await this.staged.dropRepeatedCounts({
        importId: target.importId,
        firstOrdinal,
      });
      repeated = dropped;
      return noted;
    });
    await this.warnOutsideHours(target, remarks);
    return repeated;
  }

  private async mergeCounts({ locationId, importId }: Target): Promise<MergeCounts> {
    const someAreKnown = await this.former.noteCounts(locationId);
    const merged = await this.staging.mergeCounts(locationId, importId);
    if (someAreKnown || merged.updated > 0)
      await this.former.keepCounts({ importId, updated: merged.updated }, locationId);
    return merged;
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
      await remarks.flush();
    }
  }
}
