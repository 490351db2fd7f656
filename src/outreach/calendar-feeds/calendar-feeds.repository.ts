import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { FIRST_ID, type PageRequest } from '../../platform/http/paging.js';
import type { FeedKind } from './calendar-feeds.dto.js';

export interface CalendarFeedRow {
  id: string;
  userId: string;
  kind: FeedKind;
  locationId: string | null;
  includePending: boolean;
  alarmMinutes: number | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const SELECT = `
  SELECT id, user_id AS "userId", kind, location_id AS "locationId", with_pending AS "includePending",
         alarm_minutes AS "alarmMinutes", created_at AS "createdAt", last_used_at AS "lastUsedAt"
  FROM calendar_feeds`;

@Injectable()
export class CalendarFeedsRepository {
  constructor(private readonly database: Database) {}

  list(userId: string, { limit, after }: PageRequest): Promise<CalendarFeedRow[]> {
    return this.database.query<CalendarFeedRow>(
      `${SELECT} WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
      [userId, after?.[0] ?? FIRST_ID, limit + 1],
    );
  }

  find(userId: string, id: string): Promise<CalendarFeedRow | null> {
    return this.database.one<CalendarFeedRow>(`${SELECT} WHERE user_id = $1 AND id = $2`, [userId, id]);
  }

  findRead(digest: Buffer): Promise<CalendarFeedRow | null> {
    return this.database.one<CalendarFeedRow>(`${SELECT} WHERE digest = $1`, [digest]);
  }

  /** Locks the user, so that two at once do not make more feeds than one may have. */
  async countHeld(userId: string): Promise<number> {
    await this.database.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
    const row = await this.database.one<{ count: number }>(
      'SELECT count(*)::int AS count FROM calendar_feeds WHERE user_id = $1',
      [userId],
    );
    return row!.count;
  }

  async insert(feed: Omit<CalendarFeedRow, 'lastUsedAt'> & { digest: Buffer }): Promise<void> {
    await this.database.query(
      `INSERT INTO calendar_feeds (id, user_id, kind, location_id, digest, with_pending, alarm_minutes, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        feed.id,
        feed.userId,
        feed.kind,
        feed.locationId,
        feed.digest,
        feed.includePending,
        feed.alarmMinutes,
        feed.createdAt,
      ],
    );
  }

  async noteUse(id: string, now: Date): Promise<void> {
    await this.database.query('UPDATE calendar_feeds SET last_used_at = $2 WHERE id = $1', [id, now]);
  }

  /** Whether there was one. */
  async remove(id: string): Promise<boolean> {
    const removed = await this.database.query('DELETE FROM calendar_feeds WHERE id = $1 RETURNING id', [id]);
    return removed.length > 0;
  }
}
