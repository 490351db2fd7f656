import { createReadStream, type ReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { METRIC_BASES } from '../../domain/metrics/accumulator.js';
import { Audit } from '../../platform/audit/audit.js';
import { WorkerPool } from '../../platform/workers/worker-pool.js';
import { EvaluationService } from '../evaluation/evaluation.service.js';
import { PilotContextService } from '../pilot-context.service.js';
import { parseMetricsQuery } from '../parsed-metrics-query.js';
import { PilotsService } from '../pilots.service.js';
import { KINDS, PACKAGE_FILE, type PackageJob, type PackageRows } from './package-job.js';

const TASK = new URL('./package.task.js', import.meta.url);

/** A zip to send. Reading it to its end, or giving up, removes it. */
export interface DataPackage {
  name: string;
  bytes: number;
  stream: ReadStream;
}

/** Writes the data behind a pilot's figures as one zip, without names. */
@Injectable()
export class PackageService {
  constructor(
    private readonly pilots: PilotsService,
    private readonly context: PilotContextService,
    private readonly evaluation: EvaluationService,
    private readonly workers: WorkerPool,
    private readonly audit: Audit,
  ) {}

  /** Exports stand in the trail. */
  async export(caller: Caller, pilotId: string): Promise<DataPackage> {
    const pilot = await this.pilots.get(caller, pilotId);
    const evaluation = await this.evaluation.jobOf(pilot);
    const context = { ...(await this.context.of(pilot, pilot.locationIds)), now: evaluation.now };
    const questions = Object.values(KINDS).flatMap((bucket) =>
      METRIC_BASES.map((basis) => parseMetricsQuery(pilot, { bucket, basis }, context)),
    );
    const folder = await mkdtemp(join(tmpdir(), 'afterhours-package-'));
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      const job: PackageJob = { folder, pilot, evaluation, metrics: { ...context, questions } };
      const rows = await this.workers.run<PackageJob, PackageRows>(TASK, job);
      await this.audit.record({
        action: 'data-package.exported',
        entity: 'data-package',
        entityId: pilot.id,
        details: { rows },
      });
      const path = join(folder, PACKAGE_FILE);
      const { size: bytes } = await stat(path);
      const stream = createReadStream(path);
      stream.once('close', () => void remove());
      return {
        name: `${nameOf(pilot.name)}-${new Date(evaluation.now).toISOString().slice(0, 10)}.zip`,
        bytes,
        stream,
      };
    } catch (error) {
      await remove();
      throw error;
    }
  }
}

/** A file name of plain letters. */
const nameOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/gi, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .toLowerCase() || 'pilot';
