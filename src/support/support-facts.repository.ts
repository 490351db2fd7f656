import { Injectable } from '@nestjs/common';
import type { OccupiedHour, RequestFact, TallyFact } from '../domain/metrics/facts.js';
import { Database } from '../platform/database/database.js';
import { epochMillis } from '../platform/database/epoch.js';

/** A request for metrics, with the values by which it may be split. Instants in epoch ms. */
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

/** How many people were counted in an area. The instant in epoch ms. */
export interface HeadcountFactRow {
  at: number;
  area: string;
  count: number;
}

const ROWS_AT_ONCE = 5_000;

/** Support data for the features above support. */
@Injectable()
export class SupportFactsRepository {
  constructor(private readonly database: Database) {}

  /**
   * The requests opened at a location in a window, in batches of some thousands. Call it within a
   * transaction.
   */
  async *streamRequests(locationId: string, from: Date, to: Date): AsyncGenerator<RequestFactRow[]> {
    await this.database.query(
      `DECLARE requests NO SCROLL CURSOR FOR
       SELECT location_id AS "locationId", ${epochMillis('opened_at')} AS "openedAt",
              ${epochMillis('first_response_at')} AS "firstResponseAt", ${epochMillis('escalated_at')} AS "escalatedAt",
              ${epochMillis('first_resolved_at')} AS "firstResolvedAt", ${epochMillis('resolved_at')} AS "resolvedAt",
              tier, directional, read_level AS "readLevel", channel, category, waited_minutes AS "waitedMinutes",
              source IS NULL AS "isLogged"
       FROM support_requests WHERE location_id = $1 AND opened_at >= $2 AND opened_at < $3`,
      [locationId, from, to],
    );
    try {
      for (;;) {
        const rows = await this.database.query<RequestFactRow>(`FETCH ${ROWS_AT_ONCE} FROM requests`);
        if (rows.length > 0) yield rows;
        if (rows.length < ROWS_AT_ONCE) return;
      }
    } finally {
      await this.database.query('CLOSE requests');
    }
  }

  /** The time of the last answer or resolution among the requests opened at a location in a window. */
  async findLastAnswer(locationId: string, from: Date, to: Date): Promise<number | null> {
    const row = await this.database.one<{ at: number | null }>(
      `SELECT ${epochMillis('max(GREATEST(first_response_at, first_resolved_at, resolved_at))')} AS at
       FROM support_requests WHERE location_id = $1 AND opened_at >= $2 AND opened_at < $3`,
      [locationId, from, to],
    );
    return row!.at;
  }

  findTallies(locationIds: readonly string[], from: Date, to: Date): Promise<TallyFactRow[]> {
    return this.database.query<TallyFactRow>(
      `SELECT location_id AS "locationId", ${epochMillis('at')} AS at, count, directional, channel, category
       FROM support_tallies WHERE location_id = ANY($1) AND at >= $2 AND at < $3`,
      [locationIds, from, to],
    );
  }

  findHeadcounts(locationId: string, from: Date, to: Date): Promise<HeadcountFactRow[]> {
    return this.database.query<HeadcountFactRow>(
      `SELECT ${epochMillis('at')} AS at, area, count FROM headcounts WHERE location_id = $1 AND at >= $2 AND at < $3 ORDER BY at, area`,
      [locationId, from, to],
    );
  }

  /**
   * The clock hours of a zone in which people were counted at a location, in order: the mean count of each
   * area, summed.
   */
  findOccupiedHours(locationId: string, from: Date, to: Date, timeZone: string): Promise<OccupiedHour[]> {
    return this.database.query<OccupiedHour>(
      `SELECT ${epochMillis('hour')} AS start, ${epochMillis("hour + interval '1 hour'")} AS "end",
              sum(mean)::double precision AS seats
       FROM (SELECT area, date_trunc('hour', at, $4) AS hour, avg(count) AS mean FROM headcounts
             WHERE location_id = $1 AND at >= $2 AND at < $3 GROUP BY 1, 2) AS areas
       GROUP BY hour ORDER BY hour`,
      [locationId, from, to, timeZone],
    );
  }
}
