import { Injectable } from '@nestjs/common';
import type { RefusalText } from '../../domain/refusals/refusal-text.js';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { locationsOf } from './placing.js';
import type { SourceRow } from './sources.repository.js';

/** The facts of a message that a source cannot be collected. */
export interface SourceFailedFacts {
  sourceName: string;
  problem: string;
}

/** Tells people of a source whose circuit opened. */
@Injectable()
export class SourceNotices {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Once per failure, until it works again: whoever set it up, the supervisors of its locations, and the admins. */
  async tellOfFailure(source: SourceRow, { message }: RefusalText, now: Date): Promise<void> {
    const since = (source.failingSince ?? now).toISOString();
    const people = await this.peopleOf(source);
    await this.outbox.put(
      people.map((userId) => ({
        key: `source-failed/${source.id}/${since}/${userId}`,
        userId,
        kind: 'source-failed',
        facts: { sourceName: source.name, problem: message } satisfies SourceFailedFacts,
      })),
    );
  }

  private async peopleOf(source: SourceRow): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT u.id FROM users u
       WHERE u.role = 'admin'
          OR u.role = 'supervisor' AND (u.id = $1 OR EXISTS (
            SELECT FROM user_locations ul WHERE ul.user_id = u.id AND ul.location_id = ANY($2)))
       ORDER BY u.id`,
      [source.createdBy, locationsOf(source)],
    );
    return rows.map(({ id }) => id);
  }
}
