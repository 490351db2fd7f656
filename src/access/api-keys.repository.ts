import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { Scope } from './caller.js';

export interface ApiKeyRow {
  id: string;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date | null;
}

const SELECT = `
  SELECT id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt"
  FROM api_keys WHERE revoked_at IS NULL`;

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly database: Database) {}

  findByDigest(digest: Buffer, now: Date): Promise<ApiKeyRow | null> {
    return this.database.one<ApiKeyRow>(
      `${SELECT} AND digest = $1 AND (expires_at IS NULL OR expires_at > $2)`,
      [digest, now],
    );
  }

  find(id: string): Promise<ApiKeyRow | null> {
    return this.database.one<ApiKeyRow>(`${SELECT} AND id = $1`, [id]);
  }

  list({ limit, after }: PageRequest): Promise<ApiKeyRow[]> {
    return this.database.query<ApiKeyRow>(
      `${SELECT} AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
      [after?.[0] ?? null, limit + 1],
    );
  }

  async insert(key: ApiKeyRow & { digest: Buffer; createdBy: string }): Promise<void> {
    await this.database.query(
      `INSERT INTO api_keys (id, name, digest, scopes, created_by, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [key.id, key.name, key.digest, key.scopes, key.createdBy, key.createdAt, key.expiresAt],
    );
  }

  async revoke(id: string, at: Date): Promise<boolean> {
    const row = await this.database.one(
      'UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id',
      [id, at],
    );
    return row !== null;
  }
}
