import { Injectable } from '@nestjs/common';
import { mayWorkAt } from '../../access/may-work-at.js';
import { Database } from '../../platform/database/database.js';
import type { ClaimStatus } from '../../domain/seats.js';
import { MESSAGE_SHIFT, type MessageShift } from './message-facts.js';

/** A claim in a message to its operator. */
export interface NotifiedClaimRow {
  claimId: string;
  version: number;
  status: ClaimStatus;
  reason: string | null;
  userId: string;
  shift: MessageShift;
}

/** A swap in a message to its two sides. */
export interface NotifiedSwapRow {
  id: string;
  version: number;
  reason: string | null;
  fromOperatorId: string;
  fromDisplayName: string;
  toOperatorId: string;
  toDisplayName: string;
  offered: MessageShift;
  wanted: MessageShift | null;
}

const SHIFT_FROM =
  'shifts s JOIN locations l ON l.id = s.location_id JOIN positions p ON p.id = s.position_id';

@Injectable()
export class NotificationsRepository {
  constructor(private readonly database: Database) {}

  /** Without imported ones: they are a record of the past, of which nobody is told. */
  findClaims(ids: readonly string[]): Promise<NotifiedClaimRow[]> {
    return this.database.query<NotifiedClaimRow>(
      `SELECT c.id AS "claimId", c.version, c.status, c.reason, o.user_id AS "userId", ${MESSAGE_SHIFT} AS shift
       FROM claims c JOIN operators o ON o.id = c.operator_id JOIN ${SHIFT_FROM} ON s.id = c.shift_id
       WHERE c.id = ANY($1) AND c.import_id IS NULL ORDER BY s.starts_at, c.id`,
      [ids],
    );
  }

  async findSwap(id: string): Promise<NotifiedSwapRow> {
    const row = await this.database.one<NotifiedSwapRow>(
      `SELECT w.id, w.version, w.reason, c.operator_id AS "fromOperatorId", cu.display_name AS "fromDisplayName",
              w.to_operator_id AS "toOperatorId", tu.display_name AS "toDisplayName",
              ${MESSAGE_SHIFT} AS offered, (SELECT ${MESSAGE_SHIFT} FROM ${SHIFT_FROM} WHERE s.id = wc.shift_id) AS wanted
       FROM swaps w JOIN claims c ON c.id = w.claim_id JOIN ${SHIFT_FROM} ON s.id = c.shift_id LEFT JOIN claims wc ON wc.id = w.with_claim_id
            JOIN operators co ON co.id = c.operator_id JOIN users cu ON cu.id = co.user_id
            JOIN operators too ON too.id = w.to_operator_id JOIN users tu ON tu.id = too.user_id
       WHERE w.id = $1`,
      [id],
    );
    return row!;
  }

  async findShift(id: string): Promise<MessageShift> {
    const row = await this.database.one<{ shift: MessageShift }>(
      `SELECT ${MESSAGE_SHIFT} AS shift FROM ${SHIFT_FROM} WHERE s.id = $1`,
      [id],
    );
    return row!.shift;
  }

  /** Operators who work at a location, hold the given position (if any) and are still active on a date. */
  findOperatorsAt(
    locationId: string,
    positionId: string | null,
    date: string,
  ): Promise<{ operatorId: string; userId: string; name: string }[]> {
    return this.database.query(
      `SELECT o.id AS "operatorId", o.user_id AS "userId", u.name FROM operators o JOIN users u ON u.id = o.user_id
       WHERE u.removed_at IS NULL AND (o.deactivated_on IS NULL OR o.deactivated_on > $3)
         AND ($2::uuid IS NULL OR EXISTS (SELECT FROM operator_positions WHERE operator_id = o.id AND position_id = $2))
         AND ${mayWorkAt('o.user_id', '= $1')}
       ORDER BY o.id`,
      [locationId, positionId, date],
    );
  }

  async findUserIds(operatorIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; userId: string }>(
      'SELECT id, user_id AS "userId" FROM operators WHERE id = ANY($1)',
      [operatorIds],
    );
    return new Map(rows.map((row) => [row.id, row.userId]));
  }
}
