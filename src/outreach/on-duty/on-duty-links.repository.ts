import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { FIRST_ID, type PageRequest } from '../../platform/http/paging.js';
import type { Shown } from './on-duty.dto.js';

export interface OnDutyLinkRow {
  id: string;
  locationId: string;
  shows: Shown;
  label: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** What a link shows, and where. */
export interface OpenedLinkRow extends OnDutyLinkRow {
  locationName: string;
  timeZone: string;
}

const COLUMNS = `
  k.id, k.location_id AS "locationId", k.shows, k.label, k.created_at AS "createdAt", k.last_used_at AS "lastUsedAt"`;

@Injectable()
export class OnDutyLinksRepository {
  constructor(private readonly database: Database) {}

  list(locationId: string, { limit, after }: PageRequest): Promise<OnDutyLinkRow[]> {
    return this.database.query<OnDutyLinkRow>(
      `SELECT ${COLUMNS} FROM on_duty_links k WHERE location_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
      [locationId, after?.[0] ?? FIRST_ID, limit + 1],
    );
  }

  find(id: string): Promise<OnDutyLinkRow | null> {
    return this.database.one<OnDutyLinkRow>(`SELECT ${COLUMNS} FROM on_duty_links k WHERE id = $1`, [id]);
  }

  findOpened(digest: Buffer): Promise<OpenedLinkRow | null> {
    return this.database.one<OpenedLinkRow>(
      `SELECT ${COLUMNS}, l.name AS "locationName", l.time_zone AS "timeZone"
       FROM on_duty_links k JOIN locations l ON l.id = k.location_id WHERE k.digest = $1`,
      [digest],
    );
  }

  /** Locks the location, so that two at once do not make more links than there may be. */
  async countHeld(locationId: string): Promise<number> {
    await this.database.query('SELECT FROM locations WHERE id = $1 FOR NO KEY UPDATE', [locationId]);
    const row = await this.database.one<{ count: number }>(
      'SELECT count(*)::int AS count FROM on_duty_links WHERE location_id = $1',
      [locationId],
    );
    return row!.count;
  }

  async insert(link: Omit<OnDutyLinkRow, 'lastUsedAt'> & { digest: Buffer }): Promise<void> {
    await this.database.query(
      `INSERT INTO on_duty_links (id, location_id, digest, shows, label, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [link.id, link.locationId, link.digest, link.shows, link.label, link.createdAt],
    );
  }

  async noteUse(id: string, now: Date): Promise<void> {
    await this.database.query('UPDATE on_duty_links SET last_used_at = $2 WHERE id = $1', [id, now]);
  }

  /** Whether there was one. */
  async remove(id: string): Promise<boolean> {
    const removed = await this.database.query('DELETE FROM on_duty_links WHERE id = $1 RETURNING id', [id]);
    return removed.length > 0;
  }
}
