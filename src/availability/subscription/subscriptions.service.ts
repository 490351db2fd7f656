import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Caller } from '../../access/caller.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { OperatorsService } from '../../people/operators.service.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { inZone } from '../../domain/iso-text.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { TimetablesService } from '../timetable/timetables.service.js';
import type { Timetable } from '../timetable/read-timetable.js';
import { CalendarFetcher } from './calendar-fetcher.js';
import type { SubscriptionDto } from './subscription.dto.js';
import { SubscriptionsRepository, type SubscriptionRow } from './subscriptions.repository.js';

const QUEUE = 'timetable-subscriptions';

/** The content of a calendar, and its address. */
export interface FetchedCalendar {
  url: URL;
  timetable: Timetable;
}

/** Fetches published timetables: at once, and every day from then on. */
@Injectable()
export class SubscriptionsService implements OnModuleInit {
  constructor(
    private readonly subscriptions: SubscriptionsRepository,
    private readonly timetables: TimetablesService,
    private readonly fetcher: CalendarFetcher,
    private readonly operators: OperatorsService,
    private readonly settings: SettingsService,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      queue: QUEUE,
      options: { retryLimit: 1, heartbeatSeconds: 60, deleteAfterSeconds: 3600 },
      batchSize: 100,
      handle: (_jobs, signal) => this.fetchDue(signal),
    });
  }

  @Cron('23 * * * *')
  tick(): Promise<void> {
    return this.jobs.tick(QUEUE, 3600);
  }

  async get(caller: Caller, operatorId: string): Promise<SubscriptionDto> {
    await this.operators.get(caller, operatorId);
    return toDto(await this.getRow(operatorId), (await this.settings.calendar()).zone);
  }

  /** Fetches the calendar. Runs outside of any transaction, because the other server may take long. */
  async fetch(caller: Caller, operatorId: string, text: string): Promise<FetchedCalendar> {
    await this.operators.get(caller, operatorId);
    const url = this.fetcher.parse(text);
    return { url, timetable: await this.timetables.read(await this.fetcher.fetch(url.href)) };
  }

  /** Throws when the calendar cannot be read. */
  subscribe(
    caller: Caller,
    operatorId: string,
    { url, timetable }: FetchedCalendar,
    skip: readonly string[],
  ): Promise<SubscriptionDto> {
    return this.database.transaction(async () => {
      await this.timetables.take(caller, operatorId, timetable, { skip });
      const now = this.clock.date();
      const nextFetchAt = new Date(+now + DAY);
      await this.subscriptions.save({ operatorId, url: url.href, fetchedAt: now, nextFetchAt });
      await this.record('timetable.subscribed', operatorId, { host: url.host });
      return this.get(caller, operatorId);
    });
  }

  /** Ends the subscription. The timetable stays as it was last fetched. */
  remove(caller: Caller, operatorId: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      await this.operators.lock(caller, operatorId);
      requireMatch(precondition, (await this.getRow(operatorId)).version);
      await this.subscriptions.remove(operatorId);
      await this.record('timetable.unsubscribed', operatorId, {});
    });
  }

  private async fetchDue(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const now = this.clock.date();
      const due = await this.subscriptions.takeDue(now, new Date(+now + DAY));
      if (!due) return;
      try {
        const timetable = await this.timetables.read(await this.fetcher.fetch(due.url));
        await this.refresh(due, timetable, now);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        await this.subscriptions.note(due, { fetchedAt: null, problem: error.message });
      }
    }
  }

  /**
   * Stores the result only when the subscription still has this address: the operator may have changed or
   * ended it during the fetch.
   */
  private refresh(due: SubscriptionRow, timetable: Timetable, fetchedAt: Date): Promise<void> {
    return this.database.transaction(async () => {
      if (!(await this.operators.hold(due.operatorId))) return;
      if ((await this.subscriptions.find(due.operatorId))?.url !== due.url) return;
      await this.timetables.refresh(due.operatorId, timetable);
      await this.subscriptions.note(due, { fetchedAt, problem: null });
    });
  }

  private async getRow(operatorId: string): Promise<SubscriptionRow> {
    const subscription = await this.subscriptions.find(operatorId);
    if (!subscription) throw notFound('timetableSubscription');
    return subscription;
  }

  private record(action: AuditAction<'timetable'>, entityId: string, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'timetable', entityId, details });
  }
}

const toDto = (
  { url, fetchedAt, nextFetchAt, ...subscription }: SubscriptionRow,
  zone: string,
): SubscriptionDto => ({
  ...subscription,
  host: new URL(url).host,
  fetchedAt: inZone(fetchedAt, zone),
  nextFetchAt: inZone(nextFetchAt, zone),
});
