import { Injectable } from '@nestjs/common';

/** The only source of the present: epoch milliseconds. Tests put a clock of their own in its place. */
@Injectable()
export class Clock {
  now(): number {
    return Date.now();
  }

  date(): Date {
    return new Date(this.now());
  }
}

/** One moment, for what is worked out as of it. */
export class StoppedClock extends Clock {
  constructor(private readonly at: number) {
    super();
  }

  override now(): number {
    return this.at;
  }
}
