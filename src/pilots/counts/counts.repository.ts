import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { LocationDto } from '../../coverage/locations.dto.js';
import type { Span } from '../../domain/interval.js';
import type { LocalDate } from '../../domain/local-date.js';
import { COUNTED_SUMS } from '../../domain/metrics/counts/cells.js';
import type { WrittenDay } from '../../domain/metrics/counts/counting.js';
import { DEFINITION_VERSION } from '../../domain/metrics/metrics.js';
import { Database } from '../../platform/database/database.js';
import { epochMillis } from '../../platform/database/epoch.js';

/** Increased when counts are written in another way. */
const WRITING = 2;
/** What counts that can be read were written by; those of other definitions, sums or ways of writing are counted again. */
export const COUNTS_FORMAT = createHash('sha256')
  .update(JSON.stringify([WRITING, DEFINITION_VERSION, COUNTED_SUMS]))
  .digest()
  .readInt32BE();

/** Days of a location that are to be counted. */
export interface UncountedDays {
  locationId: string;
  timeZone: string;
  dates: LocalDate[];
}

type Place = Pick<LocationDto, 'id' | 'timeZone'>;

/** A day that was counted. Instants in epoch ms. */
export interface StoredSpan extends Span {
  date: LocalDate;
}

/** A day's counts as stored; `hours` only when asked for. Instants in epoch ms. */
export interface StoredDay extends Span {
  whole: Buffer;
  hours: Buffer | null;
}

/** SQL: the dates of the pilots' phases at location `l` that were over at $1. */
const WANTED = `
  SELECT DISTINCT day::date AS date
  FROM pilot_locations pl JOIN pilots p ON p.id = pl.pilot_id
  CROSS JOIN LATERAL (VALUES (p.baseline_from, p.baseline_to), (p.pilot_from, p.pilot_to)) AS phase (first, after)
  CROSS JOIN LATERAL generate_series(
    phase.first::timestamp, least(phase.after, ($1::timestamptz AT TIME ZONE l.time_zone)::date)::timestamp - interval '1 day',
    interval '1 day') AS day
  WHERE pl.location_id = l.id`;

const DAYS_AT_ONCE = 100;

/** The counts of days, and what makes them stale. */
@Injectable()
export class CountsRepository {
  constructor(private readonly database: Database) {}

  /** The days of a location in a window that were counted, and on which nothing that they depend on has changed since. */
  findCounted({ id, timeZone }: Place, window: Span): Promise<StoredSpan[]> {
    return this.database.query<StoredSpan>(
      `WITH changed AS MATERIALIZED (
         SELECT range_agg(tstzrange(starts_at, ends_at, '[]')) AS times FROM stale_spans WHERE location_id IS NULL OR location_id = $1)
       SELECT d.date::text AS date, ${epochMillis('d.starts_at')} AS start, ${epochMillis('d.ends_at')} AS "end"
       FROM location_days d, changed
       WHERE d.location_id = $1 AND d.starts_at >= $2 AND d.starts_at < $3 AND d.ends_at <= $3 AND d.format = $4 AND d.time_zone = $5 AND NOT d.stale
         AND (changed.times && tstzrange(d.starts_at, d.reaches_at, '[]')) IS NOT TRUE
       ORDER BY d.starts_at`,
      [id, new Date(window.start), new Date(window.end), COUNTS_FORMAT, timeZone],
    );
  }

  /** The counts of some days of `findCounted`, in order, a hundred at once. Call both within one transaction. */
  async *read(locationId: string, days: readonly Span[], withHours: boolean): AsyncGenerator<StoredDay[]> {
    for (let first = 0; first < days.length; first += DAYS_AT_ONCE)
      yield await this.database.query<StoredDay>(
        `SELECT ${epochMillis('starts_at')} AS start, ${epochMillis('ends_at')} AS "end", whole,
                CASE WHEN $3::boolean THEN hours END AS hours
         FROM location_days WHERE location_id = $1 AND starts_at = ANY($2) ORDER BY starts_at`,
        [locationId, days.slice(first, first + DAYS_AT_ONCE).map(({ start }) => new Date(start)), withHours],
      );
  }

  /**
   * Runs `work` on one state of the database, while nobody else writes counts. The lock comes before the state is taken:
   * otherwise a change could be settled in between, and be in neither.
   */
  writing<T>(work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.database.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await this.database.query('LOCK TABLE location_days IN SHARE ROW EXCLUSIVE MODE');
      return work();
    });
  }

  /** Marks the days that changes made stale, and forgets the changes. Call it in `writing`. */
  async settleChanges(): Promise<void> {
    await this.database.query(
      `WITH settled AS (DELETE FROM stale_spans RETURNING location_id, starts_at, ends_at),
       changed AS (
         SELECT l.id, range_agg(tstzrange(s.starts_at, s.ends_at, '[]')) AS times
         FROM locations l JOIN settled s ON s.location_id IS NULL OR s.location_id = l.id GROUP BY l.id)
       UPDATE location_days d SET stale = true FROM changed c
       WHERE d.location_id = c.id AND NOT d.stale AND c.times && tstzrange(d.starts_at, d.reaches_at, '[]')`,
    );
  }

  /**
   * The days of all pilots' phases that are over since `before`, and were not counted, or counted in another format or
   * zone, or are stale. Dates that a zone skipped have no time.
   */
  findUncounted(before: Date): Promise<UncountedDays[]> {
    return this.database.query<UncountedDays>(
      `SELECT l.id AS "locationId", l.time_zone AS "timeZone", json_agg(w.date::text ORDER BY w.date) AS dates
       FROM locations l JOIN LATERAL (${WANTED}) w ON true
       LEFT JOIN location_days d ON d.location_id = l.id AND d.date = w.date
       WHERE (d.date IS NULL OR d.stale OR d.format <> $2 OR d.time_zone <> l.time_zone)
         AND w.date::timestamp AT TIME ZONE l.time_zone < (w.date + 1)::timestamp AT TIME ZONE l.time_zone
       GROUP BY l.id, l.time_zone ORDER BY l.id`,
      [before, COUNTS_FORMAT],
    );
  }

  /** All days that are counted. */
  findAllCounted(): Promise<UncountedDays[]> {
    return this.database.query<UncountedDays>(
      `SELECT l.id AS "locationId", l.time_zone AS "timeZone", json_agg(d.date::text ORDER BY d.date) AS dates
       FROM locations l JOIN location_days d ON d.location_id = l.id GROUP BY l.id, l.time_zone ORDER BY l.id`,
    );
  }

  /** Removes the counts of days that no pilot has any more. */
  async removeUnwanted(before: Date): Promise<void> {
    await this.database.query(
      `DELETE FROM location_days d
       WHERE NOT EXISTS (SELECT FROM locations l CROSS JOIN LATERAL (${WANTED}) w WHERE l.id = d.location_id AND w.date = d.date)`,
      [before],
    );
  }

  async save(
    { id, timeZone }: Place,
    dates: readonly LocalDate[],
    days: readonly WrittenDay[],
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO location_days (location_id, date, time_zone, starts_at, ends_at, reaches_at, format, stale, whole, hours)
       SELECT $1, date, $9, starts_at, ends_at, reaches_at, $2, false, whole, hours
       FROM unnest($3::date[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::bytea[], $8::bytea[])
         AS days (date, starts_at, ends_at, reaches_at, whole, hours)
       ON CONFLICT (location_id, date) DO UPDATE SET time_zone = excluded.time_zone, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
         reaches_at = excluded.reaches_at, format = excluded.format, stale = false, whole = excluded.whole,
         hours = excluded.hours`,
      [
        id,
        COUNTS_FORMAT,
        dates,
        days.map(({ start }) => new Date(start)),
        days.map(({ end }) => new Date(end)),
        days.map(({ reachesAt }) => new Date(reachesAt)),
        days.map(({ whole }) => Buffer.from(whole)),
        days.map(({ hours }) => Buffer.from(hours)),
        timeZone,
      ],
    );
  }
}
