import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../domain/local-date.js';
import { Database } from '../../platform/database/database.js';
import { isActive } from '../roster/active-claims.js';

export interface TrainedPosition {
  shadowShifts: number;
  expiresWithTerm: boolean;
}

/** A shadow shift that is to be signed off. */
export interface ShadowClaim {
  operatorId: string;
  positionId: string;
  isShadow: boolean;
  signedOffAt: Date | null;
}

@Injectable()
export class TrainingRepository {
  constructor(private readonly database: Database) {}

  async position(id: string): Promise<TrainedPosition> {
    const row = await this.database.one<TrainedPosition>(
      `SELECT shadow_shifts AS "shadowShifts", expires_with_term AS "expiresWithTerm" FROM positions WHERE id = $1`,
      [id],
    );
    return row!;
  }

  async set(
    operatorId: string,
    positionId: string,
    { inTraining, expiresOn }: { inTraining: boolean; expiresOn: LocalDate | null },
    now: Date,
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO operator_positions (operator_id, position_id, in_training, expires_on, training_since)
       VALUES ($1, $2, $3, $4, CASE WHEN $3 THEN $5::timestamptz END)
       ON CONFLICT (operator_id, position_id) DO UPDATE
         SET in_training = excluded.in_training, expires_on = excluded.expires_on,
             training_since = CASE WHEN operator_positions.in_training THEN operator_positions.training_since
                                   ELSE COALESCE(excluded.training_since, operator_positions.training_since) END`,
      [operatorId, positionId, inTraining, expiresOn, now],
    );
    await this.database.query('UPDATE operators SET version = version + 1 WHERE id = $1', [operatorId]);
  }

  /** An operator's future seats for a position, without shadow shifts. */
  async countSeatsAhead(operatorId: string, positionId: string, now: Date): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      `SELECT count(*)::int AS count FROM claims c JOIN shifts s ON s.id = c.shift_id
       WHERE c.operator_id = $1 AND s.position_id = $2 AND ${isActive('c')} AND NOT c.is_shadow
         AND c.ends_at > $3`,
      [operatorId, positionId, now],
    );
    return row!.count;
  }

  async findShadow(claimId: string): Promise<ShadowClaim> {
    const row = await this.database.one<ShadowClaim>(
      `SELECT c.operator_id AS "operatorId", s.position_id AS "positionId", c.is_shadow AS "isShadow",
              c.signed_off_at AS "signedOffAt"
       FROM claims c JOIN shifts s ON s.id = c.shift_id WHERE c.id = $1`,
      [claimId],
    );
    return row!;
  }

  async signOff(claimId: string, at: Date): Promise<void> {
    await this.database.query('UPDATE claims SET signed_off_at = $2, version = version + 1 WHERE id = $1', [
      claimId,
      at,
    ]);
  }
}
