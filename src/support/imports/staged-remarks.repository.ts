import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** The import that the remarks belong to, and the ordinal of the first one. */
interface Place {
  importId: string;
  firstOrdinal: number;
}

/**
 * Finds in the staged records what an import has to remark, and writes it at once: a file of a million lines may have as many
 * remarks. Each method returns how many it wrote.
 */
@Injectable()
export class StagedRemarksRepository {
  constructor(private readonly database: Database) {}

  /** Drops requests that a later line of the same file repeats. */
  async dropRepeatedRequests({ importId, firstOrdinal }: Place): Promise<number> {
    const noted = await this.database.one<{ count: number }>(
      `WITH dropped AS (
         DELETE FROM staged_requests s USING (
           SELECT external_id, max(line) AS last FROM staged_requests GROUP BY external_id HAVING count(*) > 1
         ) AS repeated
         WHERE s.external_id = repeated.external_id AND s.line < repeated.last
         RETURNING s.line, s.external_id
       ), noted AS (
         INSERT INTO support_import_remarks (import_id, kind, ordinal, line, code, message)
         SELECT $1, 'warning', $2::int + row_number() OVER (ORDER BY line) - 1, line, 'REPEATED_IN_FILE',
                'A later line gives ' || external_id || ' again and counts instead.'
         FROM dropped RETURNING 1
       ) SELECT count(*) FROM noted`,
      [importId, firstOrdinal],
    );
    return noted!.count;
  }

  /** Drops requests that are recorded at another location. */
  async dropForeignRequests(
    { importId, firstOrdinal }: Place,
    { source, locationId }: { source: string; locationId: string },
  ): Promise<number> {
    const noted = await this.database.one<{ count: number }>(
      `WITH dropped AS (
         DELETE FROM staged_requests s USING support_requests r
         WHERE r.source = $3 AND r.external_id = s.external_id AND r.location_id IS DISTINCT FROM $4::uuid
         RETURNING s.line, s.external_id
       ), noted AS (
         INSERT INTO support_import_remarks (import_id, kind, ordinal, line, code, message)
         SELECT $1, 'rejected', $2::int + row_number() OVER (ORDER BY line) - 1, line, 'OTHER_LOCATION',
                external_id || ' is recorded at another location.'
         FROM dropped RETURNING 1
       ) SELECT count(*) FROM noted`,
      [importId, firstOrdinal, source, locationId],
    );
    return noted!.count;
  }

  async noteOutOfOrder({ importId, firstOrdinal }: Place): Promise<number> {
    const noted = await this.database.one<{ count: number }>(
      `WITH noted AS (
         INSERT INTO support_import_remarks (import_id, kind, ordinal, line, code, message)
         SELECT $1, 'warning', $2::int + row_number() OVER (ORDER BY line) - 1, line, 'TIMES_OUT_OF_ORDER',
                'The times of ' || external_id || ' are not in an order that makes sense.'
         FROM staged_requests
         WHERE first_response_at < opened_at OR resolved_at < opened_at OR resolved_at < first_response_at
            OR escalated_at < opened_at
         RETURNING 1
       ) SELECT count(*) FROM noted`,
      [importId, firstOrdinal],
    );
    return noted!.count;
  }

  /** Drops counts that a later line of the same file repeats, with one remark for each line; also returns how many it dropped. */
  async dropRepeatedCounts({ importId, firstOrdinal }: Place): Promise<{ noted: number; dropped: number }> {
    const done = await this.database.one<{ noted: number; dropped: number }>(
      `WITH dropped AS (
         DELETE FROM staged_counts s USING (
           SELECT series, area, at, max(line) AS last FROM staged_counts GROUP BY series, area, at HAVING count(*) > 1
         ) AS repeated
         WHERE s.series = repeated.series AND s.area = repeated.area AND s.at = repeated.at AND s.line < repeated.last
         RETURNING s.line
       ), noted AS (
         INSERT INTO support_import_remarks (import_id, kind, ordinal, line, code, message)
         SELECT $1, 'warning', $2::int + row_number() OVER (ORDER BY line) - 1, line, 'DUPLICATE_SLOT',
                'A later line counts the same area at the same time; the later one counts.'
         FROM (SELECT DISTINCT line FROM dropped) AS lines RETURNING 1
       ) SELECT (SELECT count(*) FROM noted) AS noted, (SELECT count(*) FROM dropped) AS dropped`,
      [importId, firstOrdinal],
    );
    return done!;
  }
}
