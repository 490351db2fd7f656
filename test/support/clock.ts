import { Clock } from '../../src/platform/clock/clock.js';

/** A clock whose time changes only when a test sets or advances it. */
export class TestClock extends Clock {
  private millis: number;

  constructor(iso: string) {
    super();
    this.millis = Date.parse(iso);
  }

  override now(): number {
    return this.millis;
  }

  set(iso: string): void {
    this.millis = Date.parse(iso);
  }

  advance(minutes: number): void {
    this.millis += minutes * 60_000;
  }
}
