import { Injectable } from '@nestjs/common';
import type { ActivitySeries } from '../../domain/activity/series.js';
import { Database } from '../../platform/database/database.js';
import { epochMillis } from '../../platform/database/epoch.js';
import { keyBefore, type PageRequest } from '../../platform/http/paging.js';

export interface ActivityRow {
  id: string;
  locationId: string;
  timeZone: string;
  series: ActivitySeries;
  area: string;
  at: Date;
  count: number;
  cumulative: boolean;
  createdBy: string | null;
  version: number;
}

/** Of two such counts the later one replaces the earlier. */
export type CountKey = Pick<ActivityRow, 'locationId' | 'series' | 'area' | 'at'>;

export type GivenCount = CountKey & Pick<ActivityRow, 'count' | 'cumulative'>;

/** The same for counts of which the last one replaces the others. */
export const countKey = ({ locationId, series, area, at }: CountKey): string =>
  JSON.stringify([locationId, series, area, +at]);

/** Which counts a list contains; null: all. */
export interface ActivitySelection {
  visible: readonly string[] | null;
  locationId: string | null;
  series: ActivitySeries | null;
  area: string | null;
  from: Date | null;
  to: Date | null;
}

/** A clock hour of an area, with the mean and the largest of its counts. */
export interface CountedHourRow {
  start: number;
  end: number;
  area: string;
  mean: number;
  peak: number;
}

const COUNT = `
  t.id, t.location_id AS "locationId", l.time_zone AS "timeZone", t.series, t.area, t.at, t.count, t.cumulative,
  t.created_by AS "createdBy", t.version`;

@Injectable()
export class ActivityRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<ActivityRow | null> {
    return this.database.one(
      `SELECT ${COUNT} FROM activity_counts t JOIN locations l ON l.id = t.location_id WHERE t.id = $1`,
      [id],
    );
  }

  /** Newest first: the newest of each location and series by its index, and of these the newest. */
  list(selection: ActivitySelection, page: PageRequest): Promise<ActivityRow[]> {
    const before = keyBefore(selection.to, page);
    return this.database.query(
      `SELECT listed.* FROM locations l
       CROSS JOIN (VALUES ('headcount'), ('workstations-in-use'), ('gate')) AS all_series (series)
       CROSS JOIN LATERAL (
         SELECT ${COUNT} FROM activity_counts t
         WHERE t.location_id = l.id AND t.series = all_series.series
           AND (t.at, t.id) < ($4::timestamptz, $5::uuid) AND ${selection.from === null ? '$3::timestamptz IS NULL' : 't.at >= $3'}
           AND COALESCE($8::text IS NULL OR t.area = $8, false)
         ORDER BY t.at DESC, t.id DESC LIMIT $6
       ) listed
       WHERE ($1::uuid[] IS NULL OR l.id = ANY($1)) AND ($2::uuid IS NULL OR l.id = $2)
         AND ($7::text IS NULL OR all_series.series = $7)
       ORDER BY listed.at DESC, listed.id DESC LIMIT $6`,
      [
        selection.visible,
        selection.locationId,
        selection.from,
        before.at,
        before.id,
        page.limit + 1,
        selection.series,
        selection.area,
      ],
    );
  }

  /** For one series, place and moment the last count replaces earlier ones. */
  async save(count: Omit<ActivityRow, 'timeZone' | 'version'>): Promise<{ id: string; created: boolean }> {
    const saved = await this.database.one<{ id: string; created: boolean }>(
      `INSERT INTO activity_counts AS t (id, location_id, series, area, at, count, cumulative, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT ON CONSTRAINT activity_counts_once DO UPDATE
         SET count = excluded.count, cumulative = excluded.cumulative, created_by = excluded.created_by, version = t.version + 1
       RETURNING id, id = $1 AS created`,
      [
        count.id,
        count.locationId,
        count.series,
        count.area,
        count.at,
        count.count,
        count.cumulative,
        count.createdBy,
      ],
    );
    return saved!;
  }

  /** Stores counts with different keys. Returns those that are new, or differ from what was stored. */
  saveAll(counts: readonly GivenCount[]): Promise<(CountKey & { isNew: boolean })[]> {
    // In the order of imports, so that they wait for each other and never both ways.
    return this.database.query(
      `INSERT INTO activity_counts AS c (id, location_id, series, area, at, count, cumulative)
       SELECT gen_random_uuid(), location_id, series, area, at, count, cumulative
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::boolean[])
         AS given (location_id, series, area, at, count, cumulative)
       ORDER BY location_id, series, area, at
       ON CONFLICT ON CONSTRAINT activity_counts_once DO UPDATE
         SET count = excluded.count, cumulative = excluded.cumulative, created_by = NULL, version = c.version + 1
         WHERE c.count <> excluded.count OR c.cumulative <> excluded.cumulative
       RETURNING location_id AS "locationId", series, area, at, xmax = 0 AS "isNew"`,
      [
        counts.map(({ locationId }) => locationId),
        counts.map(({ series }) => series),
        counts.map(({ area }) => area),
        counts.map(({ at }) => at),
        counts.map(({ count }) => count),
        counts.map(({ cumulative }) => cumulative),
      ],
    );
  }

  /** Until the transaction ends nobody else changes or removes it. */
  async lock(id: string): Promise<void> {
    await this.database.query('SELECT FROM activity_counts WHERE id = $1 FOR UPDATE', [id]);
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM activity_counts WHERE id = $1', [id]);
  }

  /** The clock hours of a location's zone in which a series was counted, by area. */
  findHours(
    locationId: string,
    series: ActivitySeries,
    { from, to, timeZone }: { from: Date; to: Date; timeZone: string },
  ): Promise<CountedHourRow[]> {
    return this.database.query<CountedHourRow>(
      `SELECT ${epochMillis('hour')} AS start, ${epochMillis("hour + interval '1 hour'")} AS "end", area,
              mean::double precision AS mean, peak
       FROM (SELECT area, date_trunc('hour', at, $5) AS hour, avg(count) AS mean, max(count) AS peak FROM activity_counts
             WHERE location_id = $1 AND series = $2 AND at >= $3 AND at < $4 GROUP BY 1, 2) AS hours
       ORDER BY hour, area`,
      [locationId, series, from, to, timeZone],
    );
  }
}
