import { Clock } from '../../src/platform/clock/clock.js';

/** A clock that stands still until it is set. */
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
