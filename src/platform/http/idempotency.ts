import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError, forbidden } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { requestContext } from '../request-context.js';
import { problemOf } from './problem.js';

const KEPT_SECONDS = 24 * 3600;
const KEY_LOCK_SEED = 7_266_005;
/** Shown only once, so never stored for a replay. */
const SECRETS = new Set(['key', 'invitationUrl', 'shareUrl', 'secret']);

/** A stored answer: the status and body of a success, or a problem. */
export interface KeptAnswer {
  status: number;
  body: unknown;
}

/**
 * A request with an Idempotency-Key. `fingerprint` identifies its body, and `secrets` are names of fields of its answer that are
 * shown only once.
 */
export interface IdempotentRequest {
  caller: string;
  route: string;
  key: string;
  fingerprint: Buffer;
  secrets?: readonly string[];
}

type Outcome = { answer: KeptAnswer & { replayed: boolean } } | { refusal: unknown };

export const fingerprintOf = (body: unknown): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest();

/**
 * Gives the same answer to the same key and body, per caller and route, for 24 hours. The request and the
 * storing of its answer are one transaction. So after a crash either both exist or neither, and in the latter
 * case the key is free again.
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` unless this request was answered before; `replayed` says which. */
  async run(
    request: IdempotentRequest,
    work: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer & { replayed: boolean }> {
    const outcome = await this.database.transaction(async () => {
      if (!(await this.tryLock(request))) throw inHand();
      const kept = await this.find(request);
      if (kept) return { answer: { ...kept, replayed: true } };
      return this.answerOnce(request, work);
    });
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome.answer;
  }

  /**
   * A refusal is stored in the same transaction in which its changes are undone, so nobody can run the
   * request again in between.
   */
  private async answerOnce(request: IdempotentRequest, work: () => Promise<KeptAnswer>): Promise<Outcome> {
    try {
      const answer = await this.database.undoable(work);
      await this.keep(request, answer);
      return { answer: { ...answer, replayed: false } };
    } catch (error) {
      const { problem } = problemOf(error);
      if (problem.status >= 500 || problem.status === 429) throw error;
      await this.keep(request, { status: problem.status, body: problem });
      return { refusal: error };
    }
  }

  async removeExpired(now: Date): Promise<void> {
    await this.database.query('DELETE FROM idempotency_keys WHERE expires_at <= $1', [now]);
  }

  /**
   * Returns false while the same request is being processed on any server. The lock is released when the
   * transaction ends.
   */
  private async tryLock({ caller, route, key }: IdempotentRequest): Promise<boolean> {
    const row = await this.database.one<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, $2)) AS locked',
      [JSON.stringify([caller, route, key]), KEY_LOCK_SEED],
    );
    return row!.locked;
  }

  private async find(request: IdempotentRequest): Promise<KeptAnswer | null> {
    const row = await this.database.one<KeptAnswer & { fingerprint: Buffer; locationIds: string[] | null }>(
      `SELECT fingerprint, status, body, location_ids AS "locationIds" FROM idempotency_keys
       WHERE caller = $1 AND route = $2 AND key = $3 AND expires_at > $4`,
      [request.caller, request.route, request.key, this.clock.date()],
    );
    if (!row) return null;
    const { fingerprint, locationIds, ...answer } = row;
    if (!fingerprint.equals(request.fingerprint))
      throw new DomainError('idempotency', refusalText('IDEMPOTENCY_KEY_REUSED'));
    const { locationIds: seenNow } = requestContext.get()?.actor ?? {};
    if (seenNow && (!locationIds || locationIds.some((id) => !seenNow.includes(id))))
      throw forbidden('RIGHTS_CHANGED');
    return answer;
  }

  /** Does not replace an answer stored before, unless it has expired. */
  private async keep(request: IdempotentRequest, { status, body }: KeptAnswer): Promise<void> {
    const now = this.clock.now();
    await this.database.query(
      `INSERT INTO idempotency_keys (caller, route, key, fingerprint, expires_at, status, body, location_ids)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $9)
       ON CONFLICT (caller, route, key) DO UPDATE
         SET fingerprint = excluded.fingerprint, expires_at = excluded.expires_at, status = excluded.status,
             body = excluded.body, location_ids = excluded.location_ids
         WHERE idempotency_keys.expires_at <= $8`,
      [
        request.caller,
        request.route,
        request.key,
        request.fingerprint,
        new Date(now + KEPT_SECONDS * 1000),
        status,
        JSON.stringify(body === undefined ? null : withoutSecrets(body, request.secrets ?? [])),
        new Date(now),
        requestContext.get()?.actor.locationIds ?? null,
      ],
    );
  }
}

const inHand = (): DomainError =>
  new DomainError('conflict', refusalText('IDEMPOTENCY_IN_HAND'), { retryAfterSeconds: 1 });

const withoutSecrets = (body: unknown, secrets: readonly string[]): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.fromEntries(
        Object.entries(body).filter(([name]) => !SECRETS.has(name) && !secrets.includes(name)),
      )
    : body;
