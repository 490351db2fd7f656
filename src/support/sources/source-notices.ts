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

  /** The same for pushes that are refused again and again. Their sender may give up. */
  async tellOfRefusedPushes(source: SourceRow, { message }: RefusalText, now: Date): Promise<void> {
    await this.tellToLook(source, `refused/${(source.failingSince ?? now).toISOString()}`, message);
  }

  /** Once per time of quiet. */
  async tellOfQuiet(source: SourceRow): Promise<void> {
    const { message } = refusalText('SOURCE_QUIET', { days: source.quietAfterDays });
    await this.tellToLook(source, `quiet/${source.lastNewsAt.toISOString()}`, message);
  }

  private async tellToLook(source: SourceRow, occasion: string, problem: string): Promise<void> {
    const people = await this.peopleOf(source);
    await this.outbox.put(
      people.map((userId) => ({
        key: `source-look/${source.id}/${occasion}/${userId}`,
        userId,
        kind: 'source-look',
        facts: { sourceName: source.name, problem } satisfies SourceFailedFacts,
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
