import { Injectable } from '@nestjs/common';

/** The only source of the current time, in epoch milliseconds. Tests replace it with their own clock. */
@Injectable()
export class Clock {
  now(): number {
    return Date.now();
  }

  date(): Date {
    return new Date(this.now());
  }
}

/** A fixed time, for results as of that time. */
export class StoppedClock extends Clock {
  constructor(private readonly at: number) {
    super();
  }

  override now(): number {
    return this.at;
  }
}
