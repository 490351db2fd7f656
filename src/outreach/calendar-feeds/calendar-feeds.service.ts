import { Injectable } from '@nestjs/common';
import { canSeeLocation, locationFilter, type Caller } from '../../access/caller.js';
import { UsersService } from '../../access/users.service.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { conflict, forbidden, invalid, notFound } from '../../domain/errors.js';
import { HOUR } from '../../domain/interval.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../../platform/http/paging.js';
import { digestOf, newId, newSecret } from '../../platform/ids.js';
import type { CalendarFeedDto, CreateCalendarFeedDto, CreatedCalendarFeedDto } from './calendar-feeds.dto.js';
import { CalendarFeedsRepository, type CalendarFeedRow } from './calendar-feeds.repository.js';
import { CalendarsService, type WrittenCalendar } from './calendars.service.js';

/** A feed is never changed. */
const FEED_VERSION = 1;
const MOST_FEEDS = 20;

/** Secret addresses at which people's calendar programs read shifts, with the rights that the person has by then. */
@Injectable()
export class CalendarFeedsService {
  constructor(
    private readonly feeds: CalendarFeedsRepository,
    private readonly calendars: CalendarsService,
    private readonly users: UsersService,
    private readonly locations: LocationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async list(caller: Caller, query: PageQuery): Promise<Page<CalendarFeedDto>> {
    const page = pageRequest(query);
    return toPage(await this.feeds.list(caller.id, page), page, ({ id }) => [id], present);
  }

  async get(caller: Caller, id: string): Promise<CalendarFeedDto> {
    return present(await this.own(caller, id));
  }

  create(caller: Caller, body: CreateCalendarFeedDto): Promise<CreatedCalendarFeedDto> {
    return this.database.transaction(async () => {
      const locationId = await this.placeOf(caller, body);
      if ((await this.feeds.countHeld(caller.id)) >= MOST_FEEDS)
        throw conflict('TOO_MANY_CALENDAR_FEEDS', { most: MOST_FEEDS });
      const { secret, digest } = newSecret();
      const feed = {
        id: newId(),
        userId: caller.id,
        kind: body.kind,
        locationId,
        includePending: body.includePending ?? false,
        alarmMinutes: body.alarmMinutes ?? null,
        createdAt: this.clock.date(),
      };
      await this.feeds.insert({ ...feed, digest });
      await this.record(caller, 'calendar-feed.created', feed);
      const url = `${this.config.baseUrl}/api/v1/calendars/${secret}.ics`;
      return { ...present({ ...feed, lastUsedAt: null }), url };
    });
  }

  /** The address stops working. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const feed = await this.own(caller, id);
      requireMatch(precondition, FEED_VERSION);
      if (!(await this.feeds.remove(feed.id))) throw notFound('calendar');
      await this.record(caller, 'calendar-feed.deleted', feed);
    });
  }

  /** The calendar at an address. Not-found also when its person may not see it any more. */
  async read(token: string): Promise<WrittenCalendar> {
    const feed = await this.feeds.findRead(digestOf(token));
    const caller = feed && (await this.users.callerOf(feed.userId));
    if (!caller || !mayRead(caller, feed)) throw notFound('calendar');
    const now = this.clock.now();
    if (feed.lastUsedAt === null || now - +feed.lastUsedAt >= HOUR)
      await this.feeds.noteUse(feed.id, new Date(now));
    const options = { withPending: feed.includePending, alarmMinutes: feed.alarmMinutes };
    if (feed.kind === 'mine') return this.calendars.own(caller.operatorId!, options);
    if (feed.locationId === null)
      return this.calendars.staffed(caller, locationFilter(caller), { ...options, name: 'All my locations' });
    const { name } = await this.locations.get(caller, feed.locationId);
    return this.calendars.staffed(caller, [feed.locationId], { ...options, name });
  }

  /** The location of a new feed. Throws unless the caller may have a feed of this kind. */
  private async placeOf(caller: Caller, { kind, locationId }: CreateCalendarFeedDto): Promise<string | null> {
    if (kind === 'location') {
      if (locationId === undefined) throw invalid('locationId', 'INVALID_FIELD.calendar-location');
      return (await this.locations.getOwn(caller, locationId)).id;
    }
    if (locationId !== undefined) throw invalid('locationId', 'INVALID_FIELD.calendar-without-location');
    if (!mayRead(caller, { kind, locationId: null })) throw forbidden(`FORBIDDEN.calendar-${kind}`);
    return null;
  }

  private async own(caller: Caller, id: string): Promise<CalendarFeedRow> {
    const feed = await this.feeds.find(caller.id, id);
    if (!feed) throw notFound('calendar');
    return feed;
  }

  private record(
    { operatorId }: Caller,
    action: AuditAction<'calendar-feed'>,
    { id, kind, locationId }: Omit<CalendarFeedRow, 'lastUsedAt'>,
  ): Promise<void> {
    return this.audit.record({
      action,
      entity: 'calendar-feed',
      entityId: id,
      ...(operatorId !== null && { operatorId }),
      details: { kind, locationId },
    });
  }
}

function mayRead(
  caller: Caller,
  { kind, locationId }: Pick<CalendarFeedRow, 'kind' | 'locationId'>,
): boolean {
  if (kind === 'mine') return caller.operatorId !== null && caller.role === 'operator';
  if (kind === 'supervisor') return caller.role === 'admin' || caller.role === 'supervisor';
  return caller.role !== 'analyst' && canSeeLocation(caller, locationId!);
}

const present = ({ userId: _userId, createdAt, lastUsedAt, ...feed }: CalendarFeedRow): CalendarFeedDto => ({
  ...feed,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  version: FEED_VERSION,
});
