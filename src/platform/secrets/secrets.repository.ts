import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

export interface SecretRow {
  owner: string;
  name: string;
  keyId: string;
  sealed: Buffer;
}

const KEY_LOCK = 7_266_006;

@Injectable()
export class SecretsRepository {
  constructor(private readonly database: Database) {}

  /** Until the transaction ends, the key of new secrets does not change. */
  async holdKey(): Promise<void> {
    await this.database.query('SELECT pg_advisory_xact_lock_shared($1)', [KEY_LOCK]);
  }

  /** Waits for those who store a secret, and keeps others from it until the transaction ends. */
  async lockKey(): Promise<void> {
    await this.database.query('SELECT pg_advisory_xact_lock($1)', [KEY_LOCK]);
  }

  findOf(owner: string): Promise<SecretRow[]> {
    return this.database.query(
      'SELECT owner, name, key_id AS "keyId", sealed FROM secrets WHERE owner = $1 ORDER BY name',
      [owner],
    );
  }

  async save({ owner, name, keyId, sealed }: SecretRow): Promise<void> {
    await this.database.query(
      `INSERT INTO secrets (owner, name, key_id, sealed) VALUES ($1, $2, $3, $4)
       ON CONFLICT (owner, name) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed`,
      [owner, name, keyId, sealed],
    );
  }

  async remove(owner: string, name: string): Promise<void> {
    await this.database.query('DELETE FROM secrets WHERE owner = $1 AND name = $2', [owner, name]);
  }

  async removeAllOf(owner: string): Promise<void> {
    await this.database.query('DELETE FROM secrets WHERE owner = $1', [owner]);
  }

  /** Locks one secret that another key sealed. */
  lockOneNotOf(keyId: string): Promise<SecretRow | null> {
    return this.database.one(
      `SELECT owner, name, key_id AS "keyId", sealed FROM secrets WHERE key_id <> $1
       ORDER BY owner, name LIMIT 1 FOR UPDATE`,
      [keyId],
    );
  }
}
