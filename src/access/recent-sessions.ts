import { Injectable } from '@nestjs/common';
import { SECOND } from '../domain/interval.js';
import { Clock } from '../platform/clock/clock.js';
import type { ActiveSession } from './sessions.service.js';

const MOST = 5_000;

interface Remembered {
  session: Promise<ActiveSession | null>;
  /** By the app's clock, and by one that nobody sets. */
  at: number;
  elapsed: number;
}

/**
 * Whose a session is, remembered for a second and for requests that only read: a page asks a dozen things at once. What changes something
 * asks the database who it is from, and ends everything remembered here, so that a session ended by this server is ended at once, and one
 * ended by another within a second.
 */
@Injectable()
export class RecentSessions {
  private remembered = new Map<string, Remembered>();

  constructor(private readonly clock: Clock) {}

  /** What `find` gives, or gave within the last second. */
  get(token: string, find: () => Promise<ActiveSession | null>): Promise<ActiveSession | null> {
    const known = this.remembered.get(token);
    if (known && this.isFresh(known)) return known.session;
    if (this.remembered.size >= MOST) this.clear();
    const entry = { session: find(), at: this.clock.now(), elapsed: performance.now() };
    this.remembered.set(token, entry);
    // A failure is for those who asked meanwhile, and for nobody after them.
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
