import { Injectable } from '@nestjs/common';
import { SettingsService } from '../../coverage/settings.service.js';
import { conflict, invalid, notFound } from '../../domain/errors.js';
import { intersection, type Span } from '../../domain/interval.js';
import { daysBetween, localDateOf } from '../../domain/local-date.js';
import { spanOfDates } from '../../domain/recurrence.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { inZoneOrNull } from '../../domain/iso-text.js';
import { LOCAL_DATE, pageRequest, toPage, type Page, type PageQuery } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import type { CreatePayPeriodDto, PayPeriodDto } from './attendance.dto.js';
import { PayPeriodsRepository, type PayPeriodRow } from './pay-periods.repository.js';

const LONGEST_DAYS = 62;

/** Pay periods: dates that are paid together, and when recorded work in them becomes final. */
@Injectable()
export class PayPeriodsService {
  constructor(
    private readonly periods: PayPeriodsRepository,
    private readonly settings: SettingsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(query: PageQuery): Promise<Page<PayPeriodDto>> {
    const page = pageRequest(query, [LOCAL_DATE]);
    const { zone } = await this.settings.calendar();
    return toPage(
      await this.periods.list(page),
      page,
      (row) => [row.startsOn],
      (row) => toDto(row, zone),
    );
  }

  async get(id: string): Promise<PayPeriodDto> {
    const { zone } = await this.settings.calendar();
    return toDto(await this.getRow(id), zone);
  }

  create({ startsOn, endsOn }: CreatePayPeriodDto): Promise<PayPeriodDto> {
    if (endsOn < startsOn) throw invalid('endsOn', 'INVALID_FIELD.last-day-before-first');
    if (daysBetween(startsOn, endsOn) >= LONGEST_DAYS)
      throw invalid('endsOn', 'INVALID_FIELD.pay-period-length', { days: LONGEST_DAYS });
    return this.database.transaction(async () => {
      const period = { id: newId(), startsOn, endsOn };
      await this.periods.insert(period);
      await this.record('pay-period.created', period.id, period);
      return this.get(period.id);
    });
  }

  remove(id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const period = await this.lockRow(id);
      requireMatch(precondition, period.version);
      if (period.lockedAt) throw locked(period);
      await this.periods.remove(id);
      await this.record('pay-period.deleted', id, {});
    });
  }

  /** Only once the period is over and all corrections in it are decided. */
  lock(id: string): Promise<PayPeriodDto> {
    return this.database.transaction(async () => {
      const period = await this.lockRow(id);
      if (period.lockedAt) throw locked(period);
      const { start, end } = await this.spanOf(period);
      if (end > this.clock.now()) throw conflict('PERIOD_NOT_OVER');
      const pending = await this.periods.countPendingCorrections(new Date(start), new Date(end));
      if (pending > 0) throw conflict('CORRECTIONS_PENDING', { pending });
      await this.periods.setLocked(id, this.clock.date());
      await this.record('pay-period.locked', id, {});
      return this.get(id);
    });
  }

  unlock(id: string, reason: string): Promise<PayPeriodDto> {
    return this.database.transaction(async () => {
      const period = await this.lockRow(id);
      if (!period.lockedAt) throw conflict('PERIOD_NOT_LOCKED');
      await this.periods.setLocked(id, null);
      await this.record('pay-period.unlocked', id, { reason });
      return this.get(id);
    });
  }

  /** Within a transaction that changes recorded work in these spans: throws when a period is locked. */
  async requireUnlocked(spans: readonly Span[]): Promise<void> {
    if (spans.length === 0) return;
    const { zone } = await this.settings.calendar();
    const from = localDateOf(Math.min(...spans.map((span) => span.start)), zone);
    const to = localDateOf(Math.max(...spans.map((span) => span.end)), zone);
    for (const period of await this.periods.holdTouching(from, to)) {
      const whole = await this.spanOf(period);
      if (period.lockedAt && spans.some((span) => intersection(span, whole) !== null)) throw locked(period);
    }
  }

  async getRow(id: string): Promise<PayPeriodRow> {
    const period = await this.periods.find(id);
    if (!period) throw notFound('payPeriod');
    return period;
  }

  /** From the midnight of its first date to the one after its last date, in the institution's zone. */
  async spanOf({ startsOn, endsOn }: PayPeriodRow): Promise<Span> {
    const { zone } = await this.settings.calendar();
    return spanOfDates(startsOn, endsOn, zone);
  }

  private async lockRow(id: string): Promise<PayPeriodRow> {
    const period = await this.periods.find(id, { lock: true });
    if (!period) throw notFound('payPeriod');
    return period;
  }

  private record(action: AuditAction<'pay-period'>, id: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'pay-period', entityId: id, details });
  }
}

const locked = ({ startsOn, endsOn }: PayPeriodRow): Error => conflict('PERIOD_LOCKED', { startsOn, endsOn });

const toDto = ({ lockedAt, ...period }: PayPeriodRow, zone: string): PayPeriodDto => ({
  ...period,
  lockedAt: inZoneOrNull(lockedAt, zone),
});
