import { NO_LIMITS, type WorkingTimeLimits } from '../working-time.js';
import { restOf } from './rest.js';

const zone = 'America/Chicago';
const window = { start: Date.parse('2026-10-01T00:00-05:00'), end: Date.parse('2027-04-01T00:00-05:00') };
const here = (from: string, to: string) => ({ start: Date.parse(from), end: Date.parse(to), isHere: true });
const elsewhere = (from: string, to: string) => ({ ...here(from, to), isHere: false });
const REST: WorkingTimeLimits = { ...NO_LIMITS, minimumRestHours: 8 };
const STRETCH: WorkingTimeLimits = { ...NO_LIMITS, longestStretchHours: 6 };

const EVENING = here('2026-11-04T18:00-06:00', '2026-11-04T23:00-06:00');
const LATE = here('2026-11-04T20:00-06:00', '2026-11-05T02:00-06:00');
const EARLY = here('2026-11-05T08:00-06:00', '2026-11-05T12:00-06:00');

describe('rest', () => {
  it.each<[string, ReturnType<typeof here>[], WorkingTimeLimits, [number, number, string[]]]>([
    ['of one shift is not judged', [EVENING], REST, [0, 0, []]],
    [
      'as long as the minimum is enough',
      [EVENING, here('2026-11-05T07:00-06:00', '2026-11-05T08:00-06:00')],
      REST,
      [1, 0, []],
    ],
    [
      'of a minute less is short',
      [EVENING, here('2026-11-05T06:59-06:00', '2026-11-05T08:00-06:00')],
      REST,
      [1, 1, ['short-rest']],
    ],
    ['without a minimum is judged after a night alone', [EVENING, EARLY], NO_LIMITS, [0, 0, []]],
    ['after a night and before a morning is none', [LATE, EARLY], NO_LIMITS, [1, 1, ['night-then-morning']]],
    ['that breaks two rules counts once', [LATE, EARLY], REST, [1, 1, ['short-rest', 'night-then-morning']]],
    [
      'until noon after a night is enough',
      [LATE, here('2026-11-05T12:00-06:00', '2026-11-05T15:00-06:00')],
      NO_LIMITS,
      [1, 0, []],
    ],
    [
      'within one working day is a break',
      [here('2026-11-04T08:00-06:00', '2026-11-04T12:00-06:00'), EVENING],
      REST,
      [0, 0, []],
    ],
    [
      'before work elsewhere counts as well',
      [LATE, elsewhere('2026-11-05T08:00-06:00', '2026-11-05T12:00-06:00')],
      NO_LIMITS,
      [1, 1, ['night-then-morning']],
    ],
    [
      'between two shifts elsewhere is not this location’s',
      [
        elsewhere('2026-11-04T20:00-06:00', '2026-11-05T02:00-06:00'),
        elsewhere('2026-11-05T08:00-06:00', '2026-11-05T12:00-06:00'),
        here('2026-11-08T08:00-06:00', '2026-11-08T12:00-06:00'),
      ],
      REST,
      [1, 0, []],
    ],
    ['is not judged for a stretch within the limit', [LATE], STRETCH, [1, 0, []]],
    [
      'of shifts without a break between them is one stretch',
      [EVENING, here('2026-11-04T23:15-06:00', '2026-11-05T01:00-06:00')],
      STRETCH,
      [1, 1, ['long-stretch']],
    ],
    // 22:00 to 06:00 lasts nine hours in the autumn night, and seven in spring.
    [
      'of the autumn night: nine hours are too long for eight',
      [here('2026-10-31T22:00-05:00', '2026-11-01T06:00-06:00')],
      { ...NO_LIMITS, longestStretchHours: 8 },
      [1, 1, ['long-stretch']],
    ],
    [
      'of the spring night: seven hours are not',
      [here('2027-03-13T22:00-06:00', '2027-03-14T06:00-05:00')],
      { ...NO_LIMITS, longestStretchHours: 7 },
      [1, 0, []],
    ],
    [
      'over the autumn change is an hour longer than the clock shows',
      [
        here('2026-10-31T18:00-05:00', '2026-10-31T23:30-05:00'),
        here('2026-11-01T06:30-06:00', '2026-11-01T09:00-06:00'),
      ],
      REST,
      [1, 0, []],
    ],
    [
      'over the spring change is an hour shorter',
      [
        here('2027-03-13T18:00-06:00', '2027-03-13T22:30-06:00'),
        here('2027-03-14T06:30-05:00', '2027-03-14T09:00-05:00'),
      ],
      REST,
      [1, 1, ['short-rest']],
    ],
  ])('%s', (_, work, limits, [judged, broken, kinds]) => {
    const rest = restOf(work, window, limits, zone);
    expect([rest.judged, rest.broken, rest.breaches.map(({ kind }) => kind)]).toEqual([
      judged,
      broken,
      kinds,
    ]);
  });

  it('counts in the window in which the later work starts', () => {
    const at = (from: string, to: string) => ({ start: Date.parse(from), end: Date.parse(to) });
    const count = (span: ReturnType<typeof at>): number => restOf([LATE, EARLY], span, REST, zone).judged;
    expect(count(at('2026-11-04T00:00-06:00', '2026-11-05T08:00-06:00'))).toBe(0);
    expect(count(at('2026-11-05T08:00-06:00', '2026-11-05T09:00-06:00'))).toBe(1);
  });

  it('does not depend on the order of the shifts', () => {
    expect(restOf([EARLY, LATE], window, REST, zone)).toEqual(restOf([LATE, EARLY], window, REST, zone));
  });
});
