import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError, unauthenticated } from '../../../domain/errors.js';
import { DAY, MINUTE } from '../../../domain/interval.js';
import { Clock } from '../../../platform/clock/clock.js';
import { SecretLostError, Secrets } from '../../../platform/secrets/secrets.js';
import { isSigned, isTimely, type SignedMessage } from '../../../platform/webhooks/signatures.js';
import { LoggedTimes } from '../../logged-times.js';
import { SourcesRepository, type SourceRow } from '../sources.repository.js';
import { Batches } from './batches.js';
import { FORMER_SECRET, isFormerValid } from './former-secret.js';
import { busy, PushStore, sizeOf, type CheckedPush, type RefusedPush } from './push-store.service.js';
import { requireCountable } from './pushed-counts.js';
import { pushedOf, timesOf } from './pushed-tickets.js';
import type { PushReceiptDto } from './pushes.dto.js';
import { PushesRepository } from './pushes.repository.js';
import { readPush } from './read-push.js';

/** The desk has the other connections. */
const SOURCES_AT_ONCE = 2;
/** What waits for its source is stored in one transaction, up to so many requests. */
const REQUESTS_AT_ONCE = 300;
/** Of each source. */
const MOST_WAITING = 500;
/** Senders try again for days, and people send again by hand. */
const KEPT_DAYS = 30;
/** Whoever does not know the secret cannot fill the history of a source. */
const NOTED_EVERY = MINUTE;

/** Requests that systems push to us. Each push is stored before it is answered, all of it or nothing. */
@Injectable()
export class PushesService {
  private readonly batches = new Batches<CheckedPush | RefusedPush, PushReceiptDto | DomainError>(
    {
      keysAtOnce: SOURCES_AT_ONCE,
      weight: REQUESTS_AT_ONCE,
      weigh: (push) => ('pushed' in push ? sizeOf(push) : 1),
    },
    (sourceId, given) => this.store.store(sourceId, given),
  );
  /** When a push without a valid signature was noted last, by source. */
  private readonly noted = new Map<string, number>();

  constructor(
    private readonly sources: SourcesRepository,
    private readonly pushes: PushesRepository,
    private readonly store: PushStore,
    private readonly secrets: Secrets,
    private readonly times: LoggedTimes,
    private readonly clock: Clock,
  ) {}

  async receive(sourceId: string, message: SignedMessage): Promise<PushReceiptDto> {
    const source = await this.sources.find(sourceId);
    if (source?.kind !== 'push') throw unauthenticated('PUSH_SIGNATURE');
    if (this.batches.waitingCount(source.id) >= MOST_WAITING) throw busy();
    const unproved = await this.unprovedBy(source, message);
    const outcome = await this.batches.add(source.id, unproved ?? this.checked(message));
    if (outcome instanceof DomainError) throw outcome;
    return outcome;
  }

  /** Forgets pushes that nobody sends again. */
  removeOld(): Promise<void> {
    return this.pushes.removeBefore(new Date(this.clock.now() - KEPT_DAYS * DAY));
  }

  private checked(message: SignedMessage): CheckedPush | RefusedPush {
    try {
      const { counts, ...read } = readPush(message.body);
      const pushed = pushedOf(read, message);
      for (const one of pushed) this.times.requirePast(timesOf(one));
      for (const one of counts) {
        requireCountable(one);
        this.times.requirePast({ [`${one.field}at`]: one.item.at });
      }
      return { id: message.id, digest: createHash('sha256').update(message.body).digest(), pushed, counts };
    } catch (error) {
      if (error instanceof DomainError) return { id: message.id, refusal: error, isSigned: true };
      throw error;
    }
  }

  /** Null when the sender knows the secret. Otherwise the push is noted once a minute, and throws the other times. */
  private async unprovedBy(source: SourceRow, message: SignedMessage): Promise<RefusedPush | null> {
    const now = this.clock.now();
    const isKnown = isTimely(message, now) && (await this.isKnown(source, message));
    if (isKnown) return null;
    const refusal = unauthenticated(isTimely(message, now) ? 'PUSH_SIGNATURE' : 'PUSH_OF_OTHER_TIME');
    if (now - (this.noted.get(source.id) ?? 0) < NOTED_EVERY) throw refusal;
    this.noted.set(source.id, now);
    return { id: message.id, refusal, isSigned: false };
  }

  private async isKnown(source: SourceRow, message: SignedMessage): Promise<boolean> {
    if (isSigned(message, await this.secretsOf(source))) return true;
    // The secret may have been replaced between the two readings.
    const again = await this.sources.find(source.id);
    if (!again || +(again.formerSecretUntil ?? 0) === +(source.formerSecretUntil ?? 0)) return false;
    return isSigned(message, await this.secretsOf(again));
  }

  private async secretsOf(source: SourceRow): Promise<string[]> {
    try {
      const { secret, [FORMER_SECRET]: formerSecret } = await this.secrets.get(source.id);
      return [secret, isFormerValid(source, this.clock.now()) ? formerSecret : undefined].filter(
        (one) => one !== undefined,
      );
    } catch (error) {
      // Nobody can say now whether it is signed. The collector tells people.
      if (error instanceof SecretLostError) throw busy();
      throw error;
    }
  }
}
