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

/** Of one account from anywhere, of one device, of one session: ten, then a minute, two, four, up to a quarter of an hour. */
const PATIENT: Allowance = {
  free: 10,
  firstDelaySeconds: MINUTE_SECONDS,
  longestDelaySeconds: 15 * MINUTE_SECONDS,
  forgottenAfterSeconds: 24 * HOUR_SECONDS,
};

/** So many in a stretch of time, then none until it is over; counted by a name that has the stretch in it. */
const within = (most: number, seconds: number): Allowance => ({
  free: most,
  firstDelaySeconds: seconds,
  longestDelaySeconds: seconds,
  forgottenAfterSeconds: seconds,
});

/** What is counted: somebody's wrong passwords are, and a crowd behind one address has room for many. */
export type Counted =
  | { account: string }
  | { address: string }
  | { device: Buffer; userId: string }
  | { user: string }
  | { setupCodeFrom: string };

const MOST_FROM_ADDRESS = 100;

/** Proofs of who somebody is, counted in the database, so that replicas agree; `RATE_LIMITS=off` counts none. */
@Injectable()
export class AttemptsService {
  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Makes an attempt, or refuses it where too many failed. It counts as failed until it has proved right: none is made beside the count. */
  async prove<T>(counted: readonly Counted[], attempt: () => Promise<T | null>): Promise<T | null> {
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

  /** Refuses what was asked for more than `most` times within some seconds. */
  async limit(name: string, most: number, seconds: number): Promise<void> {
    if (!this.config.rateLimits) return;
    const until = await this.takeWithin(name, most, seconds);
    if (until) throw this.tooMany(until);
  }

  /** Whether something has happened no more than `most` times within some seconds, whatever `RATE_LIMITS` says. */
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

  private kindOf(counted: Counted): { key: Buffer; allowance: Allowance; isShared: boolean } {
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

/** Accounts in a million buckets: guessing at accounts that do not exist leaves no more rows than that. */
function bucketOf(account: string): Buffer {
  const [first = 0, second = 0, third = 0] = digestOf(`account ${account}`);
  return Buffer.from(['a'.charCodeAt(0), first, second, third & 0xf0]);
}
