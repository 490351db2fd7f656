import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { localDateOf } from '../../domain/local-date.js';
import { InHand } from '../../platform/workers/in-hand.js';
import { WorkerPool } from '../../platform/workers/worker-pool.js';
import { EvaluationService } from '../evaluation/evaluation.service.js';
import type { EvaluationJob } from '../evaluation/evaluation-job.js';
import { parseMetricsQuery, type MetricsJob } from '../parsed-metrics-query.js';
import { PilotContextService } from '../pilot-context.service.js';
import type { PilotDto } from '../pilots.dto.js';
import { PilotsService } from '../pilots.service.js';
import type { PilotLifeDto } from '../reviews/life.dto.js';
import { LifeService } from '../reviews/life.service.js';
import type { BriefJob } from './brief-job.js';

const TASK = new URL('./brief.task.js', import.meta.url);

/** Writes a pilot's brief: two printed pages that say whether it should go on, and why. */
@Injectable()
export class BriefService {
  private readonly inHand = new InHand<string>();

  constructor(
    private readonly pilots: PilotsService,
    private readonly context: PilotContextService,
    private readonly evaluation: EvaluationService,
    private readonly life: LifeService,
    private readonly settings: SettingsService,
    private readonly workers: WorkerPool,
  ) {}

  /** A page of HTML. */
  async get(caller: Caller, pilotId: string): Promise<string> {
    const pilot = await this.pilots.get(caller, pilotId);
    const life = await this.life.get(caller, pilotId);
    return this.inHand.share(`${pilot.id} ${pilot.version}`, () => this.write(pilot, life));
  }

  private async write(pilot: PilotDto, life: PilotLifeDto): Promise<string> {
    const { institutionName } = await this.settings.get();
    const evaluation = await this.evaluation.jobOf(pilot);
    const context = { ...(await this.context.of(pilot, pilot.locationIds)), now: evaluation.now };
    // As on the page of the pilot: days that are not over are not drawn.
    const to = localDateOf(evaluation.now, context.calendar.zone);
    const names = (ids: readonly string[]): string[] =>
      [...evaluation.locations, ...evaluation.comparisonLocations]
        .filter(({ id }) => ids.includes(id))
        .map(({ name }) => name);
    const job: BriefJob = {
      life,
      institutionName,
      pilot,
      locationNames: names(pilot.locationIds),
      comparisonNames: names(pilot.comparisonLocationIds),
      evaluation,
      metrics: {
        ...context,
        questions: [
          parseMetricsQuery(pilot, { bucket: 'week', to }, context),
          parseMetricsQuery(pilot, { bucket: 'hour-of-week', basis: 'attended', to }, context),
          parseMetricsQuery(pilot, { bucket: 'none' }, context),
        ],
      },
      compared: await this.comparedJob(pilot, evaluation),
    };
    return this.workers.run<BriefJob, string>(TASK, job);
  }

  /** The totals of the locations for comparison, in their own zones. */
  private async comparedJob(pilot: PilotDto, { now }: EvaluationJob): Promise<MetricsJob | null> {
    if (pilot.comparisonLocationIds.length === 0) return null;
    const context = { ...(await this.context.of(pilot, pilot.comparisonLocationIds)), now };
    return { ...context, questions: [parseMetricsQuery(pilot, { bucket: 'none' }, context)] };
  }
}
