import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { SampledRoster } from '../staging.repository.js';

/** The first staged rows of a past roster, as they were understood. */
@Injectable()
export class StagedSamplesRepository {
  constructor(private readonly database: Database) {}

  sampleRosters(limit: number): Promise<SampledRoster[]> {
    return this.database.query<SampledRoster>(
      `SELECT line, person AS operator, position, starts_at AS "startsAt", ends_at AS "endsAt", worked_from AS "workedFrom",
              worked_to AS "workedTo", no_show AS "noShow"
       FROM staged_rosters ORDER BY line LIMIT $1`,
      [limit],
    );
  }
}
