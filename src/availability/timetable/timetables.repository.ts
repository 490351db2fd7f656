import { Injectable } from '@nestjs/common';
import type { Span } from '../../domain/interval.js';
import { Database } from '../../platform/database/database.js';
import type { LineMessage } from './event-reader.js';
import type { StoredEvent } from './stored-event.js';

export interface TimetableRow {
  operatorId: string;
  uploadedAt: Date;
  understood: StoredEvent[];
  skipped: StoredEvent[];
  ignored: LineMessage[];
  version: number;
}

@Injectable()
export class TimetablesRepository {
  constructor(private readonly database: Database) {}

  find(operatorId: string): Promise<TimetableRow | null> {
    return this.database.one(
      `SELECT operator_id AS "operatorId", uploaded_at AS "uploadedAt", understood, skipped, ignored, version
       FROM timetables WHERE operator_id = $1`,
      [operatorId],
    );
  }

  /** Replaces all earlier lines. */
  async replace(
    { operatorId, uploadedAt, understood, skipped, ignored, version }: TimetableRow,
    spans: readonly Span[],
  ): Promise<void> {
    await this.remove(operatorId);
    await this.database.query(
      `INSERT INTO timetables (operator_id, uploaded_at, understood, skipped, ignored, version)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        operatorId,
        uploadedAt,
        JSON.stringify(understood),
        JSON.stringify(skipped),
        JSON.stringify(ignored),
        version,
      ],
    );
    await this.database.query(
      `INSERT INTO timetable_classes (operator_id, ordinal, starts_at, ends_at)
       SELECT $1, row_number() OVER (), to_timestamp(starts / 1000.0), to_timestamp(ends / 1000.0)
       FROM unnest($2::float8[], $3::float8[]) AS class (starts, ends)`,
      [operatorId, spans.map((span) => span.start), spans.map((span) => span.end)],
    );
  }

  async remove(operatorId: string): Promise<void> {
    await this.database.query('DELETE FROM timetables WHERE operator_id = $1', [operatorId]);
  }
}
