import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../../access/attempts.service.js';
import { locationFilter, requireVisibleLocation, type Caller } from '../../access/caller.js';
import { LocationsService } from '../../coverage/locations.service.js';
import { notFound } from '../../domain/errors.js';
import { inZone } from '../../domain/iso-text.js';
import type { PatronAnswer } from '../../domain/pilots/questions.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { requireMatch, type Precondition } from '../../platform/http/etag.js';
import { pageRequest, toPage, type Page } from '../../platform/http/paging.js';
import { newId, newSecret } from '../../platform/ids.js';
import type { PatronLinkDto, PatronLinksQuery, PatronQuestionDto } from './patrons.dto.js';
import { PatronsRepository, type LinkedLocation, type PatronLinkRow } from './patrons.repository.js';

/** A link is never changed. */
const LINK_VERSION = 1;
const MOST_AN_HOUR = 600;
const HOUR_SECONDS = 3600;

/** The question at a desk, "Did you get the help you needed?", and the link that leads to it. */
@Injectable()
export class PatronsService {
  constructor(
    private readonly patrons: PatronsRepository,
    private readonly locations: LocationsService,
    private readonly attempts: AttemptsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async list(caller: Caller, { locationId, ...query }: PatronLinksQuery): Promise<Page<PatronLinkDto>> {
    const page = pageRequest(query);
    return toPage(
      await this.patrons.list({ visible: locationFilter(caller), locationId: locationId ?? null }, page),
      page,
      ({ id }) => [id],
      (row) => this.present(row),
    );
  }

  async get(caller: Caller, id: string): Promise<PatronLinkDto> {
    return this.present(await this.visible(caller, id));
  }

  create(caller: Caller, locationId: string): Promise<PatronLinkDto> {
    return this.database.transaction(async () => {
      await this.locations.getOwn(caller, locationId);
      const link = { id: newId(), locationId, token: newSecret().secret };
      await this.patrons.insert(link);
      await this.record('patron-link.created', link);
      return this.present(link);
    });
  }

  /** The link stops working; what was answered stays counted. */
  remove(caller: Caller, id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      const link = await this.visible(caller, id);
      requireMatch(precondition, LINK_VERSION);
      await this.patrons.remove(id);
      await this.record('patron-link.deleted', link);
    });
  }

  async ask(token: string): Promise<PatronQuestionDto> {
    return { locationName: (await this.locationOf(token)).name };
  }

  /** Counts an answer by location, local date and hour. Nothing about the sender is stored. */
  async answer(token: string, answer: PatronAnswer): Promise<void> {
    const { linkId, id, timeZone } = await this.locationOf(token);
    await this.attempts.limit(`patron link ${linkId}`, MOST_AN_HOUR, HOUR_SECONDS);
    const now = inZone(this.clock.now(), timeZone);
    await this.patrons.count(id, now.slice(0, 10), Number(now.slice(11, 13)), answer);
  }

  private async locationOf(token: string): Promise<LinkedLocation> {
    const location = await this.patrons.findLocation(token);
    if (!location) throw notFound('link');
    return location;
  }

  private async visible(caller: Caller, id: string): Promise<PatronLinkRow> {
    const link = await this.patrons.find(id);
    if (!link) throw notFound('link');
    requireVisibleLocation(caller, link.locationId, 'link');
    return link;
  }

  private present({ id, locationId, token }: PatronLinkRow): PatronLinkDto {
    return { id, locationId, url: `${this.config.baseUrl}/ask/${token}`, version: LINK_VERSION };
  }

  private record(action: AuditAction<'patron-link'>, { id, locationId }: PatronLinkRow): Promise<void> {
    return this.audit.record({ action, entity: 'patron-link', entityId: id, locationId });
  }
}
