import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { refusalText, type RefusalText } from '../../domain/refusals/refusal-text.js';
import { locationsOf } from './placing.js';
import type { SourceRow } from './sources.repository.js';

/** The facts of a message that a source cannot be collected, or should be looked at. */
export interface SourceFailedFacts {
  sourceName: string;
  problem: string;
}

/** Tells people of a source that needs somebody. */
@Injectable()
export class SourceNotices {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Once per failure, until it works again: whoever set it up, the supervisors of its locations, and the admins. */
  tellOfFailure(source: SourceRow, { message }: RefusalText, now: Date): Promise<void> {
    return this.tell(source, 'source-failed', startOf(source, now), message);
  }

  /** The same for pushes that are refused again and again. Their sender may give up. */
  tellOfRefusedPushes(source: SourceRow, { message }: RefusalText, now: Date): Promise<void> {
    return this.tell(source, 'source-look', `refused/${startOf(source, now)}`, message);
  }

  /** Once per time of quiet. */
  tellOfQuiet(source: SourceRow): Promise<void> {
    const { message } = refusalText('SOURCE_QUIET', { days: source.quietAfterDays });
    return this.tell(source, 'source-look', `quiet/${source.lastNewsAt.toISOString()}`, message);
  }

  private async tell(
    source: SourceRow,
    kind: 'source-failed' | 'source-look',
    occasion: string,
    problem: string,
  ): Promise<void> {
    const people = await this.peopleOf(source);
    await this.outbox.put(
      people.map((userId) => ({
        key: `${kind}/${source.id}/${occasion}/${userId}`,
        userId,
        kind,
        facts: { sourceName: source.name, problem } satisfies SourceFailedFacts,
      })),
    );
  }

  private async peopleOf(source: SourceRow): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT u.id FROM users u
       WHERE u.removed_at IS NULL AND (u.role = 'admin' OR u.role = 'supervisor' AND (u.id = $1 OR EXISTS (
         SELECT FROM user_locations ul WHERE ul.user_id = u.id AND ul.location_id = ANY($2))))
       ORDER BY u.id`,
      [source.createdBy, locationsOf(source)],
    );
    return rows.map(({ id }) => id);
  }
}

const startOf = ({ failingSince }: SourceRow, now: Date): string => (failingSince ?? now).toISOString();
