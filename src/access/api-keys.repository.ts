import { Injectable } from '@nestjs/common';
import { conflict } from '../domain/errors.js';
import { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { Scope } from './caller.js';

export interface ApiKeyRow {
  id: string;
  name: string;
  scopes: Scope[];
  /** Null means all locations. */
  locationIds: string[] | null;
  ownerId: string;
  ownerName: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  version: number;
}

type NewApiKey = Omit<ApiKeyRow, 'ownerName' | 'lastUsedAt' | 'version'> & { digest: Buffer };

/** A key is valid only while its owner is an admin. */
const SELECT = `
  SELECT k.id, k.name, k.scopes, k.location_ids AS "locationIds", k.created_by AS "ownerId", u.name AS "ownerName",
         k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt", k.version
  FROM api_keys k JOIN users u ON u.id = k.created_by AND u.removed_at IS NULL AND u.role = 'admin'
  WHERE k.revoked_at IS NULL`;

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly database: Database) {}

  findByDigest(digest: Buffer, now: Date): Promise<ApiKeyRow | null> {
    return this.database.one<ApiKeyRow>(
      `${SELECT} AND k.digest = $1 AND (k.expires_at IS NULL OR k.expires_at > $2)`,
      [digest, now],
    );
  }

  find(id: string): Promise<ApiKeyRow | null> {
    return this.database.one<ApiKeyRow>(`${SELECT} AND k.id = $1`, [id]);
  }

  list({ limit, after }: PageRequest): Promise<ApiKeyRow[]> {
    return this.database.query<ApiKeyRow>(
      `${SELECT} AND ($1::uuid IS NULL OR k.id > $1) ORDER BY k.id LIMIT $2`,
      [after?.[0] ?? null, limit + 1],
    );
  }

  async insert(key: NewApiKey): Promise<void> {
    const { id, name, digest, scopes, locationIds, ownerId, createdAt, expiresAt } = key;
    const row = await this.database.one(
      `INSERT INTO api_keys (id, name, digest, scopes, location_ids, created_by, created_at, expires_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8
       WHERE $5::uuid[] IS NULL OR NOT EXISTS (
         SELECT FROM unnest($5::uuid[]) AS named WHERE named NOT IN (SELECT id FROM locations))
       RETURNING id`,
      [id, name, digest, scopes, locationIds, ownerId, createdAt, expiresAt],
    );
    if (!row) throw conflict('UNKNOWN_LOCATION');
  }

  async markUsed(id: string, at: Date): Promise<void> {
    await this.database.query('UPDATE api_keys SET last_used_at = $2 WHERE id = $1', [id, at]);
  }

  /** Returns false when the key does not exist or the new owner is not an admin. */
  async setOwner(id: string, userId: string): Promise<boolean> {
    const row = await this.database.one(
      `UPDATE api_keys SET created_by = $2, version = version + 1
       WHERE id = $1 AND revoked_at IS NULL
         AND EXISTS (SELECT FROM users WHERE id = $2 AND role = 'admin' AND removed_at IS NULL FOR SHARE)
       RETURNING id`,
      [id, userId],
    );
    return row !== null;
  }

  async revoke(id: string, at: Date): Promise<boolean> {
    const row = await this.database.one(
      'UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id',
      [id, at],
    );
    return row !== null;
  }

  revokeAllOf(ownerId: string, at: Date): Promise<{ id: string; name: string }[]> {
    return this.database.query(
      `UPDATE api_keys SET revoked_at = $2 WHERE created_by = $1 AND revoked_at IS NULL RETURNING id, name`,
      [ownerId, at],
    );
  }
}
