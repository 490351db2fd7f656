import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/**
 * A reader's position in the backlog: after this change of this transaction. Decimal text, because the
 * numbers exceed JavaScript's.
 */
export interface LivePosition {
  transaction: string;
  id: string;
}

export interface LiveChangeRow extends LivePosition {
  entity: string;
  locationId: string | null;
  operatorId: string | null;
}

export const MOST_AT_ONCE = 1000;
/**
 * A transaction that is still open may commit after a later one. Readers wait for it, so that no change is
 * skipped.
 */
const SETTLED = 'transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint';

@Injectable()
export class LiveRepository {
  constructor(private readonly database: Database) {}

  findAfter({ transaction, id }: LivePosition): Promise<LiveChangeRow[]> {
    return this.database.query<LiveChangeRow>(
      `SELECT transaction::text, id::text, entity, location_id AS "locationId", operator_id AS "operatorId"
       FROM live_changes c
       WHERE (transaction, id) > ($1::bigint, $2::bigint) AND ${SETTLED}
       ORDER BY c.transaction, c.id LIMIT ${MOST_AT_ONCE}`,
      [transaction, id],
    );
  }

  /** The position after all transactions that have committed by now. */
  async findEnd(): Promise<LivePosition> {
    const [row] = await this.database.query<{ transaction: string }>(
      `SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text AS transaction`,
    );
    return { transaction: row!.transaction, id: '9223372036854775807' };
  }

  /** Whether changes after a position may have been deleted. */
  async isForgotten({ transaction }: LivePosition): Promise<boolean> {
    const [row] = await this.database.query<{ forgotten: boolean }>(
      `SELECT COALESCE((SELECT transaction FROM live_changes ORDER BY transaction, id LIMIT 1) > $1::bigint, true) AS forgotten`,
      [transaction],
    );
    return row!.forgotten;
  }

  async removeBefore(at: Date): Promise<void> {
    await this.database.query('DELETE FROM live_changes WHERE at < $1', [at]);
  }
}
