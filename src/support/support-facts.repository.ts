import { Injectable } from '@nestjs/common';
import type { AreaReading } from '../domain/activity/gate-hours.js';
import { LONGEST_GAP } from '../domain/activity/gate-spans.js';
import type { ActivitySeries } from '../domain/activity/series.js';
import type { Span } from '../domain/interval.js';
import type { LocalDate } from '../domain/local-date.js';
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

/** How many were counted in an area. The instant in epoch ms. */
export interface CountFactRow {
  at: number;
  area: string;
  count: number;
}

/** How many workstations were upgraded on a date. */
export interface UpgradesRow {
  locationId: string;
  date: LocalDate;
  stations: number;
}

const ROWS_AT_ONCE = 5_000;

/** SQL: the stops of a request up to its last answer, in order; null without any. */
const STOPS = `(
  SELECT json_agg(json_build_object('start', ${epochMillis('lower(stop)')}, 'end', ${epochMillis('upper(stop)')}) ORDER BY lower(stop))
  FROM unnest(stops * tstzmultirange(
    tstzrange(opened_at, GREATEST(opened_at, first_response_at, first_resolved_at, resolved_at)))) AS stop)`;

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
              source IS NULL AS "isLogged", CASE WHEN stops IS NOT NULL THEN ${STOPS} END AS stops
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

  /** What was counted of people and workstations in use. */
  findCounts(
    locationId: string,
    series: Exclude<ActivitySeries, 'gate'>,
    from: Date,
    to: Date,
  ): Promise<CountFactRow[]> {
    return this.database.query<CountFactRow>(
      `SELECT ${epochMillis('at')} AS at, area, count FROM activity_counts
       WHERE location_id = $1 AND series = $2 AND at >= $3 AND at < $4 ORDER BY at, area`,
      [locationId, series, from, to],
    );
  }

  /**
   * The clock hours of a zone in which a series was counted at a location, in order: the mean count of the whole
   * location, or else that of each area, summed.
   */
  findOccupiedHours(
    locationId: string,
    series: Exclude<ActivitySeries, 'gate'>,
    { from, to, timeZone }: { from: Date; to: Date; timeZone: string },
  ): Promise<OccupiedHour[]> {
    return this.database.query<OccupiedHour>(
      `SELECT ${epochMillis('hour')} AS start, ${epochMillis("hour + interval '1 hour'")} AS "end",
              sum(mean)::double precision AS seats
       FROM (SELECT hour, area, mean, bool_or(area = '') OVER (PARTITION BY hour) AS has_whole
             FROM (SELECT area, date_trunc('hour', at, $5) AS hour, avg(count) AS mean FROM activity_counts
                   WHERE location_id = $1 AND series = $2 AND at >= $3 AND at < $4 GROUP BY 1, 2) AS areas) AS hours
       WHERE area = '' OR NOT has_whole
       GROUP BY hour ORDER BY hour`,
      [locationId, series, from, to, timeZone],
    );
  }

  /** The readings of a location's gates whose entries may lie in a window. */
  findGateReadings(locationId: string, { start, end }: Span): Promise<AreaReading[]> {
    return this.database.query<AreaReading>(
      `SELECT ${epochMillis('at')} AS at, area, count, cumulative FROM activity_counts
       WHERE location_id = $1 AND series = 'gate' AND at >= $2 AND at <= $3 ORDER BY at, area`,
      [locationId, new Date(start - LONGEST_GAP), new Date(end + LONGEST_GAP)],
    );
  }

  /** How many workstations of locations were upgraded on which local date, by date. */
  findUpgrades(locationIds: readonly string[]): Promise<UpgradesRow[]> {
    return this.database.query<UpgradesRow>(
      `SELECT location_id AS "locationId", upgraded_on AS date, count(*)::int AS stations FROM workstations
       WHERE location_id = ANY($1) AND upgraded_on IS NOT NULL GROUP BY location_id, upgraded_on ORDER BY upgraded_on`,
      [locationIds],
    );
  }
}
