import { Injectable } from '@nestjs/common';
import type { Preference } from '../../availability/availability.dto.js';
import type { Span } from '../../domain/interval.js';
import type { LocalDate, LocalTime, Weekday } from '../../domain/local-date.js';
import type { Term } from '../../domain/terms.js';
import { Database } from '../../platform/database/database.js';
import { isActive } from '../roster/active-claims.js';

/** A span of an operator, in epoch ms. */
interface OperatorSpan extends Span {
  operatorId: string;
}

/** Weekly hours in which an operator cannot work. */
export interface WeeklyAbsence {
  operatorId: string;
  weekday: Weekday;
  startsAt: LocalTime;
  endsAt: LocalTime;
  effectiveFrom: LocalDate;
  effectiveTo: LocalDate | null;
}

/**
 * The data about operators around a window: terms, pending and approved claims at any location, and when they
 * cannot work.
 */
export interface Bearing {
  terms: Term[];
  claims: (OperatorSpan & { id: string; shiftId: string })[];
  classes: OperatorSpan[];
  /** Single absences; the weekly ones are in `weekly`. */
  absences: OperatorSpan[];
  weekly: WeeklyAbsence[];
}

const ROW_OF = {
  terms: `
    SELECT starts_on AS "startsOn", ends_on AS "endsOn", periods,
           json_build_object('classes', cap_classes, 'exams', cap_exams, 'break', cap_break) AS "weeklyHourCap"
    FROM terms WHERE daterange(starts_on, ends_on, '[]') && daterange($4, $5, '[]') ORDER BY starts_on`,
  // A shift lasts at most 24 hours and a class at most a week; this limits the index ranges on their starts.
  claims: `
    SELECT id, operator_id AS "operatorId", shift_id AS "shiftId", ${millis('starts_at')} AS start, ${millis('ends_at')} AS "end"
    FROM claims WHERE operator_id = ANY($1) AND ${isActive('claims')}
      AND starts_at > $2::timestamptz - interval '24 hours' AND starts_at < $3 AND ends_at > $2`,
  classes: `
    SELECT operator_id AS "operatorId", ${millis('starts_at')} AS start, ${millis('ends_at')} AS "end"
    FROM timetable_classes WHERE operator_id = ANY($1)
      AND starts_at > $2::timestamptz - interval '8 days' AND starts_at < $3 AND ends_at > $2`,
  absences: `
    SELECT operator_id AS "operatorId", ${millis('starts_at')} AS start, ${millis('ends_at')} AS "end"
    FROM unavailability WHERE operator_id = ANY($1) AND kind = 'once' AND preference = '${'cannot' satisfies Preference}'
      AND starts_at < $3 AND ends_at > $2`,
  weekly: `
    SELECT operator_id AS "operatorId", weekday, to_char(local_start, 'HH24:MI') AS "startsAt",
           to_char(local_end, 'HH24:MI') AS "endsAt", effective_from AS "effectiveFrom", effective_to AS "effectiveTo"
    FROM unavailability WHERE operator_id = ANY($1) AND kind = 'weekly' AND weekday IS NOT NULL
      AND local_start IS NOT NULL AND local_end IS NOT NULL AND preference = '${'cannot' satisfies Preference}'
      AND effective_from <= $5 AND (effective_to IS NULL OR effective_to >= $4)`,
} satisfies Record<keyof Bearing, string>;

const all = (name: keyof Bearing): string =>
  `COALESCE((SELECT json_agg(r) FROM (${ROW_OF[name]}) r), '[]') AS ${name}`;
const BEARING = `SELECT ${all('terms')}, ${all('claims')}, ${all('classes')}, ${all('absences')}, ${all('weekly')}`;

@Injectable()
export class EligibilityRepository {
  constructor(private readonly database: Database) {}

  /**
   * Everything that touches the window (first to last local date), in one statement and so as of one moment.
   */
  async bearingOn(
    operatorIds: readonly string[],
    { start, end }: Span,
    dates: { first: LocalDate; last: LocalDate },
  ): Promise<Bearing> {
    const values = [operatorIds, new Date(start), new Date(end), dates.first, dates.last];
    return (await this.database.one<Bearing>(BEARING, values))!;
  }
}

function millis(column: string): string {
  return `(extract(epoch FROM ${column}) * 1000)::bigint`;
}
