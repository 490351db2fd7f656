import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../ids.js';
import { Jobs } from '../jobs/jobs.js';

export const OUTBOX_QUEUE = 'outbox';

/** A message to a person. `key` identifies what it is about: put twice, it is sent once. */
export interface OutgoingMessage {
  key: string;
  userId: string;
  kind: string;
  facts: object;
  /** Sends to this address, whatever the user's address is then. */
  toAddress?: string;
}

/**
 * Messages to the outside are written here first, in the transaction of their cause. A job sends them
 * afterwards.
 */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async put(messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.database.query(
      `INSERT INTO messages (id, key, user_id, kind, facts, to_address, status, next_attempt_at, created_at)
       SELECT id, key, "userId", kind, facts, "toAddress", 'waiting', $2, $2
       FROM json_to_recordset($1)
         AS m(id uuid, key text, "userId" uuid, kind text, facts jsonb, "toAddress" text)
       ORDER BY key
       ON CONFLICT ON CONSTRAINT messages_key DO NOTHING`,
      [JSON.stringify(messages.map((message) => ({ ...message, id: newId() }))), this.clock.date()],
    );
    await this.jobs.enqueue(OUTBOX_QUEUE, {});
  }
}
