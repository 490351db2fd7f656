import { Injectable } from '@nestjs/common';
import type { Finding } from '../../domain/pilots/findings.js';
import { Database } from '../../platform/database/database.js';

export interface PauseRow {
  id: string;
  reason: string;
  pausedAt: Date;
  resumedAt: Date | null;
  by: string | null;
  resumedBy: string | null;
}

export interface EndingRow {
  endedAt: Date;
  finding: Finding | null;
  why: string | null;
  evidence: string | null;
  by: string | null;
}

/** SQL: the name of the user or API key with an id. */
const nameOf = (id: string): string =>
  `COALESCE((SELECT name FROM users WHERE id = ${id}), (SELECT name FROM api_keys WHERE id = ${id}))`;

@Injectable()
export class LifeRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first. */
  findPauses(pilotId: string): Promise<PauseRow[]> {
    return this.database.query<PauseRow>(
      `SELECT id, reason, paused_at AS "pausedAt", resumed_at AS "resumedAt", ${nameOf('paused_by')} AS by,
              ${nameOf('resumed_by')} AS "resumedBy"
       FROM pilot_pauses WHERE pilot_id = $1 ORDER BY paused_at, id`,
      [pilotId],
    );
  }

  findEnding(pilotId: string): Promise<EndingRow | null> {
    return this.database.one<EndingRow>(
      `SELECT ended_at AS "endedAt", finding, why, evidence, ${nameOf('ended_by')} AS by
       FROM pilot_endings WHERE pilot_id = $1`,
      [pilotId],
    );
  }

  async pause(pause: { id: string; pilotId: string; reason: string; at: Date; by: string }): Promise<void> {
    await this.database.query(
      'INSERT INTO pilot_pauses (id, pilot_id, reason, paused_at, paused_by) VALUES ($1, $2, $3, $4, $5)',
      [pause.id, pause.pilotId, pause.reason, pause.at, pause.by],
    );
  }

  /** Closes the open pause, if there is one. */
  async resume(pilotId: string, at: Date, by: string): Promise<void> {
    await this.database.query(
      'UPDATE pilot_pauses SET resumed_at = $2, resumed_by = $3 WHERE pilot_id = $1 AND resumed_at IS NULL',
      [pilotId, at, by],
    );
  }

  async end(ending: {
    pilotId: string;
    at: Date;
    by: string;
    finding: Finding | null;
    why: string | null;
    evidence: string | null;
  }): Promise<void> {
    await this.database.query(
      `INSERT INTO pilot_endings (pilot_id, ended_at, ended_by, finding, why, evidence)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [ending.pilotId, ending.at, ending.by, ending.finding, ending.why, ending.evidence],
    );
  }
}
