import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { TermsService } from '../../coverage/terms.service.js';
import { notFound, refusal, type DomainError } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import type { Span } from '../../domain/interval.js';
import { addDays, localDateOf } from '../../domain/local-date.js';
import { spanOfDates } from '../../domain/recurrence.js';
import { OperatorsService } from '../../people/operators.service.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { WorkerPool } from '../../platform/workers/worker-pool.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { inZone } from '../../domain/iso-text.js';
import type { TimetableDto, UnderstoodEventDto } from '../availability.dto.js';
import type { LineMessage } from './event-reader.js';
import { separateSkipped, separateSkippedAgain, toStoredEvent, type StoredEvent } from './stored-event.js';
import type { Timetable, UnderstoodEvent } from './read-timetable.js';
import type { TimetableToRead } from './read-timetable.task.js';
import { TimetablesRepository, type TimetableRow } from './timetables.repository.js';

/** How far ahead classes are stored: terms that begin by then, or without terms everything until then. */
const AHEAD_DAYS = 366;
const TASK = new URL('./read-timetable.task.js', import.meta.url);

@Injectable()
export class TimetablesService {
  constructor(
    private readonly timetables: TimetablesRepository,
    private readonly operators: OperatorsService,
    private readonly settings: SettingsService,
    private readonly terms: TermsService,
    private readonly workers: WorkerPool,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller, operatorId: string): Promise<TimetableDto> {
    await this.operators.get(caller, operatorId);
    const timetable = await this.timetables.find(operatorId);
    if (!timetable) throw notFound('timetable');
    return toDto(caller, timetable, (await this.settings.calendar()).zone);
  }

  /**
   * Reads a calendar file, or throws why it cannot be used. Runs before anything is locked, because it takes
   * a while.
   */
  async read(file: Uint8Array): Promise<Timetable> {
    const { zone } = await this.settings.calendar();
    const terms = await this.termsAhead(zone);
    const timetable = await this.workers.run<TimetableToRead, Timetable>(TASK, { file, zone, terms });
    if (timetable.understood.length === 0) throw nothingUnderstood(timetable.ignored);
    return timetable;
  }

  /** Replaces the timetable with an iCalendar file, or only returns what would be understood. */
  async replace(
    caller: Caller,
    operatorId: string,
    file: Uint8Array,
    { isDryRun = false, skip = [] }: { isDryRun?: boolean; skip?: readonly string[] } = {},
  ): Promise<TimetableDto> {
    await this.operators.get(caller, operatorId);
    const timetable = await this.read(file);
    return this.take(caller, operatorId, timetable, { isDryRun, skip });
  }

  /** The same for a file that was already read. */
  take(
    caller: Caller,
    operatorId: string,
    { understood, ignored }: Timetable,
    { isDryRun = false, skip }: { isDryRun?: boolean; skip: readonly string[] },
  ): Promise<TimetableDto> {
    return this.database.transaction(async () => {
      await this.operators.lock(caller, operatorId);
      const { zone } = await this.settings.calendar();
      const before = await this.timetables.find(operatorId);
      const choice = { ...separateSkipped(understood, skip), ignored };
      return toDto(caller, await this.keep(operatorId, choice, before, isDryRun), zone);
    });
  }

  /**
   * The same for a fetched file: lines that were skipped before are skipped again. Does nothing when the
   * operator was removed.
   */
  refresh(operatorId: string, { understood, ignored }: Timetable): Promise<void> {
    return this.database.transaction(async () => {
      if (!(await this.operators.hold(operatorId))) return;
      const before = await this.timetables.find(operatorId);
      const choice = before ? separateSkippedAgain(understood, before) : separateSkipped(understood, []);
      await this.keep(operatorId, { ...choice, ignored }, before, false);
    });
  }

  private async keep(
    operatorId: string,
    { counting, skipped, ignored }: Choice,
    before: TimetableRow | null,
    isDryRun: boolean,
  ): Promise<TimetableRow> {
    const timetable: TimetableRow = {
      operatorId,
      uploadedAt: this.clock.date(),
      understood: counting.map(toStoredEvent),
      skipped: skipped.map(toStoredEvent),
      ignored,
      version: (before?.version ?? 0) + 1,
    };
    if (isDryRun) return timetable;
    const spans = counting.flatMap((event) => event.spans);
    await this.timetables.replace(timetable, spans);
    const details = {
      events: counting.length,
      classes: spans.length,
      skipped: skipped.length,
      ignored: ignored.length,
    };
    await this.record('timetable.replaced', operatorId, details);
    return timetable;
  }

  remove(caller: Caller, operatorId: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      await this.operators.lock(caller, operatorId);
      const timetable = await this.timetables.find(operatorId);
      if (!timetable) throw notFound('timetable');
      requireMatch(precondition, timetable.version);
      await this.timetables.remove(operatorId);
      await this.record('timetable.deleted', operatorId, {});
    });
  }

  private async termsAhead(zone: string): Promise<Span[]> {
    const today = localDateOf(this.clock.now(), zone);
    const last = addDays(today, AHEAD_DAYS);
    const terms = await this.terms.touching(today, last);
    return (terms.length > 0 ? terms : [{ startsOn: today, endsOn: last }]).map((term) =>
      spanOfDates(term.startsOn, term.endsOn, zone),
    );
  }

  private record(action: AuditAction<'timetable'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'timetable', entityId, details });
  }
}

interface Choice {
  counting: UnderstoodEvent[];
  skipped: UnderstoodEvent[];
  ignored: LineMessage[];
}

/** The message names only the first few reasons. */
const MOST_REASONS = 3;

const nothingUnderstood = (ignored: readonly LineMessage[]): DomainError =>
  refusal('invalid', [
    { ...refusalText('NOTHING_UNDERSTOOD'), field: 'body' },
    ...ignored
      .slice(0, MOST_REASONS)
      .map(({ line, message }) => ({ ...refusalText('LEFT_OUT', { line, remark: message }), field: 'body' })),
  ]);

/** The names of classes are for the operator only; others only need the times. */
function toDto(
  caller: Caller,
  { understood, skipped, ...timetable }: TimetableRow,
  zone: string,
): TimetableDto {
  const isOwn = caller.operatorId === timetable.operatorId;
  const line = ({ title, uid: _uid, first, lastEnd, ...event }: StoredEvent): UnderstoodEventDto => ({
    ...event,
    ...(isOwn && { title }),
    startsAt: inZone(first.start, zone),
    endsAt: inZone(first.end, zone),
    lastEndsAt: inZone(lastEnd, zone),
  });
  return {
    ...timetable,
    uploadedAt: inZone(timetable.uploadedAt, zone),
    understood: understood.map(line),
    skipped: skipped.map(line),
  };
}
