import { Injectable } from '@nestjs/common';
import { conflict } from '../domain/errors.js';
import type { LocalDate } from '../domain/local-date.js';
import { Database } from '../platform/database/database.js';
import { whenBroken } from '../platform/database/database-errors.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { TermDto } from './terms.dto.js';

const SELECT = `
  SELECT id, name, starts_on AS "startsOn", ends_on AS "endsOn", periods,
         json_build_object('classes', cap_classes, 'exams', cap_exams, 'break', cap_break) AS "weeklyHourCap", version
  FROM terms`;
const brokenTerm = {
  terms_name: () => conflict('NAME_TAKEN', { what: 'term' }),
  terms_disjoint: () => conflict('OVERLAPPING_TERM'),
};

@Injectable()
export class TermsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<TermDto | null> {
    return this.database.one(`${SELECT} WHERE id = $1 ${options.lock ? 'FOR UPDATE' : ''}`, [id]);
  }

  /** Latest first. */
  list({ limit, after }: PageRequest): Promise<TermDto[]> {
    return this.database.query(
      `${SELECT} WHERE ($1::date IS NULL OR starts_on < $1) ORDER BY starts_on DESC LIMIT $2`,
      [after?.[0] ?? null, limit + 1],
    );
  }

  /** Terms that have a date in the range, in order. */
  findTouching(from: LocalDate, to: LocalDate): Promise<TermDto[]> {
    return this.database.query(
      `${SELECT} WHERE daterange(starts_on, ends_on, '[]') && daterange($1, $2, '[]') ORDER BY starts_on`,
      [from, to],
    );
  }

  async insert(term: TermDto): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO terms (id, name, starts_on, ends_on, periods, cap_classes, cap_exams, cap_break)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        valuesOf(term),
      ),
      brokenTerm,
    );
  }

  async update(term: TermDto): Promise<void> {
    await whenBroken(
      this.database.query(
        `UPDATE terms SET name = $2, starts_on = $3, ends_on = $4, periods = $5, cap_classes = $6, cap_exams = $7,
                cap_break = $8, version = version + 1 WHERE id = $1`,
        valuesOf(term),
      ),
      brokenTerm,
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM terms WHERE id = $1', [id]);
  }
}

const valuesOf = ({ id, name, startsOn, endsOn, periods, weeklyHourCap: cap }: TermDto): unknown[] => [
  id,
  name,
  startsOn,
  endsOn,
  JSON.stringify(periods),
  cap.classes,
  cap.exams,
  cap.break,
];
