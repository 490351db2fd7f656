import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { TermsService } from '../../coverage/terms.service.js';
import { notFound } from '../../domain/errors.js';
import type { Span } from '../../domain/interval.js';
import { addDays, localDateOf, type LocalDate } from '../../domain/local-date.js';
import { instantOf } from '../../domain/recurrence.js';
import { OperatorsService } from '../../people/operators.service.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { inZone } from '../../platform/http/fields.js';
import type { TimetableDto } from '../availability.dto.js';
import { decodeCalendar } from './calendar-file.js';
import { readTimetable, type UnderstoodEvent } from './read-timetable.js';
import { TimetablesRepository, type KeptEvent, type TimetableRow } from './timetables.repository.js';

/** How far ahead classes are kept: terms that begin by then, or, without terms, everything till then. */
const AHEAD_DAYS = 366;

@Injectable()
export class TimetablesService {
  constructor(
    private readonly timetables: TimetablesRepository,
    private readonly operators: OperatorsService,
    private readonly settings: SettingsService,
    private readonly terms: TermsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller, operatorId: string): Promise<TimetableDto> {
    await this.operators.get(caller, operatorId);
    const timetable = await this.timetables.find(operatorId);
    if (!timetable) throw notFound('timetable');
    return present(caller, timetable, (await this.settings.calendar()).zone);
  }

  /** Takes an iCalendar file in, in place of the one before; or only tells what of it would be understood. */
  replace(caller: Caller, operatorId: string, file: Uint8Array, isDryRun: boolean): Promise<TimetableDto> {
    const text = decodeCalendar(file);
    return this.database.transaction(async () => {
      await this.operators.lock(caller, operatorId);
      const { zone } = await this.settings.calendar();
      return present(caller, await this.take(operatorId, text, zone, isDryRun), zone);
    });
  }

  /** The same of a file that nobody sent; of an operator who is gone nothing. */
  refresh(operatorId: string, file: Uint8Array): Promise<void> {
    const text = decodeCalendar(file);
    return this.database.transaction(async () => {
      if (!(await this.operators.hold(operatorId))) return;
      await this.take(operatorId, text, (await this.settings.calendar()).zone, false);
    });
  }

  private async take(
    operatorId: string,
    text: string,
    zone: string,
    isDryRun: boolean,
  ): Promise<TimetableRow> {
    const { understood, ignored } = readTimetable(text, zone, await this.termsAhead(zone));
    const before = await this.timetables.find(operatorId);
    const timetable: TimetableRow = {
      operatorId,
      uploadedAt: this.clock.date(),
      understood: understood.map(kept),
      ignored,
      version: (before?.version ?? 0) + 1,
    };
    if (isDryRun) return timetable;
    const spans = understood.flatMap((event) => event.spans);
    await this.timetables.replace(timetable, spans);
    const details = { events: understood.length, classes: spans.length, ignored: ignored.length };
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
      spanOfDates(term, zone),
    );
  }

  private record(action: string, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'timetable', entityId, details });
  }
}

const spanOfDates = (
  { startsOn, endsOn }: { startsOn: LocalDate; endsOn: LocalDate },
  zone: string,
): Span => ({
  start: instantOf(startsOn, '00:00', zone, 'first'),
  end: instantOf(addDays(endsOn, 1), '00:00', zone, 'first'),
});

const kept = ({ spans, ...event }: UnderstoodEvent): KeptEvent => ({
  ...event,
  occurrences: spans.length,
  first: spans[0]!,
  lastEnd: spans.at(-1)!.end,
});

/** What her classes are called is for herself alone; others need to know only when. */
function present(caller: Caller, { understood, ...timetable }: TimetableRow, zone: string): TimetableDto {
  const isOwn = caller.operatorId === timetable.operatorId;
  return {
    ...timetable,
    uploadedAt: inZone(timetable.uploadedAt, zone),
    understood: understood.map(({ title, first, lastEnd, ...event }) => ({
      ...event,
      ...(isOwn && { title }),
      startsAt: inZone(first.start, zone),
      endsAt: inZone(first.end, zone),
      lastEndsAt: inZone(lastEnd, zone),
    })),
  };
}
