import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { maySeeReviews } from './reviews.repository.js';

export interface DueAction {
  id: string;
  ownerId: string;
  pilotName: string;
  text: string;
  dueOn: string;
}

@Injectable()
export class ReviewRemindersRepository {
  constructor(private readonly database: Database) {}

  /**
   * Open actions that are due from one date to another, both included, and of whose date no message of this
   * kind was written yet. Their owner may still see the pilot.
   */
  findDue(kind: 'due' | 'late', from: string, to: string): Promise<DueAction[]> {
    return this.database.query<DueAction>(
      `SELECT a.id, u.id AS "ownerId", p.name AS "pilotName", a.text, a.due_on AS "dueOn"
       FROM pilot_review_actions a JOIN pilot_reviews r ON r.id = a.review_id JOIN pilots p ON p.id = r.pilot_id
       JOIN users u ON u.id = a.owner_id
       WHERE NOT a.is_done AND a.owner_id IS NOT NULL AND a.due_on BETWEEN $2::date AND $3::date
         AND ${maySeeReviews('p.id')}
         AND NOT EXISTS (SELECT FROM messages WHERE key = 'review-action/' || a.id || '/' || $1::text || '/' || a.due_on)
       ORDER BY a.due_on, a.id LIMIT 1000`,
      [kind, from, to],
    );
  }
}
