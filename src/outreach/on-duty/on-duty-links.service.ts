import { Injectable } from '@nestjs/common';
import { requireVisibleLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { conflict, notFound } from '../../domain/errors.js';
import { HOUR } from '../../domain/interval.js';
import { inZone } from '../../domain/iso-text.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { digestOf, newId, newSecret } from '../../platform/ids.js';
import type {
  CreatedOnDutyLinkDto,
  CreateOnDutyLinkDto,
  OnDutyLinkDto,
  OnDutyLinksQuery,
  OnDutyScreenDto,
} from './on-duty.dto.js';
import { OnDutyLinksRepository, type OnDutyLinkRow } from './on-duty-links.repository.js';
import { OnDutyService } from './on-duty.service.js';

/** A link is never changed. */
const LINK_VERSION = 1;
const MOST_LINKS = 20;

/** Addresses at which a screen at the door or a phone system sees who is on duty, without an account. */
@Injectable()
export class OnDutyLinksService {
  constructor(
    private readonly links: OnDutyLinksRepository,
    private readonly duty: OnDutyService,
    private readonly locations: LocationsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async list(caller: Caller, query: OnDutyLinksQuery): Promise<Page<OnDutyLinkDto>> {
    const { id } = await this.locations.get(caller, query.locationId);
    const page = pageRequest(query);
    return toPage(await this.links.list(id, page), page, (row) => [row.id], present);
  }

  async get(caller: Caller, id: string): Promise<OnDutyLinkDto> {
    return present(await this.visible(caller, id));
  }

  create(
    caller: Caller,
    { locationId, shows = 'names', label }: CreateOnDutyLinkDto,
  ): Promise<CreatedOnDutyLinkDto> {
    return this.database.transaction(async () => {
      const location = await this.locations.getOwn(caller, locationId);
      if ((await this.links.countHeld(location.id)) >= MOST_LINKS)
        throw conflict('TOO_MANY_ON_DUTY_LINKS', { most: MOST_LINKS });
      const { secret, digest } = newSecret();
      const link = {
        id: newId(),
        locationId: location.id,
        shows,
        label: label ?? null,
        createdAt: this.clock.date(),
      };
      await this.links.insert({ ...link, digest });
      await this.record('on-duty-link.created', link);
      const url = `${this.config.baseUrl}/api/v1/on-duty-screens/${secret}`;
      return { ...present({ ...link, lastUsedAt: null }), url, dataUrl: `${url}/data` };
    });
  }

  /** The link stops working. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const link = await this.visible(caller, id);
      requireMatch(precondition, LINK_VERSION);
      if (!(await this.links.remove(link.id))) throw notFound('link');
      await this.record('on-duty-link.deleted', link);
    });
  }

  /** What a link shows now. */
  async read(token: string): Promise<OnDutyScreenDto> {
    const link = await this.links.findOpened(digestOf(token));
    if (!link) throw notFound('link');
    const moment = this.clock.now();
    if (link.lastUsedAt === null || moment - +link.lastUsedAt >= HOUR)
      await this.links.noteUse(link.id, new Date(moment));
    const { timeZone } = link;
    const { now, next } = await this.duty.at(link.locationId, moment);
    const shown = ({ name, positionName }: { name: string; positionName: string }) => ({
      name: link.shows === 'names' ? name : null,
      position: positionName,
    });
    return {
      location: link.locationName,
      timeZone,
      at: inZone(moment, timeZone),
      now: now.map(({ seat, until }) => ({ ...shown(seat), until: inZone(until, timeZone) })),
      next: next.map(({ seat, from }) => ({ ...shown(seat), from: inZone(from, timeZone) })),
    };
  }

  private async visible(caller: Caller, id: string): Promise<OnDutyLinkRow> {
    const link = await this.links.find(id);
    if (!link) throw notFound('link');
    requireVisibleLocation(caller, link.locationId, 'link');
    return link;
  }

  private record(
    action: AuditAction<'on-duty-link'>,
    { id, locationId, shows, label }: Omit<OnDutyLinkRow, 'lastUsedAt'>,
  ): Promise<void> {
    return this.audit.record({
      action,
      entity: 'on-duty-link',
      entityId: id,
      details: { locationId, shows, label },
    });
  }
}

const present = ({ createdAt, lastUsedAt, ...link }: OnDutyLinkRow): OnDutyLinkDto => ({
  ...link,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  version: LINK_VERSION,
});
