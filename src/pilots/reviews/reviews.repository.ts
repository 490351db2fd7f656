import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { LAST_ID, type PageRequest } from '../../platform/http/paging.js';
import type { OwnerDto, ReviewDto } from './reviews.dto.js';

/** An action as it is stored: its owner is a user or a name. */
export interface StoredAction {
  id: string;
  text: string;
  ownerId: string | null;
  ownerName: string | null;
  dueOn: string;
  done: boolean;
}

const LAST_DATE = '9999-12-31';

const SELECT = `
  SELECT r.id, r.pilot_id AS "pilotId", r.held_on AS "heldOn", r.people, r.decision, r.why,
         COALESCE((SELECT json_agg(json_build_object('id', a.id, 'text', a.text,
                     'owner', COALESCE(a.owner_id::text, a.owner_name, ''), 'ownerName', COALESCE(u.name, a.owner_name, ''),
                     'dueOn', a.due_on, 'done', a.is_done) ORDER BY a.ordinal)
                   FROM pilot_review_actions a LEFT JOIN users u ON u.id = a.owner_id
                   WHERE a.review_id = r.id), '[]') AS actions,
         r.version
  FROM pilot_reviews r`;

/** SQL: whether a user may see a pilot and its reviews. */
export const maySeeReviews = (pilotId: string): string => `
  u.removed_at IS NULL AND (u.role = 'admin' OR u.role IN ('supervisor', 'campus_it') AND NOT EXISTS (
    SELECT FROM pilot_locations pl WHERE pl.pilot_id = ${pilotId} AND NOT EXISTS (
      SELECT FROM user_locations ul WHERE ul.user_id = u.id AND ul.location_id = pl.location_id)))`;

@Injectable()
export class ReviewsRepository {
  constructor(private readonly database: Database) {}

  find(pilotId: string, id: string): Promise<ReviewDto | null> {
    return this.database.one<ReviewDto>(`${SELECT} WHERE r.id = $2 AND r.pilot_id = $1`, [pilotId, id]);
  }

  async lock(pilotId: string, id: string): Promise<ReviewDto | null> {
    await this.database.query('SELECT FROM pilot_reviews WHERE id = $1 FOR UPDATE', [id]);
    return this.find(pilotId, id);
  }

  /** The pilot and the review of an action. */
  findPlaceOf(actionId: string): Promise<{ pilotId: string; reviewId: string } | null> {
    return this.database.one<{ pilotId: string; reviewId: string }>(
      `SELECT r.pilot_id AS "pilotId", r.id AS "reviewId"
       FROM pilot_review_actions a JOIN pilot_reviews r ON r.id = a.review_id WHERE a.id = $1`,
      [actionId],
    );
  }

  /** Latest review first. */
  list(pilotId: string, { limit, after }: PageRequest): Promise<ReviewDto[]> {
    const [heldOn = LAST_DATE, id = LAST_ID] = after ?? [];
    return this.database.query<ReviewDto>(
      `${SELECT} WHERE r.pilot_id = $1 AND (r.held_on, r.id) < ($2::date, $3::uuid)
       ORDER BY r.held_on DESC, r.id DESC LIMIT $4`,
      [pilotId, heldOn, id, limit + 1],
    );
  }

  async insert(review: Omit<ReviewDto, 'actions' | 'version'>): Promise<void> {
    await this.database.query(
      `INSERT INTO pilot_reviews (id, pilot_id, held_on, people, decision, why) VALUES ($1, $2, $3, $4, $5, $6)`,
      [review.id, review.pilotId, review.heldOn, review.people, review.decision, review.why],
    );
  }

  async update(review: Omit<ReviewDto, 'actions' | 'version' | 'pilotId'>): Promise<void> {
    await this.database.query(
      `UPDATE pilot_reviews SET held_on = $2, people = $3, decision = $4, why = $5, version = version + 1
       WHERE id = $1`,
      [review.id, review.heldOn, review.people, review.decision, review.why],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM pilot_reviews WHERE id = $1', [id]);
  }

  /** Replaces the actions of a locked review. */
  async setActions(reviewId: string, actions: readonly StoredAction[]): Promise<void> {
    await this.database.query('DELETE FROM pilot_review_actions WHERE review_id = $1', [reviewId]);
    await this.database.query(
      `INSERT INTO pilot_review_actions (id, review_id, ordinal, text, owner_id, owner_name, due_on, is_done)
       SELECT a.id, $1, a.ordinal, a.text, a."ownerId", a."ownerName", a."dueOn", a.done
       FROM json_to_recordset($2) AS a(id uuid, ordinal smallint, text text, "ownerId" uuid, "ownerName" text,
                                       "dueOn" date, done boolean)`,
      [reviewId, JSON.stringify(actions.map((action, ordinal) => ({ ...action, ordinal })))],
    );
  }

  /** Those who may see the pilot and its reviews, by name. */
  findOwners(pilotId: string): Promise<OwnerDto[]> {
    return this.database.query<OwnerDto>(
      `SELECT u.id, u.name FROM users u WHERE ${maySeeReviews('$1')} ORDER BY u.name, u.id`,
      [pilotId],
    );
  }
}
