import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

/**
 * The number of free attempts, and the wait after each further one: it doubles each time, up to a maximum.
 */
export interface Allowance {
  free: number;
  firstDelaySeconds: number;
  longestDelaySeconds: number;
  /** After this time without an attempt, the count starts again. */
  forgottenAfterSeconds: number;
}

/**
 * Attempts further ahead than this are ignored: when the clock is set back (the demo does so at each start),
 * they would otherwise block for a day.
 */
const IN_THE_FUTURE = `interval '1 hour'`;

@Injectable()
export class AttemptsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Counts an attempt. Returns null when it is allowed, else the time until which none is. One statement, so
   * simultaneous attempts all count.
   */
  async take(key: Buffer, now: Date, allowance: Allowance): Promise<Date | null> {
    const { free, firstDelaySeconds, longestDelaySeconds, forgottenAfterSeconds } = allowance;
    const taken = await this.database.one(
      `INSERT INTO sign_in_attempts AS a (key, failures, last_at, blocked_until)
       VALUES ($1, 1, $2, CASE WHEN 1 >= $3::int THEN $2::timestamptz + make_interval(secs => $4::float8) END)
       ON CONFLICT (key) DO UPDATE SET (failures, last_at, blocked_until) = (
         SELECT n, $2::timestamptz,
                CASE WHEN n >= $3::int
                     THEN $2::timestamptz + make_interval(secs => LEAST($4::float8 * 2 ^ LEAST(n - $3::int, 20), $5::float8)) END
         FROM (SELECT CASE WHEN a.last_at < $2::timestamptz - make_interval(secs => $6::float8)
                             OR a.last_at > $2::timestamptz + ${IN_THE_FUTURE}
                           THEN 1 ELSE a.failures + 1 END AS n) AS next)
       WHERE a.blocked_until IS NULL OR a.blocked_until <= $2 OR a.last_at > $2::timestamptz + ${IN_THE_FUTURE}
       RETURNING failures`,
      [key, now, free, firstDelaySeconds, longestDelaySeconds, forgottenAfterSeconds],
    );
    if (taken) return null;
    const blocked = await this.database.one<{ until: Date | null }>(
      'SELECT blocked_until AS until FROM sign_in_attempts WHERE key = $1',
      [key],
    );
    return blocked?.until ?? now;
  }

  /** After a success: forgets all earlier attempts. */
  async forget(key: Buffer): Promise<void> {
    await this.database.query('DELETE FROM sign_in_attempts WHERE key = $1', [key]);
  }

  /** After a success among attempts that may have failed: takes back this one only. */
  async takeBack(key: Buffer, { free }: Allowance): Promise<void> {
    await this.database.query(
      `UPDATE sign_in_attempts
       SET failures = GREATEST(failures - 1, 0), blocked_until = CASE WHEN failures - 1 >= $2 THEN blocked_until END
       WHERE key = $1`,
      [key, free],
    );
  }

  async removeBefore(at: Date): Promise<void> {
    await this.database.query('DELETE FROM sign_in_attempts WHERE last_at < $1', [at]);
  }
}
