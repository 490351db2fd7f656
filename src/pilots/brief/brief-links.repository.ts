import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { FIRST_ID, type PageRequest } from '../../platform/http/paging.js';

export interface BriefLinkRow {
  id: string;
  pilotId: string;
  createdAt: Date;
  expiresAt: Date;
}

const SELECT = `SELECT id, pilot_id AS "pilotId", created_at AS "createdAt", expires_at AS "expiresAt" FROM brief_links`;

@Injectable()
export class BriefLinksRepository {
  constructor(private readonly database: Database) {}

  /** Links of a pilot that still work. */
  list(pilotId: string, now: Date, { limit, after }: PageRequest): Promise<BriefLinkRow[]> {
    return this.database.query<BriefLinkRow>(
      `${SELECT} WHERE pilot_id = $1 AND expires_at > $2 AND id > $3 ORDER BY id LIMIT $4`,
      [pilotId, now, after?.[0] ?? FIRST_ID, limit + 1],
    );
  }

  find(pilotId: string, id: string, now: Date): Promise<BriefLinkRow | null> {
    return this.database.one<BriefLinkRow>(`${SELECT} WHERE pilot_id = $1 AND id = $2 AND expires_at > $3`, [
      pilotId,
      id,
      now,
    ]);
  }

  /** How many links of a pilot still work. */
  async count(pilotId: string, now: Date): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      'SELECT count(*)::int AS count FROM brief_links WHERE pilot_id = $1 AND expires_at > $2',
      [pilotId, now],
    );
    return row!.count;
  }

  async insert(link: BriefLinkRow & { digest: Buffer; page: string }): Promise<void> {
    await this.database.query(
      `INSERT INTO brief_links (id, pilot_id, digest, page, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [link.id, link.pilotId, link.digest, link.page, link.createdAt, link.expiresAt],
    );
  }

  /** Whether there was one. */
  async remove(id: string): Promise<boolean> {
    const removed = await this.database.query('DELETE FROM brief_links WHERE id = $1 RETURNING id', [id]);
    return removed.length > 0;
  }

  /** The page behind a link that still works. */
  async findPage(digest: Buffer, now: Date): Promise<string | null> {
    const row = await this.database.one<{ page: string }>(
      'SELECT page FROM brief_links WHERE digest = $1 AND expires_at > $2',
      [digest, now],
    );
    return row?.page ?? null;
  }

  async removeExpired(now: Date): Promise<void> {
    await this.database.query('DELETE FROM brief_links WHERE expires_at <= $1', [now]);
  }
}
