import { Injectable } from '@nestjs/common';
import { conflict, type DomainError } from '../domain/errors.js';
import type { CoverageException, CoverageRule } from '../domain/coverage.js';
import type { LocalDate } from '../domain/local-date.js';
import { Database } from '../platform/database/database.js';
import { whenBroken } from '../platform/database/database-errors.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { CoverageExceptionDto, CoverageHoursDto } from './coverage-hours.dto.js';

const HOURS = `SELECT id, location_id AS "locationId", position_id AS "positionId", weekdays,
  starts_at AS "startsAt", ends_at AS "endsAt", required, effective_from AS "effectiveFrom",
  effective_to AS "effectiveTo", version FROM coverage_hours`;

const EXCEPTIONS = `SELECT e.id, e.location_id AS "locationId", e.date, e.until_date AS "untilDate", e.kind, e.reason, e.version,
  COALESCE((SELECT json_agg(json_build_object('positionId', h.position_id, 'startsAt', to_char(h.starts_at, 'HH24:MI'),
      'endsAt', to_char(h.ends_at, 'HH24:MI'), 'required', h.required) ORDER BY h.ordinal)
    FROM coverage_exception_hours h WHERE h.exception_id = e.id), '[]') AS hours
  FROM coverage_exceptions e`;

const LISTED = `WHERE ($1::uuid[] IS NULL OR location_id = ANY($1)) AND ($2::uuid IS NULL OR location_id = $2)
  AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`;

/** Coverage hours and exceptions as they are expanded, with the other fields of their rows. */
export type StoredRule = CoverageRule & Pick<CoverageHoursDto, 'id' | 'locationId' | 'version'>;
export type StoredException = CoverageException &
  Pick<CoverageExceptionDto, 'id' | 'locationId' | 'kind' | 'reason' | 'version'>;

export interface LocationSelection {
  visible: readonly string[] | null;
  locationId: string | null;
}

/** Names the dates of the overlapping exception, when it is known. */
export const exceptionExists = ({ date, untilDate }: { date: string; untilDate: string }): DomainError =>
  date === untilDate
    ? conflict('EXCEPTION_EXISTS', { date })
    : conflict('EXCEPTION_EXISTS.span', { date, untilDate });

@Injectable()
export class CoverageHoursRepository {
  constructor(private readonly database: Database) {}

  /** The locations' rules that can have an occurrence starting on one of the dates. */
  findRules(locationIds: readonly string[], from: LocalDate, to: LocalDate): Promise<StoredRule[]> {
    return this.database.query(
      `${HOURS} WHERE location_id = ANY($1) AND effective_from <= $3 AND (effective_to IS NULL OR effective_to >= $2)`,
      [locationIds, from, to],
    );
  }

  findExceptions(locationIds: readonly string[], from: LocalDate, to: LocalDate): Promise<StoredException[]> {
    return this.database.query(
      `${EXCEPTIONS} WHERE e.location_id = ANY($1) AND e.until_date >= $2 AND e.date <= $3`,
      [locationIds, from, to],
    );
  }

  findHours(id: string, options: { lock?: boolean } = {}): Promise<CoverageHoursDto | null> {
    return this.database.one(`${HOURS} WHERE id = $1 ${options.lock ? 'FOR UPDATE' : ''}`, [id]);
  }

  listHours(
    { visible, locationId }: LocationSelection,
    { limit, after }: PageRequest,
  ): Promise<CoverageHoursDto[]> {
    return this.database.query(`${HOURS} ${LISTED}`, [visible, locationId, after?.[0] ?? null, limit + 1]);
  }

  async saveHours(hours: Omit<CoverageHoursDto, 'version'>): Promise<void> {
    await this.database.query(
      `INSERT INTO coverage_hours
         (id, location_id, position_id, weekdays, starts_at, ends_at, required, effective_from, effective_to)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (id) DO UPDATE SET position_id = excluded.position_id, weekdays = excluded.weekdays,
         starts_at = excluded.starts_at, ends_at = excluded.ends_at, required = excluded.required,
         effective_from = excluded.effective_from, effective_to = excluded.effective_to,
         version = coverage_hours.version + 1`,
      [
        hours.id,
        hours.locationId,
        hours.positionId,
        hours.weekdays,
        hours.startsAt,
        hours.endsAt,
        hours.required,
        hours.effectiveFrom,
        hours.effectiveTo,
      ],
    );
  }

  async removeHours(id: string): Promise<void> {
    await this.database.query('DELETE FROM coverage_hours WHERE id = $1', [id]);
  }

  findException(id: string, options: { lock?: boolean } = {}): Promise<CoverageExceptionDto | null> {
    return this.database.one(`${EXCEPTIONS} WHERE e.id = $1 ${options.lock ? 'FOR UPDATE OF e' : ''}`, [id]);
  }

  listExceptions(
    { visible, locationId }: LocationSelection,
    { limit, after }: PageRequest,
  ): Promise<CoverageExceptionDto[]> {
    return this.database.query(`${EXCEPTIONS} ${LISTED}`, [
      visible,
      locationId,
      after?.[0] ?? null,
      limit + 1,
    ]);
  }

  /**
   * Writers of a location's exceptions wait for each other here, so that two overlapping ones do not
   * deadlock.
   */
  async lockExceptionsOf(locationId: string): Promise<void> {
    await this.database.query('SELECT FROM locations WHERE id = $1 FOR NO KEY UPDATE', [locationId]);
  }

  /** Another exception of the location on one of the dates. */
  findOverlapping({
    id,
    locationId,
    date,
    untilDate,
  }: Omit<CoverageExceptionDto, 'version'>): Promise<CoverageExceptionDto | null> {
    return this.database.one(
      `${EXCEPTIONS} WHERE e.location_id = $1 AND e.id <> $2 AND e.until_date >= $3 AND e.date <= $4
       ORDER BY e.date LIMIT 1`,
      [locationId, id, date, untilDate],
    );
  }

  async saveException(exception: Omit<CoverageExceptionDto, 'version'>): Promise<void> {
    const { id, locationId, date, untilDate, kind, reason } = exception;
    await whenBroken(
      this.database.query(
        `INSERT INTO coverage_exceptions (id, location_id, date, until_date, kind, reason) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET date = excluded.date, until_date = excluded.until_date, kind = excluded.kind,
           reason = excluded.reason, version = coverage_exceptions.version + 1`,
        [id, locationId, date, untilDate, kind, reason],
      ),
      { coverage_exceptions_disjoint: () => exceptionExists({ date, untilDate }) },
    );
    await this.database.query('DELETE FROM coverage_exception_hours WHERE exception_id = $1', [exception.id]);
    await this.database.query(
      `INSERT INTO coverage_exception_hours (exception_id, ordinal, position_id, starts_at, ends_at, required)
       SELECT $1, row_number() OVER () - 1, h."positionId", h."startsAt", h."endsAt", h.required
       FROM json_to_recordset($2) AS h("positionId" uuid, "startsAt" time, "endsAt" time, required smallint)`,
      [exception.id, JSON.stringify(exception.hours)],
    );
  }

  async removeException(id: string): Promise<void> {
    await this.database.query('DELETE FROM coverage_exceptions WHERE id = $1', [id]);
  }
}
