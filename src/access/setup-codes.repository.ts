import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

/** A limit for a server that is restarted many times before anybody sets it up. */
const MOST_CODES = 20;

@Injectable()
export class SetupCodesRepository {
  constructor(private readonly database: Database) {}

  async insert(digest: Buffer, createdAt: Date): Promise<void> {
    await this.database.query('INSERT INTO setup_codes (digest, created_at) VALUES ($1, $2)', [
      digest,
      createdAt,
    ]);
    await this.database.query(
      `DELETE FROM setup_codes WHERE digest NOT IN (
         SELECT digest FROM setup_codes ORDER BY created_at DESC, digest LIMIT ${MOST_CODES})`,
    );
  }

  async isThere(digest: Buffer): Promise<boolean> {
    return (await this.database.one('SELECT FROM setup_codes WHERE digest = $1', [digest])) !== null;
  }

  async removeAll(): Promise<void> {
    await this.database.query('DELETE FROM setup_codes');
  }
}
