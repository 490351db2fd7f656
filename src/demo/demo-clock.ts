import { MINUTE } from '../domain/interval.js';
import { localDateOf, type LocalDate } from '../domain/local-date.js';
import { offsetAt } from '../domain/offset.js';
import { instantOf } from '../domain/recurrence.js';
import { Clock } from '../platform/clock/clock.js';

/**
 * A clock that stands still while the term is filled in, and afterwards runs on another day than the
 * machine's.
 */
export class DemoClock extends Clock {
  private standsAt: number | null = null;
  private aheadMillis = 0;

  constructor(private readonly machine: Clock) {
    super();
  }

  override now(): number {
    return this.standsAt ?? this.machine.now() + this.aheadMillis;
  }

  standAt(instant: number): void {
    this.standsAt = instant;
  }

  /** Runs at the machine's pace with a fixed difference; a negative one is in the past. */
  run(aheadMillis: number): void {
    this.standsAt = null;
    this.aheadMillis = aheadMillis;
  }
}

/**
 * The difference between `now` and the same wall-clock time on a day, in milliseconds; negative for a past
 * day, 0 for today.
 */
export function aheadBy(day: LocalDate, now: number, zone: string): number {
  if (localDateOf(now, zone) === day) return 0;
  const time = new Date(now + offsetAt(now, zone)).toISOString().slice(11, 16);
  return instantOf(day, time, zone, 'first') + (now % MINUTE) - now;
}
