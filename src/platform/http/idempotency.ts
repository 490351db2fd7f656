import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../ids.js';
import { requestContext } from '../request-context.js';
import { problemOf } from './problem.js';

const LEASE_SECONDS = 60;
const KEPT_SECONDS = 24 * 3600;
/** Shown once, so never kept for a replay. */
const SECRETS = new Set(['key', 'invitationUrl']);

/** An answer as it is kept: the status and body of a success, or a problem. */
export interface KeptAnswer {
  status: number;
  body: unknown;
}

/** One request with an Idempotency-Key. `fingerprint` tells its body apart from any other. */
export interface IdempotentRequest {
  caller: string;
  route: string;
  key: string;
  fingerprint: Buffer;
}

interface KeyRow extends KeptAnswer {
  id: string;
  fingerprint: Buffer;
  inHand: boolean;
  leaseOver: boolean;
  tookEffect: boolean;
}

export const fingerprintOf = (body: unknown): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest();

/** Gives the same answer to the same key and body, per caller and route, for 24 hours. */
@Injectable()
export class Idempotency {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` unless this request was answered before; `replayed` tells which it was. */
  async run(
    request: IdempotentRequest,
    work: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer & { replayed: boolean }> {
    const id = newId();
    const kept = await this.begin(id, request);
    if (kept) return { ...kept, replayed: true };
    const context = requestContext.get();
    if (context) context.idempotencyId = id;
    try {
      const answer = await work();
      await this.keep(id, answer);
      return { ...answer, replayed: false };
    } catch (error) {
      const { problem } = problemOf(error);
      if (problem.status >= 500 || problem.status === 429) await this.giveUp(id);
      else await this.keep(id, { status: problem.status, body: problem });
      throw error;
    }
  }

  async removeExpired(now: Date): Promise<void> {
    await this.database.query('DELETE FROM idempotency_keys WHERE expires_at <= $1', [now]);
  }

  private async begin(id: string, request: IdempotentRequest): Promise<KeptAnswer | null> {
    const now = this.clock.now();
    const values = [
      id,
      request.caller,
      request.route,
      request.key,
      request.fingerprint,
      new Date(now + LEASE_SECONDS * 1000),
      new Date(now + KEPT_SECONDS * 1000),
      new Date(now),
    ];
    for (;;) {
      const inserted = await this.database.one(
        `INSERT INTO idempotency_keys (id, caller, route, key, fingerprint, leased_until, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT ON CONSTRAINT idempotency_keys_once DO UPDATE
           SET id = excluded.id, fingerprint = excluded.fingerprint, leased_until = excluded.leased_until,
               expires_at = excluded.expires_at, status = NULL, body = NULL
           WHERE idempotency_keys.expires_at <= $8
         RETURNING id`,
        values,
      );
      if (inserted) return null;
      const row = await this.find(request, now);
      if (row && this.mayReplay(row, request)) return { status: row.status, body: row.body };
      if (row) await this.forget(row.id);
    }
  }

  /** Throws when the key is in hand, spent on another body, or its answer was lost; false when it may be taken over. */
  private mayReplay(row: KeyRow, request: IdempotentRequest): boolean {
    if (!row.fingerprint.equals(request.fingerprint)) {
      throw new DomainError(
        'idempotency',
        'IDEMPOTENCY_KEY_REUSED',
        'This Idempotency-Key was already used with another body.',
      );
    }
    if (!row.inHand) return true;
    if (!row.leaseOver) {
      throw new DomainError(
        'conflict',
        'IDEMPOTENCY_IN_HAND',
        'A request with this Idempotency-Key is still in hand.',
        {
          retryAfterSeconds: 1,
        },
      );
    }
    if (row.tookEffect) {
      throw new DomainError(
        'conflict',
        'ANSWER_LOST',
        'The first request with this Idempotency-Key took effect, but its answer was lost. Read the resource.',
      );
    }
    return false;
  }

  private find(request: IdempotentRequest, now: number): Promise<KeyRow | null> {
    return this.database.one<KeyRow>(
      `SELECT id, fingerprint, status, body, status IS NULL AS "inHand", leased_until <= $4 AS "leaseOver",
              EXISTS (SELECT FROM audit_events WHERE idempotency_id = idempotency_keys.id) AS "tookEffect"
       FROM idempotency_keys WHERE caller = $1 AND route = $2 AND key = $3`,
      [request.caller, request.route, request.key, new Date(now)],
    );
  }

  private async keep(id: string, { status, body }: KeptAnswer): Promise<void> {
    await this.database.query('UPDATE idempotency_keys SET status = $2, body = $3 WHERE id = $1', [
      id,
      status,
      JSON.stringify(body === undefined ? null : withoutSecrets(body)),
    ]);
  }

  /** Frees the key of a request that failed. One that took effect all the same (its answer got lost) is never run again. */
  private async giveUp(id: string): Promise<void> {
    await this.database.query('UPDATE idempotency_keys SET leased_until = $2 WHERE id = $1', [
      id,
      this.clock.date(),
    ]);
    await this.forget(id);
  }

  private async forget(id: string): Promise<void> {
    await this.database.query(
      `DELETE FROM idempotency_keys WHERE id = $1 AND status IS NULL
         AND NOT EXISTS (SELECT FROM audit_events WHERE idempotency_id = $1)`,
      [id],
    );
  }
}

const withoutSecrets = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.fromEntries(Object.entries(body).filter(([name]) => !SECRETS.has(name)))
    : body;
