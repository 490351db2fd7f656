import { Injectable } from '@nestjs/common';
import type { RequestFact, TallyFact } from '../domain/metrics/pilot-metrics.js';
import { Database } from '../platform/database/database.js';
import { epochMillis } from '../platform/database/epoch.js';

/** A request as metrics need it, with what they may be split by. Instants in epoch ms. */
export interface RequestFactRow extends RequestFact {
  locationId: string;
  channel: string | null;
  category: string | null;
}

export interface TallyFactRow extends TallyFact {
  locationId: string;
  channel: string | null;
  category: string | null;
}

/** What was asked, as the features above support read it. */
@Injectable()
export class SupportFactsRepository {
  constructor(private readonly database: Database) {}

  findRequests(locationIds: readonly string[], from: Date, to: Date): Promise<RequestFactRow[]> {
    return this.database.query<RequestFactRow>(
      `SELECT location_id AS "locationId", ${epochMillis('opened_at')} AS "openedAt",
              ${epochMillis('first_response_at')} AS "firstResponseAt", ${epochMillis('escalated_at')} AS "escalatedAt",
              ${epochMillis('first_resolved_at')} AS "firstResolvedAt", ${epochMillis('resolved_at')} AS "resolvedAt",
              tier, directional, read_level AS "readLevel", channel, category
       FROM support_requests WHERE location_id = ANY($1) AND opened_at >= $2 AND opened_at < $3`,
      [locationIds, from, to],
    );
  }

  findTallies(locationIds: readonly string[], from: Date, to: Date): Promise<TallyFactRow[]> {
    return this.database.query<TallyFactRow>(
      `SELECT location_id AS "locationId", ${epochMillis('at')} AS at, count, directional, channel, category
       FROM support_tallies WHERE location_id = ANY($1) AND at >= $2 AND at < $3`,
      [locationIds, from, to],
    );
  }
}
