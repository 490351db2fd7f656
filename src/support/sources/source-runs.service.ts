import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { conflict, invalid, notFound } from '../../domain/errors.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import {
  ISO_INSTANT,
  pageRequest,
  toPage,
  UUID,
  type Page,
  type PageQuery,
} from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { COLLECTOR_QUEUE } from './collector.service.js';
import { RunsRepository } from './runs.repository.js';
import { requireChangeable, requireVisible } from './source-access.js';
import { toBackfillDto, toRunDto } from './source-mapping.js';
import type { CreateBackfillDto, SupportBackfillDto, SupportSourceRunDto } from './sources.dto.js';
import { SourcesRepository, type SourceRow } from './sources.repository.js';

/** The runs and back-fills of sources. */
@Injectable()
export class SourceRunsService {
  constructor(
    private readonly sources: SourcesRepository,
    private readonly runs: RunsRepository,
    private readonly institution: SettingsService,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Collects a source now. Returns the run that is in hand, or one that is about to start. */
  collectNow(caller: Caller, id: string): Promise<SupportSourceRunDto> {
    return this.database.transaction(async () => {
      const row = await this.lockOwn(caller, id);
      requireRead(row);
      const now = this.clock.date();
      const { timeZone } = await this.institution.get();
      await this.sources.makeDue(id, now);
      await this.jobs.enqueue(COLLECTOR_QUEUE, { sourceId: id });
      await this.record('support-source.run-asked', id, {});
      const isCollecting = row.runUntil !== null && row.runUntil > now;
      const open = await this.runs.findOpen(id);
      if (open && (isCollecting || open.status === 'queued')) return toRunDto(open, timeZone);
      const runId = newId();
      await this.runs.insert({
        id: runId,
        sourceId: id,
        purpose: 'changes',
        status: 'queued',
        startedAt: now,
      });
      return toRunDto((await this.runs.find(runId))!, timeZone);
    });
  }

  async listRuns(caller: Caller, id: string, query: PageQuery): Promise<Page<SupportSourceRunDto>> {
    requireVisible(caller, await this.sources.find(id));
    const { timeZone } = await this.institution.get();
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    const rows = await this.runs.list(id, page);
    return toPage(
      rows,
      page,
      (row) => [row.startedAt.toISOString(), row.id],
      (row) => toRunDto(row, timeZone),
    );
  }

  backfill(caller: Caller, id: string, { from, to }: CreateBackfillDto): Promise<SupportBackfillDto> {
    if (from >= to) throw invalid('to', 'INVALID_FIELD.end-before-start');
    return this.database.transaction(async () => {
      const row = await this.lockOwn(caller, id);
      requireRead(row);
      const now = this.clock.date();
      const { timeZone } = await this.institution.get();
      const backfill = await whenBroken(
        this.runs.insertBackfill({ sourceId: id, from, to, createdAt: now }),
        { support_backfills_one: () => conflict('BACKFILL_RUNNING') },
      );
      await this.sources.makeDue(id, now);
      await this.jobs.enqueue(COLLECTOR_QUEUE, { sourceId: id });
      await this.record('support-source.backfill-started', id, { from, to });
      return toBackfillDto(backfill, timeZone);
    });
  }

  async listBackfills(caller: Caller, id: string, query: PageQuery): Promise<Page<SupportBackfillDto>> {
    requireVisible(caller, await this.sources.find(id));
    const { timeZone } = await this.institution.get();
    const page = pageRequest(query, [ISO_INSTANT, UUID]);
    const rows = await this.runs.listBackfills(id, page);
    return toPage(
      rows,
      page,
      (row) => [row.createdAt.toISOString(), row.id],
      (row) => toBackfillDto(row, timeZone),
    );
  }

  /** What was collected stays. */
  stopBackfill(caller: Caller, id: string, backfillId: string): Promise<SupportBackfillDto> {
    return this.database.transaction(async () => {
      await this.lockOwn(caller, id);
      const found = await this.runs.findBackfill(backfillId);
      if (found?.sourceId !== id) throw notFound('backfill');
      if (found.status !== 'running') throw conflict('BACKFILL_OVER');
      await this.runs.endBackfill(backfillId, 'stopped', this.clock.date());
      await this.record('support-source.backfill-stopped', id, { from: found.from, to: found.to });
      const { timeZone } = await this.institution.get();
      return toBackfillDto((await this.runs.findBackfill(backfillId))!, timeZone);
    });
  }

  private async lockOwn(caller: Caller, id: string): Promise<SourceRow> {
    return requireChangeable(caller, await this.sources.find(id, { lock: true }));
  }

  private record(action: AuditAction<'support-source'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'support-source', entityId, details });
  }
}

function requireRead({ kind, enabled }: SourceRow): void {
  if (kind === 'push') throw conflict('SOURCE_PUSHES');
  if (!enabled) throw conflict('SOURCE_OFF');
}
