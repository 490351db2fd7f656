import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { MessageDto, MessageStatus } from './outreach.dto.js';

export type MessageRow = Omit<MessageDto, 'nextAttemptAt' | 'createdAt' | 'sentAt'> & {
  nextAttemptAt: Date | null;
  createdAt: Date;
  sentAt: Date | null;
};

/**
 * A message that is due, with the current data of its recipient; no address once their account is removed.
 */
export interface DueMessage {
  id: string;
  userId: string;
  kind: string;
  facts: object;
  attempts: number;
  name: string;
  email: string | null;
}

/** The sent text, as it is stored with the message. */
export interface Wording {
  address: string | null;
  subject: string;
  body: string;
}

const SELECT = `
  SELECT id, user_id AS "userId", kind, status, attempts, next_attempt_at AS "nextAttemptAt", address, subject, body,
         problem, created_at AS "createdAt", sent_at AS "sentAt"
  FROM messages`;

@Injectable()
export class MessagesRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<MessageRow | null> {
    return this.database.one<MessageRow>(`${SELECT} WHERE id = $1 ${options.lock ? 'FOR UPDATE' : ''}`, [id]);
  }

  /** Newest first. */
  list(
    selection: { status: MessageStatus | null; userId: string | null },
    { limit, after }: PageRequest,
  ): Promise<MessageRow[]> {
    return this.database.query<MessageRow>(
      `${SELECT} WHERE ($1::text IS NULL OR status = $1) AND ($2::uuid IS NULL OR user_id = $2)
         AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [selection.status, selection.userId, after?.[0] ?? null, limit + 1],
    );
  }

  /**
   * Takes some messages that are due. No other replica takes them before `retryAfterMinutes` of their attempt
   * have passed (the last value for any later attempt).
   */
  takeDue(now: Date, limit: number, retryAfterMinutes: readonly number[]): Promise<DueMessage[]> {
    return this.database.query<DueMessage>(
      `WITH due AS (
         SELECT id FROM messages WHERE status = 'waiting' AND next_attempt_at <= $1
         ORDER BY next_attempt_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
       ), taken AS (
         UPDATE messages m SET attempts = attempts + 1,
                next_attempt_at = $1::timestamptz
                  + make_interval(mins => ($3::int[])[LEAST(attempts + 1, cardinality($3::int[]))])
         FROM due WHERE m.id = due.id
         RETURNING m.id, m.user_id, m.kind, m.facts, m.attempts, m.to_address
       )
       SELECT t.id, t.user_id AS "userId", t.kind, t.facts, t.attempts, u.name,
              COALESCE(t.to_address, CASE WHEN u.removed_at IS NULL THEN u.email END) AS email
       FROM taken t JOIN users u ON u.id = t.user_id ORDER BY t.id`,
      [now, limit, retryAfterMinutes],
    );
  }

  async finish(
    id: string,
    status: Exclude<MessageStatus, 'waiting'>,
    { address, subject, body }: Wording,
    at: Date,
    problem: string | null,
  ): Promise<void> {
    await this.database.query(
      `UPDATE messages SET status = $2::text, next_attempt_at = NULL, address = $3, subject = $4, body = $5, problem = $6,
              sent_at = CASE WHEN $2::text = 'sent' THEN $7::timestamptz END
       WHERE id = $1 AND status = 'waiting'`,
      [id, status, address, subject, body, problem, at],
    );
  }

  async postpone(id: string, { address, subject, body }: Wording, problem: string): Promise<void> {
    await this.database.query(
      'UPDATE messages SET address = $2, subject = $3, body = $4, problem = $5 WHERE id = $1',
      [id, address, subject, body, problem],
    );
  }

  /** Starts from the first attempt, at once. */
  async retry(id: string, at: Date): Promise<void> {
    await this.database.query(
      `UPDATE messages SET status = 'waiting', attempts = 0, next_attempt_at = $2 WHERE id = $1`,
      [id, at],
    );
  }

  async removeBefore(at: Date): Promise<void> {
    await this.database.query(`DELETE FROM messages WHERE created_at < $1 AND status <> 'waiting'`, [at]);
  }
}
