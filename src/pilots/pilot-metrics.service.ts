import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { DomainError, refusal } from '../domain/errors.js';
import { refusalText } from '../domain/refusals/refusal-text.js';
import { Clock } from '../platform/clock/clock.js';
import { WorkerPool } from '../platform/workers/worker-pool.js';
import type { MetricsAnswer } from './metrics-answers.js';
import { PilotContextService } from './pilot-context.service.js';
import {
  parseMetricsQuery,
  type MetricsJob,
  type ParsedMetricsQuery,
  type PilotContext,
} from './parsed-metrics-query.js';
import type { MetricsQuery, PilotDto } from './pilots.dto.js';
import { PilotsService } from './pilots.service.js';

const TASK = new URL('./metrics.task.js', import.meta.url);
/** A page sends several queries at the same time; they are collected for so long. */
const GATHERING_MILLISECONDS = 30;
const MOST_QUESTIONS = 30;
const RETRY_SECONDS = 5;

/** Queries about a pilot in its current state, to be answered together. */
interface Batch {
  version: number;
  questions: ParsedMetricsQuery[];
  answers: Promise<MetricsAnswer[]>;
}

/** Computes a pilot's metrics by phase and bucket in a worker thread. */
@Injectable()
export class PilotMetricsService {
  /** By pilot: the batch that still accepts queries. */
  readonly open = new Map<string, Batch>();
  /**
   * By pilot: the batch that is being answered. One at a time, so that reloading a page does not fill all
   * threads.
   */
  private readonly inHand = new Map<string, Promise<unknown>>();

  constructor(
    private readonly pilots: PilotsService,
    private readonly context: PilotContextService,
    private readonly workers: WorkerPool,
    private readonly clock: Clock,
  ) {}

  /** The text of a `PilotMetricsDto`, or of its items as CSV. */
  async get(
    caller: Caller,
    pilotId: string,
    query: MetricsQuery,
    format: ParsedMetricsQuery['format'],
  ): Promise<string> {
    const pilot = await this.pilots.get(caller, pilotId);
    const context = await this.context.of(pilot, pilot.locationIds);
    const question = parseMetricsQuery(pilot, query, context, format);
    const batch = this.batchFor(pilot, context);
    if (batch.questions.length >= MOST_QUESTIONS) throw tooMany();
    const index = batch.questions.push(question) - 1;
    const answer = (await batch.answers)[index]!;
    if ('refusal' in answer) throw refusal('invalid', [answer.refusal]);
    return answer.text;
  }

  /**
   * The batch that a query joins. Queries that come while another batch is answered wait and share the next
   * load.
   */
  private batchFor(pilot: PilotDto, context: PilotContext): Batch {
    const open = this.open.get(pilot.id);
    if (open?.version === pilot.version) return open;
    const batch: Batch = { version: pilot.version, questions: [], answers: Promise.resolve([]) };
    this.open.set(pilot.id, batch);
    batch.answers = this.answer(pilot, batch, context);
    return batch;
  }

  private async answer(pilot: PilotDto, batch: Batch, context: PilotContext): Promise<MetricsAnswer[]> {
    const before = this.inHand.get(pilot.id);
    await new Promise((resolve) => setTimeout(resolve, GATHERING_MILLISECONDS));
    await before;
    if (this.open.get(pilot.id) === batch) this.open.delete(pilot.id);
    const answers = this.workers.run<MetricsJob, MetricsAnswer[]>(TASK, {
      ...context,
      now: this.clock.now(),
      questions: batch.questions,
    });
    const ended = answers.then(
      () => undefined,
      () => undefined,
    );
    this.inHand.set(pilot.id, ended);
    void ended.then(() => this.inHand.get(pilot.id) === ended && this.inHand.delete(pilot.id));
    return answers;
  }
}

const tooMany = (): DomainError =>
  new DomainError('too-many', refusalText('BUSY_COMPUTING.one-pilot'), {
    retryAfterSeconds: RETRY_SECONDS,
  });
