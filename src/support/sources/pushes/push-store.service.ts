import { Injectable } from '@nestjs/common';
import { conflict, DomainError } from '../../../domain/errors.js';
import { DAY, HOUR, MINUTE } from '../../../domain/interval.js';
import { refusalText, type RefusalText } from '../../../domain/refusals/refusal-text.js';
import { Audit } from '../../../platform/audit/audit.js';
import type { AuditAction } from '../../../platform/audit/entities.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { ActivityRepository, countKey } from '../../activity/activity.repository.js';
import { ImportsRepository } from '../../imports/imports.repository.js';
import { CollectedRequestsRepository } from '../collected-requests.repository.js';
import { isCircuitOpen } from '../next-run.js';
import { RunsRepository } from '../runs.repository.js';
import { SourceNotices } from '../source-notices.js';
import { SourcesRepository, type SourceProblem, type SourceRow } from '../sources.repository.js';
import type { Doubt } from '../ticket-source.js';
import { ToldPast } from '../told-past.service.js';
import { givenOf, requirePlaced, type PushedCount } from './pushed-counts.js';
import { requireServed, ticketOf, unknownPriorityOf, type Pushed } from './pushed-tickets.js';
import type { PushReceiptDto } from './pushes.dto.js';
import { PushesRepository } from './pushes.repository.js';

const RETRY_SECONDS = 5;
/** So long after the last refusal it is shown as a problem, though other pushes are taken meanwhile. */
const SHOWN_FOR = HOUR;
/** Of a refusal, the name of a field may be as long as the push. */
const LONGEST_REASON = 500;

/** A push whose signature and fields are right. */
export interface CheckedPush {
  id: string;
  /** Of its body. */
  digest: Buffer;
  pushed: readonly Pushed[];
  counts: readonly PushedCount[];
}

/** A push that is refused, and whether its sender knows the secret. */
export interface RefusedPush {
  id: string;
  refusal: DomainError;
  isSigned: boolean;
}

type Outcome = PushReceiptDto | DomainError;

/** What became of the requests and counts of a batch; the others stayed as they were. */
interface Stored {
  created: Set<Pushed | PushedCount>;
  updated: Set<Pushed | PushedCount>;
}

/** Stores pushes of a source, and shows at the source what came and what was refused. */
@Injectable()
export class PushStore {
  constructor(
    private readonly sources: SourcesRepository,
    private readonly pushes: PushesRepository,
    private readonly runs: RunsRepository,
    private readonly requests: CollectedRequestsRepository,
    private readonly imports: ImportsRepository,
    private readonly past: ToldPast,
    private readonly activity: ActivityRepository,
    private readonly notices: SourceNotices,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Stores several pushes in one transaction, in their order: of each all, or nothing and why. */
  store(sourceId: string, given: readonly (CheckedPush | RefusedPush)[]): Promise<Outcome[]> {
    return this.database.transaction(async () => {
      const source = await this.hold(sourceId);
      const outcomes = await this.judge(source, given);
      const fresh = given.filter(
        (push, index) => isChecked(push) && outcomes[index] === null,
      ) as CheckedPush[];
      const pushed = fresh.flatMap((push) => push.pushed);
      const stored = await this.storeAll(source, pushed);
      await this.storeCounts(
        source,
        fresh.flatMap(({ counts }) => counts),
        stored,
      );
      await this.pushes.take(source.id, fresh, this.clock.date());
      const refused = given.flatMap((push, index): RefusedPush[] => {
        if (!isChecked(push)) return [push];
        const outcome = outcomes[index];
        return outcome instanceof DomainError ? [{ id: push.id, refusal: outcome, isSigned: true }] : [];
      });
      if (refused.length < given.length) await this.noteTaken(source, fresh, stored);
      if (refused.length > 0) await this.noteRefused(source, refused);
      return given.map((push, index) =>
        isChecked(push) ? (outcomes[index] ?? receiptOf(push, stored)) : push.refusal,
      );
    });
  }

  /** What is to be answered already: a push that came before, or that this source does not take. Null: it is stored. */
  private async judge(
    source: SourceRow,
    given: readonly (CheckedPush | RefusedPush)[],
  ): Promise<(Outcome | null)[]> {
    const taken = await this.pushes.findTaken(
      source.id,
      given.map(({ id }) => id),
    );
    return given.map((push) => {
      if (!isChecked(push)) return push.refusal;
      const before = taken.get(push.id);
      if (before?.equals(push.digest)) return { created: 0, updated: 0, unchanged: 0, duplicate: true };
      if (before) return conflict('PUSH_ID_REUSED');
      const refusal = source.enabled ? refusalOf(push, source) : conflict('SOURCE_OFF');
      if (refusal === null) taken.set(push.id, push.digest);
      return refusal;
    });
  }

  /** Several states of one request are stored one after the other. */
  private async storeAll(source: SourceRow, pushed: readonly Pushed[]): Promise<Stored> {
    const stored: Stored = { created: new Set(), updated: new Set() };
    for (let rest = [...pushed]; rest.length > 0;) {
      const round = new Map(rest.toReversed().map((one) => [one.externalId, one]));
      const states = await this.pushes.findStates(source.name, [...round.keys()]);
      const stateOf = new Map(states.map((state) => [state.externalId, state]));
      const tickets = [...round.values()]
        .map((one) => ticketOf(one, source, stateOf.get(one.externalId)))
        .filter((ticket) => ticket !== null);
      const { created, different, requests } = await this.requests.store(source.name, tickets);
      await this.past.keep(source, tickets, requests);
      for (const id of created) stored.created.add(round.get(id)!);
      for (const id of different) stored.updated.add(round.get(id)!);
      rest = rest.filter((one) => round.get(one.externalId) !== one);
    }
    return stored;
  }

  /** Of several counts for one moment the last one is stored. */
  private async storeCounts(
    source: SourceRow,
    pushed: readonly PushedCount[],
    stored: Stored,
  ): Promise<void> {
    if (pushed.length === 0) return;
    const last = new Map(
      pushed.map((one) => {
        const given = givenOf(one, source);
        return [countKey(given), { one, given }];
      }),
    );
    for (const { isNew, ...key } of await this.activity.saveAll([...last.values()].map(({ given }) => given)))
      (isNew ? stored.created : stored.updated).add(last.get(countKey(key))!.one);
  }

  /** The source as it stays until the transaction ends. Files and other pushes of it wait, but not for long. */
  private async hold(id: string): Promise<SourceRow> {
    const seen = await this.sources.find(id);
    if (!seen) throw busy();
    await this.pushes.waitBriefly();
    await this.imports.lockSource(seen.name);
    await this.pushes.lockSource(id);
    const source = await this.sources.find(id);
    // It got another name, or was removed, since it was looked up.
    if (source?.name !== seen.name) throw busy();
    return source;
  }

  private async noteTaken(source: SourceRow, fresh: readonly CheckedPush[], stored: Stored): Promise<void> {
    const now = this.clock.date();
    const fetched = fresh.reduce((sum, push) => sum + sizeOf(push), 0);
    const counts = { created: stored.created.size, updated: stored.updated.size };
    const run = await this.pushes.touchRun(source.id, hourOf(now), now);
    const doubts = unknownPriorities(source, fresh, run.remarks);
    await this.runs.add(run.id, { ...counts, fetched, removed: 0 }, doubts);
    const isNews = counts.created + counts.updated > 0;
    const isMended = source.problem !== null && isOver(source.problem, fresh, now);
    await this.pushes.noteTaken(source.id, now, { isNews, isMended });
    // Open pages hear of it once a minute, not with each of a thousand pushes.
    const isFirst = run.before === null || +now - +run.before >= MINUTE;
    if ((isNews && isFirst) || isMended) await this.record('support-source.collected', source.id, counts);
  }

  /** Shows them in the history of the source, and its problem; and tells people when they are many, or nothing else came for a day. */
  private async noteRefused(source: SourceRow, refused: readonly RefusedPush[]): Promise<void> {
    const now = this.clock.date();
    const run = await this.pushes.touchRun(source.id, hourOf(now), now);
    const doubts = refused.map(({ id, refusal }) => ({ externalId: id, reason: reasonOf(refusal) }));
    await this.runs.add(run.id, { fetched: 0, created: 0, updated: 0, removed: 0 }, doubts);
    const signed = refused.filter(({ refusal, isSigned }) => isSigned && refusal.code !== 'SOURCE_OFF');
    const last = signed.at(-1) ?? refused.findLast(({ isSigned }) => !isSigned);
    // Whoever does not know the secret must not hide a real problem.
    if (!last || (signed.length === 0 && source.problem !== null && source.problem.isUnsigned !== true))
      return;
    const failures = signed.length === 0 ? 1 : countOf(source) + signed.length;
    const problem = {
      ...reasonOf(last.refusal),
      kind: 'temporary' as const,
      at: now.toISOString(),
      push: last.id,
      ...(signed.length === 0 && { isUnsigned: true as const }),
    };
    await this.pushes.noteRefused({ id: source.id, failures, problem }, now);
    if (signed.length > 0 && isCircuitOpen({ failures, problem }) !== isCircuitOpen(source))
      await this.record('support-source.failed', source.id, { failures, problem });
    if (isCircuitOpen({ failures, problem }) || (problem.isUnsigned && isSilent(source, now)))
      await this.notices.tellOfRefusedPushes(source, problem, now);
  }

  private record(action: AuditAction<'support-source'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'support-source', entityId, details });
  }
}

/** Words for priorities that say nothing here, each once a run. */
function unknownPriorities(
  source: SourceRow,
  fresh: readonly CheckedPush[],
  remarks: readonly Doubt[],
): Doubt[] {
  const known = new Set(remarks.map(({ reason }) => reason.message));
  const doubts: Doubt[] = [];
  for (const one of fresh.flatMap(({ pushed }) => pushed)) {
    const word = unknownPriorityOf(one, source);
    const reason = word === null ? null : refusalText('PUSHED_PRIORITY', { word });
    if (reason === null || known.has(reason.message)) continue;
    known.add(reason.message);
    doubts.push({ externalId: one.externalId, reason, isTaken: true });
  }
  return doubts;
}

const isChecked = (push: CheckedPush | RefusedPush): push is CheckedPush => 'pushed' in push;

/** Why this source does not take a push; null when it does. */
function refusalOf({ pushed, counts }: CheckedPush, source: SourceRow): DomainError | null {
  try {
    for (const one of pushed) requireServed(one, source);
    for (const one of counts) requirePlaced(one, source);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Whether a problem is over, now that these pushes were taken. */
const isOver = ({ isUnsigned, push, at }: SourceProblem, taken: readonly CheckedPush[], now: Date): boolean =>
  isUnsigned === true ||
  at === undefined ||
  taken.some(({ id }) => id === push) ||
  +now - Date.parse(at) >= SHOWN_FOR;

/** Refusals of signed pushes so far. */
const countOf = ({ problem, failures }: SourceRow): number => (problem?.isUnsigned ? 0 : failures);

/** Nothing was taken for a day, so most likely the sender has a wrong secret. */
const isSilent = ({ lastSuccessAt, lastNewsAt }: SourceRow, now: Date): boolean =>
  +now - Math.max(+(lastSuccessAt ?? 0), +lastNewsAt) >= DAY;

function reasonOf({ code, message, params, options }: DomainError): RefusalText {
  const reason = options.violations?.[0] ?? { code, message, params };
  const isShort = JSON.stringify(reason).length <= LONGEST_REASON;
  return {
    code: reason.code,
    message: reason.message.slice(0, LONGEST_REASON),
    ...(isShort && reason.params && { params: reason.params }),
  };
}

export const busy = (): DomainError =>
  new DomainError('unavailable', refusalText('PUSHES_BUSY'), { retryAfterSeconds: RETRY_SECONDS });

/** How many requests and counts a push has. */
export const sizeOf = ({ pushed, counts }: CheckedPush): number => pushed.length + counts.length;

function receiptOf(push: CheckedPush, stored: Stored): PushReceiptDto {
  const all = [...push.pushed, ...push.counts];
  const created = all.filter((one) => stored.created.has(one)).length;
  const updated = all.filter((one) => stored.updated.has(one)).length;
  return { created, updated, unchanged: all.length - created - updated, duplicate: false };
}

const hourOf = (now: Date): Date => new Date(Math.floor(+now / HOUR) * HOUR);
