import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

export interface SubscriptionRow {
  operatorId: string;
  url: string;
  fetchedAt: Date;
  nextFetchAt: Date;
  problem: string | null;
  version: number;
}

const SELECT = `
  SELECT operator_id AS "operatorId", url, fetched_at AS "fetchedAt", next_fetch_at AS "nextFetchAt", problem, version
  FROM timetable_subscriptions`;

@Injectable()
export class SubscriptionsRepository {
  constructor(private readonly database: Database) {}

  find(operatorId: string): Promise<SubscriptionRow | null> {
    return this.database.one(`${SELECT} WHERE operator_id = $1`, [operatorId]);
  }

  /** Takes a subscription that is due. No other replica takes it before `until`. */
  takeDue(now: Date, until: Date): Promise<SubscriptionRow | null> {
    return this.database.one(
      `UPDATE timetable_subscriptions SET next_fetch_at = $2
       WHERE operator_id = (SELECT operator_id FROM timetable_subscriptions WHERE next_fetch_at <= $1
                            ORDER BY next_fetch_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING operator_id AS "operatorId", url, fetched_at AS "fetchedAt", next_fetch_at AS "nextFetchAt", problem, version`,
      [now, until],
    );
  }

  /** Replaces an earlier subscription. */
  async save({
    operatorId,
    url,
    fetchedAt,
    nextFetchAt,
  }: Omit<SubscriptionRow, 'problem' | 'version'>): Promise<void> {
    await this.database.query(
      `INSERT INTO timetable_subscriptions (operator_id, url, fetched_at, next_fetch_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (operator_id) DO UPDATE
         SET url = excluded.url, fetched_at = excluded.fetched_at, next_fetch_at = excluded.next_fetch_at, problem = NULL,
             version = timetable_subscriptions.version + 1`,
      [operatorId, url, fetchedAt, nextFetchAt],
    );
  }

  /** Stores the result of an attempt. Does nothing when the address was changed meanwhile. */
  async note(
    { operatorId, url }: SubscriptionRow,
    outcome: { fetchedAt: Date | null; problem: string | null },
  ): Promise<void> {
    await this.database.query(
      `UPDATE timetable_subscriptions SET fetched_at = COALESCE($3, fetched_at), problem = $4
       WHERE operator_id = $1 AND url = $2`,
      [operatorId, url, outcome.fetchedAt, outcome.problem],
    );
  }

  async remove(operatorId: string): Promise<void> {
    await this.database.query('DELETE FROM timetable_subscriptions WHERE operator_id = $1', [operatorId]);
  }
}
