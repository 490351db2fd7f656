import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { refusalText } from '../domain/refusals/refusal-text.js';
import { DAY, SECOND } from '../domain/interval.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { networkOf } from '../platform/http/networks.js';
import { digestOf } from '../platform/ids.js';
import { AttemptsRepository, type Allowance } from './attempts.repository.js';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** For one account, device or session: ten free attempts, then a wait of 1, 2, 4 … minutes, at most 15. */
const PATIENT: Allowance = {
  free: 10,
  firstDelaySeconds: MINUTE_SECONDS,
  longestDelaySeconds: 15 * MINUTE_SECONDS,
  forgottenAfterSeconds: 24 * HOUR_SECONDS,
};

/** Allows `most` attempts within a fixed period of so many seconds. The counted name contains the period. */
const within = (most: number, seconds: number): Allowance => ({
  free: most,
  firstDelaySeconds: seconds,
  longestDelaySeconds: seconds,
  forgottenAfterSeconds: seconds,
});

/**
 * What is counted: wrong passwords of an account, or attempts from an address, which many people may share
 * and so has a higher limit.
 */
export type AttemptSubject =
  | { account: string }
  | { address: string }
  | { device: Buffer; userId: string }
  | { user: string }
  | { setupCodeFrom: string };

const MOST_FROM_ADDRESS = 100;

/**
 * Limits sign-in attempts. The counts are in the database, so replicas agree; `RATE_LIMITS=off` turns them
 * off.
 */
@Injectable()
export class AttemptsService {
  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Runs an attempt, or refuses it after too many failures. The attempt counts as failed until it succeeds,
   * so parallel attempts cannot pass the limit.
   */
  async prove<T>(counted: readonly AttemptSubject[], attempt: () => Promise<T | null>): Promise<T | null> {
    if (!this.config.rateLimits) return attempt();
    const kinds = counted.map((one) => this.kindOf(one));
    for (const { key, allowance } of kinds) {
      const until = await this.attempts.take(key, this.clock.date(), allowance);
      if (until) throw this.tooMany(until);
    }
    const proved = await attempt();
    if (proved !== null)
      for (const { key, allowance, isShared } of kinds)
        await (isShared ? this.attempts.takeBack(key, allowance) : this.attempts.forget(key));
    return proved;
  }

  /** Refuses more than `most` calls within some seconds. */
  async limit(name: string, most: number, seconds: number): Promise<void> {
    if (!this.config.rateLimits) return;
    const until = await this.takeWithin(name, most, seconds);
    if (until) throw this.tooMany(until);
  }

  /**
   * Whether something has happened at most `most` times within some seconds. `RATE_LIMITS=off` does not
   * change this.
   */
  async isRare(name: string, most: number, seconds: number): Promise<boolean> {
    return (await this.takeWithin(name, most, seconds)) === null;
  }

  async removeOld(): Promise<void> {
    await this.attempts.removeBefore(new Date(this.clock.now() - DAY));
  }

  private takeWithin(name: string, most: number, seconds: number): Promise<Date | null> {
    const allowance = within(most, seconds);
    return this.attempts.take(digestOf(`${name} ${this.stretch(seconds)}`), this.clock.date(), allowance);
  }

  private kindOf(counted: AttemptSubject): { key: Buffer; allowance: Allowance; isShared: boolean } {
    if ('address' in counted) {
      const name = `address ${networkOf(counted.address)} ${this.stretch(MINUTE_SECONDS)}`;
      return { key: digestOf(name), allowance: within(MOST_FROM_ADDRESS, MINUTE_SECONDS), isShared: true };
    }
    if ('account' in counted) return { key: bucketOf(counted.account), allowance: PATIENT, isShared: false };
    const name =
      'device' in counted
        ? `device ${counted.userId} ${counted.device.toString('hex')}`
        : 'user' in counted
          ? `user ${counted.user}`
          : `setup code from ${networkOf(counted.setupCodeFrom)}`;
    return { key: digestOf(name), allowance: PATIENT, isShared: false };
  }

  private stretch(seconds: number): number {
    return Math.floor(this.clock.now() / (seconds * SECOND));
  }

  private tooMany(until: Date): DomainError {
    const seconds = Math.max(1, Math.ceil((+until - this.clock.now()) / SECOND));
    return new DomainError('too-many', refusalText('TOO_MANY_REQUESTS.attempts', { seconds }), {
      retryAfterSeconds: seconds,
    });
  }
}

/** Accounts share a million buckets, so that guessing at unknown accounts cannot fill the table. */
function bucketOf(account: string): Buffer {
  const [first = 0, second = 0, third = 0] = digestOf(`account ${account}`);
  return Buffer.from(['a'.charCodeAt(0), first, second, third & 0xf0]);
}
