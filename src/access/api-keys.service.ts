import { Injectable } from '@nestjs/common';
import { invalid, notFound } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { requireMatch, type Precondition } from '../platform/http/etag.js';
import { inZone, inZoneOrNull } from '../platform/http/fields.js';
import { pageRequest, toPage, type Page, type PageQuery } from '../platform/http/paging.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import type { ApiKeyDto, CreateApiKeyDto, CreatedApiKeyDto } from './access.dto.js';
import { ApiKeysRepository, type ApiKeyRow } from './api-keys.repository.js';
import type { Caller } from './caller.js';

const VERSION = 1;

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async authenticate(key: string): Promise<Caller | null> {
    const row = await this.keys.findByDigest(digestOf(key), this.clock.date());
    return (
      row && {
        kind: 'api-key',
        id: row.id,
        role: 'admin',
        scopes: row.scopes,
        sessionId: null,
        operatorId: null,
        locationIds: 'all',
      }
    );
  }

  async list(query: PageQuery): Promise<Page<ApiKeyDto>> {
    const page = pageRequest(query);
    return toPage(await this.keys.list(page), page, (row) => [row.id], present);
  }

  async get(id: string): Promise<ApiKeyDto> {
    const row = await this.keys.find(id);
    if (!row) throw notFound('API key');
    return present(row);
  }

  create(caller: Caller, { name, scopes, expiresAt = null }: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    if (expiresAt && expiresAt.getTime() <= this.clock.now())
      throw invalid('expiresAt', 'The time it expires must lie ahead.');
    const key = `ah_${newSecret().secret}`;
    return this.database.transaction(async () => {
      const id = newId();
      const row = { id, name, scopes, createdBy: caller.id, createdAt: this.clock.date(), expiresAt };
      await this.keys.insert({ ...row, digest: digestOf(key) });
      await this.audit.record({
        action: 'api-key.created',
        entity: 'api-key',
        entityId: id,
        details: { name, scopes },
      });
      return { ...present(row), key };
    });
  }

  revoke(id: string, precondition: Precondition): Promise<void> {
    return this.database.transaction(async () => {
      if (!(await this.keys.revoke(id, this.clock.date()))) throw notFound('API key');
      requireMatch(precondition, VERSION);
      await this.audit.record({ action: 'api-key.revoked', entity: 'api-key', entityId: id });
    });
  }
}

const present = ({ id, name, scopes, createdAt, expiresAt }: ApiKeyRow): ApiKeyDto => ({
  id,
  name,
  scopes,
  createdAt: inZone(createdAt, 'UTC'),
  expiresAt: inZoneOrNull(expiresAt, 'UTC'),
  version: VERSION,
});
