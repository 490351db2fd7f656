import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { TermsService } from '../../coverage/terms.service.js';
import { daysBetween } from '../../domain/local-date.js';
import { isFigure } from '../../domain/metrics/metrics.js';
import { startOfDate } from '../../domain/recurrence.js';
import { InHand } from '../../platform/workers/in-hand.js';
import { WorkerPool } from '../../platform/workers/worker-pool.js';
import { PilotContextService } from '../pilot-context.service.js';
import type { PilotDto } from '../pilots.dto.js';
import { PilotsService } from '../pilots.service.js';
import type { EvaluationJob } from './evaluation-job.js';
import { presented } from './evaluation-answer.js';
import type { EvaluationDto } from './evaluation.dto.js';
import type { MarkedEvaluation } from './evaluation.task.js';

const TASK = new URL('./evaluation.task.js', import.meta.url);

/** Says whether a pilot should go on, from its targets and its comparison with the baseline. */
@Injectable()
export class EvaluationService {
  private readonly inHand = new InHand<EvaluationDto>();

  constructor(
    private readonly pilots: PilotsService,
    private readonly context: PilotContextService,
    private readonly terms: TermsService,
    private readonly workers: WorkerPool,
  ) {}

  async get(caller: Caller, id: string): Promise<EvaluationDto> {
    const pilot = await this.pilots.get(caller, id);
    return this.inHand.share(`${pilot.id} ${pilot.version}`, () => this.evaluate(pilot));
  }

  private async evaluate(pilot: PilotDto): Promise<EvaluationDto> {
    const job = await this.jobOf(pilot);
    const { evaluation, marks } = await this.workers.run<EvaluationJob, MarkedEvaluation>(TASK, job);
    return presented(pilot, job, evaluation, marks);
  }

  /** What is sent to a worker thread to evaluate a pilot. */
  async jobOf(pilot: PilotDto): Promise<EvaluationJob> {
    const context = await this.context.of(pilot, [...pilot.locationIds, ...pilot.comparisonLocationIds]);
    const isOwn = ({ id }: { id: string }): boolean => pilot.locationIds.includes(id);
    const lastLook = pilot.endedAt === null ? context.now : Date.parse(pilot.endedAt);
    const isBeforeEnd = context.zones.some((zone) => lastLook < startOfDate(pilot.pilot.to, zone));
    const isPlanned = pilot.state === 'planned';
    const [first, last] = inOrder(pilot.baseline, pilot.pilot);
    return {
      ...context,
      locations: context.locations.filter(isOwn),
      comparisonLocations: context.locations.filter((location) => !isOwn(location)),
      targets: pilot.targets.flatMap((target) =>
        isFigure(target.metric) ? [{ ...target, metric: target.metric }] : [],
      ),
      terms: await this.terms.touching(first.from, last.to),
      isInterim: !isPlanned && isBeforeEnd,
      plannedWeeks: isPlanned
        ? Math.max(1, Math.round(daysBetween(pilot.pilot.from, pilot.pilot.to) / 7))
        : null,
      seed: SEED,
    };
  }
}

/** The baseline may come after the pilot. */
const inOrder = <Phase extends { from: string }>(one: Phase, other: Phase): [Phase, Phase] =>
  one.from < other.from ? [one, other] : [other, one];

/** Weeks are drawn in the same way each time, so that an evaluation can be repeated. */
const SEED = 20_261_129;
