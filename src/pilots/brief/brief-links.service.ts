import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { conflict, notFound } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../../platform/http/paging.js';
import { digestOf, newId, newSecret } from '../../platform/ids.js';
import { PilotsService } from '../pilots.service.js';
import { BriefService } from './brief.service.js';
import {
  USUAL_DAYS,
  type BriefLinkDto,
  type CreateBriefLinkDto,
  type CreatedBriefLinkDto,
} from './brief-links.dto.js';
import { BriefLinksRepository, type BriefLinkRow } from './brief-links.repository.js';

/** A link is never changed. */
const LINK_VERSION = 1;
const MOST_LINKS = 20;

/** Links with which people without an account read a brief, for a limited time. */
@Injectable()
export class BriefLinksService {
  constructor(
    private readonly links: BriefLinksRepository,
    private readonly briefs: BriefService,
    private readonly pilots: PilotsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async list(caller: Caller, pilotId: string, query: PageQuery): Promise<Page<BriefLinkDto>> {
    await this.pilots.get(caller, pilotId);
    const page = pageRequest(query);
    return toPage(await this.links.list(pilotId, this.clock.date(), page), page, ({ id }) => [id], present);
  }

  async get(caller: Caller, pilotId: string, id: string): Promise<BriefLinkDto> {
    return present(await this.visible(caller, pilotId, id));
  }

  /** Writes the brief as it is now, and makes a link to this page. */
  async create(
    caller: Caller,
    pilotId: string,
    { days = USUAL_DAYS }: CreateBriefLinkDto,
  ): Promise<CreatedBriefLinkDto> {
    const { version } = await this.pilots.get(caller, pilotId);
    const page = await this.briefs.get(caller, pilotId);
    return this.database.transaction(async () => {
      const pilot = await this.pilots.hold(caller, pilotId);
      // Otherwise the page could tell other targets than those that the pilot has by now.
      if (pilot.version !== version) throw conflict('PILOT_CHANGED_MEANWHILE');
      const createdAt = this.clock.date();
      if ((await this.links.count(pilot.id, createdAt)) >= MOST_LINKS)
        throw conflict('TOO_MANY_BRIEF_LINKS', { most: MOST_LINKS });
      const { secret, digest } = newSecret();
      const expiresAt = new Date(createdAt.getTime() + days * DAY);
      const link = { id: newId(), pilotId: pilot.id, createdAt, expiresAt };
      await this.links.insert({ ...link, digest, page });
      await this.record('brief-link.created', link);
      return { ...present(link), shareUrl: `${this.config.baseUrl}/api/v1/briefs/${secret}` };
    });
  }

  /** The link stops working. */
  remove(caller: Caller, pilotId: string, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const link = await this.visible(caller, pilotId, id);
      requireMatch(precondition, LINK_VERSION);
      if (!(await this.links.remove(link.id))) throw notFound('link');
      await this.record('brief-link.deleted', link);
    });
  }

  /** The page that a link leads to. */
  async read(token: string): Promise<string> {
    const page = await this.links.findPage(digestOf(token), this.clock.date());
    if (page === null) throw notFound('link');
    return page;
  }

  removeExpired(): Promise<void> {
    return this.links.removeExpired(this.clock.date());
  }

  private async visible(caller: Caller, pilotId: string, id: string): Promise<BriefLinkRow> {
    await this.pilots.get(caller, pilotId);
    const link = await this.links.find(pilotId, id, this.clock.date());
    if (!link) throw notFound('link');
    return link;
  }

  private record(action: AuditAction<'brief-link'>, { id, pilotId, expiresAt }: BriefLinkRow): Promise<void> {
    return this.audit.record({ action, entity: 'brief-link', entityId: id, details: { pilotId, expiresAt } });
  }
}

const present = ({ createdAt, expiresAt, ...link }: BriefLinkRow): BriefLinkDto => ({
  ...link,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  version: LINK_VERSION,
});
