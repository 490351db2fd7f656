import { Injectable } from '@nestjs/common';
import type { PatronAnswer, PulseGroup, PulseQuestion } from '../../domain/pilots/questions.js';
import { Database } from '../../platform/database/database.js';

interface PulseCountRow {
  month: string;
  group: PulseGroup;
  question: PulseQuestion;
  answer: number;
  count: number;
}

interface PatronCountRow {
  month: string;
  locationId: string;
  answer: PatronAnswer;
  count: number;
}

@Injectable()
export class VoicesRepository {
  constructor(private readonly database: Database) {}

  findPulseCounts(pilotId: string): Promise<PulseCountRow[]> {
    return this.database.query<PulseCountRow>(
      `SELECT month, group_name AS "group", question, answer, count FROM pulse_counts
       WHERE pilot_id = $1 ORDER BY month, group_name, question, answer`,
      [pilotId],
    );
  }

  /** By month and location, for whole months that touch the dates, both included. */
  findPatronCounts(locationIds: readonly string[], from: string, to: string): Promise<PatronCountRow[]> {
    return this.database.query<PatronCountRow>(
      `SELECT to_char(date, 'YYYY-MM') AS month, location_id AS "locationId", answer, sum(count)::int AS count
       FROM patron_counts
       WHERE location_id = ANY($1) AND date >= date_trunc('month', $2::date)
         AND date < date_trunc('month', $3::date) + interval '1 month'
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [locationIds, from, to],
    );
  }
}
