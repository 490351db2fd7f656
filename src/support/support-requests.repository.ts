import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { firstResolution } from './first-resolution.js';
import { SELECT, type SupportRequestRow } from './request-row.js';

/** The stored fields of a request. */
export type StoredRequest = Omit<
  SupportRequestRow,
  | 'timeZone'
  | 'history'
  | 'version'
  | 'assigneeId'
  | 'assigneeName'
  | 'assigneeDisplayName'
  | 'place'
  | 'placedByHand'
  | 'collected'
  | 'tierByHand'
  | 'escalatedByHandAt'
  | 'canEscalate'
  | 'canReturn'
>;

@Injectable()
export class SupportRequestsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<SupportRequestRow | null> {
    return this.database.one(`${SELECT} WHERE r.id = $2 ${options.lock ? 'FOR UPDATE OF r' : ''}`, [
      this.clock.date(),
      id,
    ]);
  }

  lockExternal(source: string, externalId: string): Promise<SupportRequestRow | null> {
    return this.database.one(`${SELECT} WHERE r.source = $2 AND r.external_id = $3 FOR UPDATE OF r`, [
      this.clock.date(),
      source,
      externalId,
    ]);
  }

  /** Returns false when the same source and external id were stored meanwhile. */
  async insert(row: StoredRequest): Promise<boolean> {
    const inserted = await this.database.one(
      `INSERT INTO support_requests
         (id, location_id, source, external_id, external_url, opened_at, first_response_at, escalated_at,
          first_resolved_at, resolved_at, tier, channel, category, read_level, directional, created_by, logged_at,
          waited_minutes, title, workstation, requester, priority)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
       ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO NOTHING RETURNING id`,
      [
        row.id,
        row.locationId,
        row.source,
        row.externalId,
        row.externalUrl,
        row.openedAt,
        row.firstResponseAt,
        row.escalatedAt,
        row.firstResolvedAt,
        row.resolvedAt,
        row.tier,
        row.channel,
        row.category,
        row.readLevel,
        row.directional,
        row.createdBy,
        row.loggedAt,
        row.waitedMinutes,
        row.title,
        row.workstation,
        row.requester,
        row.priority,
      ],
    );
    return inserted !== null;
  }

  /**
   * A request that somebody changes is no longer known only from a file. A first resolution that is not given
   * follows from the resolution.
   */
  async update(row: SupportRequestRow, isFirstGiven: boolean): Promise<void> {
    await this.database.query(
      `UPDATE support_requests
       SET external_url = $2, opened_at = $3, first_response_at = $4, escalated_at = $5,
           first_resolved_at = CASE WHEN $14 THEN $6 ELSE ${firstResolution('first_resolved_at', '$7')} END, resolved_at = $7, tier = $8, channel = $9, category = $10, read_level = $11, directional = $12,
           waited_minutes = $13, title = $15, workstation = $16, requester = $17, assignee_id = $18, priority = $19, waiting_since = $20, tier_by_hand = $21 AND $8 = 'campus-it', escalated_by_hand_at = $22, imported = false, version = version + 1
       WHERE id = $1`,
      [
        row.id,
        row.externalUrl,
        row.openedAt,
        row.firstResponseAt,
        row.escalatedAt,
        row.firstResolvedAt,
        row.resolvedAt,
        row.tier,
        row.channel,
        row.category,
        row.readLevel,
        row.directional,
        row.waitedMinutes,
        isFirstGiven,
        row.title,
        row.workstation,
        row.requester,
        row.assigneeId,
        row.priority,
        row.waitingSince,
        row.tierByHand,
        row.escalatedByHandAt,
      ],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM support_requests WHERE id = $1', [id]);
  }

  /** Forgets who asked, of requests that were resolved long enough ago, and of those that nobody resolves. */
  async forgetRequesters(resolvedBefore: Date, openedBefore: Date): Promise<void> {
    await this.database.query(
      `UPDATE support_requests SET requester = NULL, version = version + 1
       WHERE requester IS NOT NULL AND (resolved_at < $1 OR (resolved_at IS NULL AND opened_at < $2))`,
      [resolvedBefore, openedBefore],
    );
  }
}
