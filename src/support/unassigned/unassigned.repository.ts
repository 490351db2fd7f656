import { Injectable } from '@nestjs/common';
import type { Priority } from '../../domain/service-clock.js';
import type { Tier } from '../../domain/tiers.js';
import { Database } from '../../platform/database/database.js';
import { keyBefore, type PageRequest } from '../../platform/http/paging.js';

/** A request that waits for a location. */
export interface UnassignedRow {
  id: string;
  source: string | null;
  externalId: string | null;
  externalUrl: string | null;
  openedAt: Date;
  firstResponseAt: Date | null;
  escalatedAt: Date | null;
  firstResolvedAt: Date | null;
  resolvedAt: Date | null;
  tier: Tier;
  priority: Priority;
  waitedMinutes: number | null;
  waitingSince: Date | null;
  channel: string | null;
  category: string | null;
  readLevel: number | null;
  directional: boolean;
  title: string | null;
  workstation: string | null;
  place: string | null;
  version: number;
}

/** A request that somebody gave a location. */
export interface PlacedByHand {
  locationId: string;
  source: string | null;
  place: string | null;
}

const SELECT = `
  SELECT id, source, external_id AS "externalId", external_url AS "externalUrl", opened_at AS "openedAt",
         first_response_at AS "firstResponseAt", escalated_at AS "escalatedAt", first_resolved_at AS "firstResolvedAt",
         resolved_at AS "resolvedAt", tier, priority, waited_minutes AS "waitedMinutes", waiting_since AS "waitingSince", channel, category, read_level AS "readLevel", directional, title, workstation, place, version
  FROM support_requests`;

@Injectable()
export class UnassignedRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<UnassignedRow | null> {
    return this.database.one(
      `${SELECT} WHERE id = $1 AND location_id IS NULL ${options.lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
  }

  /** Of these sources (null: of all), newest first. */
  list(
    sources: readonly string[] | null,
    { from, to }: { from: Date | null; to: Date | null },
    page: PageRequest,
  ): Promise<UnassignedRow[]> {
    const before = keyBefore(to, page);
    return this.database.query(
      `${SELECT} WHERE location_id IS NULL AND ($1::text[] IS NULL OR source = ANY($1))
         AND opened_at >= $2 AND (opened_at, id) < ($3::timestamptz, $4::uuid)
       ORDER BY opened_at DESC, id DESC LIMIT $5`,
      [sources, from ?? '-infinity', before.at, before.id, page.limit + 1],
    );
  }

  /** Whether a request of this source waits for a location. */
  async isWaiting(source: string, externalId: string): Promise<boolean> {
    const found = await this.database.one(
      'SELECT 1 FROM support_requests WHERE source = $1 AND external_id = $2 AND location_id IS NULL',
      [source, externalId],
    );
    return found !== null;
  }

  async assign(id: string, locationId: string): Promise<void> {
    await this.database.query(
      `UPDATE support_requests SET location_id = $2, placed_by_hand = true, version = version + 1 WHERE id = $1`,
      [id, locationId],
    );
  }

  /** A request that somebody placed by hand, with what its source's rules look at; locked. */
  lockPlacedByHand(id: string): Promise<PlacedByHand | null> {
    return this.database.one(
      `SELECT location_id AS "locationId", source, place FROM support_requests
       WHERE id = $1 AND placed_by_hand AND location_id IS NOT NULL FOR UPDATE`,
      [id],
    );
  }

  /** Leaves it to its source's rules. */
  async release(id: string, locationId: string | null): Promise<void> {
    await this.database.query(
      `UPDATE support_requests SET location_id = $2, placed_by_hand = false, version = version + 1 WHERE id = $1`,
      [id, locationId],
    );
  }
}
