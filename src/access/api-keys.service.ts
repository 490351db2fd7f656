import { Injectable } from '@nestjs/common';
import { conflict, invalid, notFound } from '../domain/errors.js';
import { DAY, HOUR } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { inZone, inZoneOrNull } from '../domain/iso-text.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import type { ApiKeyDto, CreateApiKeyDto, CreatedApiKeyDto } from './api-keys.dto.js';
import { ApiKeysRepository, type ApiKeyRow } from './api-keys.repository.js';
import type { Caller } from './caller.js';

const VALID_DAYS = 365;

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async authenticate(key: string): Promise<Caller | null> {
    const now = this.clock.date();
    const row = await this.keys.findByDigest(digestOf(key), now);
    if (!row) return null;
    if (!row.lastUsedAt || +now - +row.lastUsedAt > HOUR) await this.keys.markUsed(row.id, now);
    return {
      kind: 'api-key',
      id: row.id,
      // A key bound to locations may do what their supervisor may, and nothing that concerns the whole
      // institution.
      role: row.locationIds ? 'supervisor' : 'admin',
      scopes: row.scopes,
      sessionId: null,
      operatorId: null,
      locationIds: row.locationIds ?? 'all',
    };
  }

  async list(query: PageQuery): Promise<Page<ApiKeyDto>> {
    const page = pageRequest(query);
    return toPage(await this.keys.list(page), page, (row) => [row.id], toDto);
  }

  async get(id: string): Promise<ApiKeyDto> {
    const row = await this.keys.find(id);
    if (!row) throw notFound('apiKey');
    return toDto(row);
  }

  create(caller: Caller, body: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    const { name, scopes, locationIds = null } = body;
    const { expiresAt = new Date(this.clock.now() + VALID_DAYS * DAY) } = body;
    if (expiresAt && expiresAt.getTime() <= this.clock.now())
      throw invalid('expiresAt', 'INVALID_FIELD.expiry-behind');
    const key = `ah_${newSecret().secret}`;
    return this.database.transaction(async () => {
      const id = newId();
      const row = {
        id,
        name,
        scopes,
        locationIds,
        ownerId: caller.id,
        createdAt: this.clock.date(),
        expiresAt,
      };
      await this.keys.insert({ ...row, digest: digestOf(key) });
      await this.audit.record({
        action: 'api-key.created',
        entity: 'api-key',
        entityId: id,
        details: { name, scopes, locationIds, expiresAt },
      });
      return { ...(await this.get(id)), key };
    });
  }

  /** Makes another admin responsible for the key, so that it does not end with its first owner. */
  handOver(id: string, userId: string, precondition: Precondition): Promise<ApiKeyDto> {
    return this.database.transaction(async () => {
      const before = await this.get(id);
      requireMatch(precondition, before.version);
      if (!(await this.keys.setOwner(id, userId))) throw conflict('NOT_AN_ADMIN');
      const details = { from: before.ownerId, to: userId };
      await this.audit.record({ action: 'api-key.handed-over', entity: 'api-key', entityId: id, details });
      return this.get(id);
    });
  }

  revoke(id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      requireMatch(precondition, (await this.get(id)).version);
      if (!(await this.keys.revoke(id, this.clock.date()))) throw notFound('apiKey');
      await this.audit.record({ action: 'api-key.revoked', entity: 'api-key', entityId: id });
    });
  }
}

const toDto = ({ createdAt, expiresAt, lastUsedAt, ...key }: ApiKeyRow): ApiKeyDto => ({
  ...key,
  createdAt: inZone(createdAt, 'UTC'),
  expiresAt: inZoneOrNull(expiresAt, 'UTC'),
  lastUsedAt: inZoneOrNull(lastUsedAt, 'UTC'),
});
