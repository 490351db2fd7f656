import { Clock } from '../platform/clock/clock.js';
import { aheadBy, DemoClock } from './demo-clock.js';

const CHICAGO = 'America/Chicago';

describe('the same time of day on another day', () => {
  it.each([
    [
      'today is today, to the millisecond',
      '2026-11-24T20:31:42.123Z',
      '2026-11-24',
      '2026-11-24T20:31:42.123Z',
    ],
    ['a day gone by', '2026-12-30T20:31:42.123Z', '2026-11-24', '2026-11-24T20:31:42.123Z'],
    [
      'a day in summer time lends its wall clock',
      '2027-07-04T19:31:42.123Z',
      '2026-11-24',
      '2026-11-24T20:31:42.123Z',
    ],
    ['a day to come', '2026-08-20T03:05:00Z', '2026-11-24', '2026-11-25T04:05:00Z'],
    [
      'the day as it is in the lab, not in London',
      '2026-11-25T03:00:00Z',
      '2026-11-24',
      '2026-11-25T03:00:00Z',
    ],
  ])('%s', (_what, now, day, expected) => {
    const instant = Date.parse(now);
    expect(new Date(instant + aheadBy(day, instant, CHICAGO)).toISOString()).toBe(
      new Date(expected).toISOString(),
    );
  });
});

describe('the demo clock', () => {
  class Machine extends Clock {
    millis = 1_000;

    override now(): number {
      return this.millis;
    }
  }

  it('stands where it is put, then runs at the pace of the machine', () => {
    const machine = new Machine();
    const clock = new DemoClock(machine);
    expect(clock.now()).toBe(1_000);
    clock.standAt(50);
    machine.millis = 2_000;
    expect(clock.now()).toBe(50);
    clock.run(-700);
    expect(clock.now()).toBe(1_300);
    machine.millis = 3_000;
    expect(clock.date()).toEqual(new Date(2_300));
  });
});
