import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

/** Programs that sign in without cookies would otherwise add a device each time. */
const MOST_OF_ONE_USER = 20;

@Injectable()
export class KnownDevicesRepository {
  constructor(private readonly database: Database) {}

  async isKnown(digest: Buffer, userId: string): Promise<boolean> {
    const row = await this.database.one('SELECT FROM known_devices WHERE user_id = $1 AND digest = $2', [
      userId,
      digest,
    ]);
    return row !== null;
  }

  /** Whether any user has signed in on this device: people share the computer at the desk. */
  async isAnybodys(digest: Buffer): Promise<boolean> {
    return (
      (await this.database.one('SELECT FROM known_devices WHERE digest = $1 LIMIT 1', [digest])) !== null
    );
  }

  async remember(userId: string, digest: Buffer, at: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO known_devices (user_id, digest, seen_at) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT known_devices_pkey DO UPDATE SET seen_at = excluded.seen_at`,
      [userId, digest, at],
    );
    await this.database.query(
      `DELETE FROM known_devices WHERE user_id = $1 AND digest NOT IN (
         SELECT digest FROM known_devices WHERE user_id = $1 ORDER BY seen_at DESC, digest LIMIT ${MOST_OF_ONE_USER})`,
      [userId],
    );
  }

  async forgetAllOf(userId: string): Promise<void> {
    await this.database.query('DELETE FROM known_devices WHERE user_id = $1', [userId]);
  }

  async removeUnseenSince(at: Date): Promise<void> {
    await this.database.query('DELETE FROM known_devices WHERE seen_at < $1', [at]);
  }
}
