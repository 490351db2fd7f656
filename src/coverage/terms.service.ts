import { Injectable } from '@nestjs/common';
import { invalid, notFound } from '../domain/errors.js';
import { daysBetween, type LocalDate } from '../domain/local-date.js';
import { USUAL_CAPS } from '../domain/terms.js';
import { Audit } from '../platform/audit/audit.js';
import type { AuditAction } from '../platform/audit/entities.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { LOCAL_DATE, pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import type { CreateTermDto, TermDto, UpdateTermDto } from './terms.dto.js';
import { TermsRepository } from './terms.repository.js';

/**
 * The institution's terms: which dates are classes, exams or breaks, and how many hours a week may be worked
 * in each.
 */
@Injectable()
export class TermsService {
  constructor(
    private readonly terms: TermsRepository,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async list(query: PageQuery): Promise<Page<TermDto>> {
    const page = pageRequest(query, [LOCAL_DATE]);
    return toPage(
      await this.terms.list(page),
      page,
      (row) => [row.startsOn],
      (row) => row,
    );
  }

  async get(id: string): Promise<TermDto> {
    const term = await this.terms.find(id);
    if (!term) throw notFound('term');
    return term;
  }

  /** Terms that have a date in the range, in order. */
  touching(from: LocalDate, to: LocalDate): Promise<TermDto[]> {
    return this.terms.findTouching(from, to);
  }

  create({ periods = [], weeklyHourCap = { ...USUAL_CAPS }, ...rest }: CreateTermDto): Promise<TermDto> {
    return this.database.transaction(async () => {
      const term = { ...rest, id: newId(), periods: inOrder(periods), weeklyHourCap, version: 1 };
      requireDates(term);
      await this.terms.insert(term);
      await this.record('term.created', term.id, term);
      return this.get(term.id);
    });
  }

  update(id: string, change: UpdateTermDto, precondition: Precondition): Promise<TermDto> {
    return this.database.transaction(async () => {
      const before = await this.lock(id);
      requireMatch(precondition, before.version);
      const term = { ...before, ...change, periods: inOrder(change.periods ?? before.periods) };
      requireDates(term);
      await this.terms.update(term);
      await this.record('term.updated', id, change);
      return this.get(id);
    });
  }

  remove(id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const term = await this.lock(id);
      requireMatch(precondition, term.version);
      await this.terms.remove(id);
      await this.record('term.deleted', id, term);
    });
  }

  private async lock(id: string): Promise<TermDto> {
    const term = await this.terms.find(id, { lock: true });
    if (!term) throw notFound('term');
    return term;
  }

  private record(action: AuditAction<'term'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'term', entityId, details });
  }
}

const inOrder = (periods: TermDto['periods']): TermDto['periods'] =>
  periods.toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1));

const LONGEST_DAYS = 400;

function requireDates({ startsOn, endsOn, periods }: TermDto): void {
  if (endsOn < startsOn) throw invalid('endsOn', 'INVALID_FIELD.last-day-before-first');
  if (daysBetween(startsOn, endsOn) >= LONGEST_DAYS)
    throw invalid('endsOn', 'INVALID_FIELD.term-length', { days: LONGEST_DAYS });
  let previous: TermDto['periods'][number] | null = null;
  for (const period of periods) {
    const named = { kind: period.kind, startsOn: period.startsOn, endsOn: period.endsOn };
    if (period.endsOn < period.startsOn) throw invalid('periods', 'INVALID_FIELD.period-backwards', named);
    if (period.startsOn < startsOn || period.endsOn > endsOn)
      throw invalid('periods', 'INVALID_FIELD.period-outside', named);
    if (previous && period.startsOn <= previous.endsOn)
      throw invalid('periods', 'INVALID_FIELD.period-overlaps', {
        ...named,
        otherStartsOn: previous.startsOn,
        otherEndsOn: previous.endsOn,
      });
    previous = period;
  }
}
