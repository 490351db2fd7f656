import { Injectable } from '@nestjs/common';
import { SECOND } from '../domain/interval.js';
import { Clock } from '../platform/clock/clock.js';
import type { ActiveSession } from './sessions.service.js';

const MOST = 5_000;

interface Remembered {
  session: Promise<ActiveSession | null>;
  /** Two times: the app's clock, and a clock that is never set. */
  at: number;
  elapsed: number;
}

/**
 * Remembers for one second whose a session is, for requests that only read: a page sends a dozen at once. A
 * request that changes something asks the database and clears everything remembered here. So a session that
 * this server ends is ended at once, and one that another server ends is ended within a second.
 */
@Injectable()
export class RecentSessions {
  private remembered = new Map<string, Remembered>();

  constructor(private readonly clock: Clock) {}

  /** The result of `find`, or its result from the last second. */
  get(token: string, find: () => Promise<ActiveSession | null>): Promise<ActiveSession | null> {
    const known = this.remembered.get(token);
    if (known && this.isFresh(known)) return known.session;
    if (this.remembered.size >= MOST) this.clear();
    const entry = { session: find(), at: this.clock.now(), elapsed: performance.now() };
    this.remembered.set(token, entry);
    // A failure reaches only those who waited for it; the next request asks again.
    entry.session.catch(() => {
      if (this.remembered.get(token) === entry) this.remembered.delete(token);
    });
    return entry.session;
  }

  clear(): void {
    this.remembered = new Map();
  }

  private isFresh({ at, elapsed }: Remembered): boolean {
    const [aged, passed] = [this.clock.now() - at, performance.now() - elapsed];
    return aged >= 0 && aged < SECOND && passed < SECOND;
  }
}
