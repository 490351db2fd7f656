import { allOverridable, RULES, violationsOf, type SeatTaking } from './eligibility.js';
import { MINUTE } from './interval.js';
import { spanInZone } from './iso-text.js';
import {
  at,
  span,
  LATER,
  EVENING,
  type Changes,
  someFacts,
  claim,
} from '../../test/support/eligibility-facts.js';

const codes = (changes: Changes, taking: SeatTaking = 'claim'): string[] =>
  violationsOf(someFacts(changes), taking).map(({ code }) => code);
const messages = (changes: Changes, taking: SeatTaking = 'claim'): string[] =>
  violationsOf(someFacts(changes), taking).map(({ message }) => message);

it('no rule forbids an ordinary seat', () => {
  for (const taking of ['claim', 'assignment', 'approval'] as const) {
    expect(violationsOf(someFacts(), taking)).toEqual([]);
  }
});

describe('the state of the shift', () => {
  it.each([
    ['a draft cannot be claimed', { status: 'draft' }, 'claim', ['SHIFT_NOT_PUBLISHED']],
    ['one that opens later', { claimableFrom: LATER }, 'claim', ['SHIFT_NOT_PUBLISHED']],
    ['one that has just opened', { claimableFrom: LATER - MINUTE }, 'claim', []],
    ['nor taken over', { status: 'draft' }, 'relief', ['SHIFT_NOT_PUBLISHED']],
    ['a draft can be assigned', { status: 'draft' }, 'assignment', []],
    ['a claim on a draft can be approved', { status: 'draft' }, 'approval', []],
    ['a cancelled shift cannot be claimed', { status: 'cancelled' }, 'claim', ['SHIFT_CANCELLED']],
    ['a cancelled shift cannot be assigned', { status: 'cancelled' }, 'assignment', ['SHIFT_CANCELLED']],
    [
      'a claim on a cancelled shift cannot be approved',
      { status: 'cancelled' },
      'approval',
      ['SHIFT_CANCELLED'],
    ],
    ['a full shift cannot be assigned', { seatsTaken: 2 }, 'assignment', ['SHIFT_FULL']],
    ['a seat held for others cannot be claimed', { seatsHeld: 1 }, 'claim', ['SHIFT_FULL']],
    ['nor can somebody be assigned to it', { seatsHeld: 1 }, 'assignment', ['SHIFT_FULL']],
    ['a free seat beside a held one can be claimed', { seatsTaken: 0, seatsHeld: 1 }, 'claim', []],
    ['a full shift can be waited for', { seatsTaken: 2, seatsHeld: 1 }, 'waitlist', []],
    ['a draft cannot be waited for', { status: 'draft' }, 'waitlist', ['SHIFT_NOT_PUBLISHED']],
    ['an overfull shift cannot be claimed', { seatsTaken: 3 }, 'claim', ['SHIFT_FULL']],
    ['a full shift can be taken over', { seatsTaken: 3 }, 'relief', []],
    ['a claim that holds the last seat can be approved', { seatsTaken: 2 }, 'approval', []],
    ['a position not held cannot be taken', { positionId: 'lab' }, 'claim', ['NOT_QUALIFIED']],
    ['a position not held cannot be assigned', { positionId: 'lab' }, 'assignment', ['NOT_QUALIFIED']],
    [
      'a claim for a position no longer held cannot be approved',
      { positionId: 'lab' },
      'approval',
      ['NOT_QUALIFIED'],
    ],
  ] as const)('%s', (_name, shift, taking, expected) => expect(codes({ shift }, taking)).toEqual(expected));

  it.each([
    ['has not started a millisecond before', EVENING.start - 1, []],
    ['has started at its start', EVENING.start, ['SHIFT_STARTED']],
    ['has started after its end too', EVENING.end + 1, ['SHIFT_STARTED']],
  ])('a shift %s', (_name, now, expected) => {
    for (const taking of ['claim', 'assignment', 'approval'] as const) {
      expect(codes({ now }, taking)).toEqual(expected);
    }
  });

  it('is reported with numbers when it is full', () => {
    expect(messages({ shift: { seats: 3, seatsTaken: 3 } })).toEqual([
      'All seats of this shift are taken (3 of 3).',
    ]);
  });
});

describe('the operator', () => {
  it('who is no longer active takes no seat', () => {
    for (const taking of ['claim', 'assignment', 'approval'] as const) {
      expect(codes({ operator: { deactivatedOn: '2026-11-05' } }, taking)).toEqual(['OPERATOR_INACTIVE']);
      expect(codes({ operator: { deactivatedOn: '2026-11-06' } }, taking)).toEqual([]);
    }
  });

  it.each([
    ['claims a shift once', 'claim', ['ALREADY_CLAIMED']],
    ['is assigned to a shift once', 'assignment', ['ALREADY_CLAIMED']],
    ['is approved by their own claim', 'approval', []],
  ] as const)('%s', (_name, taking, expected) => {
    expect(codes({ claims: [{ shiftId: 'this', span: EVENING }] }, taking)).toEqual(expected);
  });

  it.each([
    ['ends where this one starts', '2026-11-05T14:00-06:00', '2026-11-05T18:00-06:00', []],
    ['starts where this one ends', '2026-11-05T22:00-06:00', '2026-11-06T06:00-06:00', []],
    [
      'reaches a minute into this one',
      '2026-11-05T14:00-06:00',
      '2026-11-05T18:01-06:00',
      ['OVERLAPPING_SHIFT'],
    ],
    ['lies inside this one', '2026-11-05T19:00-06:00', '2026-11-05T20:00-06:00', ['OVERLAPPING_SHIFT']],
    ['holds this one', '2026-11-05T12:00-06:00', '2026-11-06T06:00-06:00', ['OVERLAPPING_SHIFT']],
    ['is the same time elsewhere', '2026-11-05T18:00-06:00', '2026-11-05T22:00-06:00', ['OVERLAPPING_SHIFT']],
  ])('whose other shift %s', (_name, from, to, expected) => {
    for (const taking of ['claim', 'assignment', 'approval'] as const) {
      expect(codes({ claims: [claim(from, to)] }, taking)).toEqual(expected);
    }
  });

  it('learns which shift overlaps, in local time', () => {
    expect(messages({ claims: [claim('2026-11-05T12:00-06:00', '2026-11-06T06:00-06:00')] })).toEqual([
      'This overlaps the shift Thu 5 Nov, 12:00 to 06:00.',
    ]);
  });
});

describe('the weekly cap', () => {
  /** A claim of so many hours from midnight on Monday, 2 November 2026. */
  const monday = (hours: number) => {
    const start = at('2026-11-02T00:00-06:00');
    return { shiftId: 'monday', span: { start, end: start + hours * 3_600_000 } };
  };

  it.each([
    ['nobody without a cap is stopped', null, [monday(23)], []],
    ['a week may be filled to the cap', 20, [monday(16)], []],
    [
      'a quarter over it is too much',
      20,
      [monday(16.25)],
      ['This would be 20.25 of 20 hours in the week of 2 November 2026.'],
    ],
    [
      'the message says both figures',
      20,
      [monday(17.5)],
      ['This would be 21.5 of 20 hours in the week of 2 November 2026.'],
    ],
    ['a cap of no hours allows none', 0, [], ['This would be 4 of 0 hours in the week of 2 November 2026.']],
    [
      'a broken cap is told as it is',
      3.5,
      [],
      ['This would be 4 of 3.5 hours in the week of 2 November 2026.'],
    ],
    [
      'odd minutes are rounded to hundredths',
      20,
      [monday(16 + 1 / 3)],
      ['This would be 20.33 of 20 hours in the week of 2 November 2026.'],
    ],
    [
      'claims of other weeks do not count',
      20,
      [
        claim('2026-10-26T00:00-05:00', '2026-10-27T00:00-05:00'),
        claim('2026-11-10T00:00-06:00', '2026-11-11T00:00-06:00'),
      ],
      [],
    ],
    ['a claim on this very shift counts once', 4, [{ shiftId: 'this', span: EVENING }], []],
  ] as const)('%s', (_name, weeklyHourCap, claims, expected) => {
    expect(messages({ operator: { weeklyHourCap }, claims }, 'approval')).toEqual(expected);
  });

  it('is reached exactly by shifts of odd minutes', () => {
    const claims = [1, 2, 3, 5, 6].map((hour) => ({
      shiftId: `at ${hour}`,
      span: {
        start: at('2026-11-03T00:00-06:00') + hour * 9_000_000,
        end: at('2026-11-03T02:20-06:00') + hour * 9_000_000,
      },
    }));
    const shift = { span: span('2026-11-05T18:00-06:00', '2026-11-05T20:20-06:00') };
    expect(codes({ shift, claims, operator: { weeklyHourCap: 14 } })).toEqual([]);
    expect(codes({ shift, claims, operator: { weeklyHourCap: 13.99 } })).toEqual(['WEEKLY_CAP_EXCEEDED']);
  });

  const sundayNight = span('2026-11-08T22:00-06:00', '2026-11-09T06:00-06:00');
  const autumnNight = span('2026-10-31T22:00-05:00', '2026-11-01T06:00-06:00');
  const springNight = span('2026-03-07T22:00-06:00', '2026-03-08T06:00-05:00');
  const now = at('2026-01-01T00:00Z');
  it.each([
    ['a Sunday night counts two hours in the old week', 1, sundayNight, 20, [monday(18)], []],
    [
      'a Sunday night may break the old week',
      1,
      sundayNight,
      20,
      [monday(18.5)],
      ['20.5 of 20 hours in the week of 2 November 2026'],
    ],
    ['a Sunday night counts six hours in the new week', 1, sundayNight, 6, [], []],
    [
      'a Sunday night may break the new week',
      1,
      sundayNight,
      5,
      [],
      ['6 of 5 hours in the week of 9 November 2026'],
    ],
    ['the first broken week is told', 1, sundayNight, 1, [], ['2 of 1 hours in the week of 2 November 2026']],
    [
      'with weeks from Sunday, a Sunday night is in one week',
      7,
      sundayNight,
      7,
      [],
      ['8 of 7 hours in the week of 8 November 2026'],
    ],
    ['the autumn night fits nine hours', 1, autumnNight, 9, [], []],
    [
      'the autumn night counts nine hours',
      1,
      autumnNight,
      8,
      [],
      ['9 of 8 hours in the week of 26 October 2026'],
    ],
    ['the spring night counts seven hours', 1, springNight, 7, [], []],
    [
      'the spring night does not fit six',
      1,
      springNight,
      6,
      [],
      ['7 of 6 hours in the week of 2 March 2026'],
    ],
    [
      'with weeks from Sunday, the autumn night has seven hours in the new one',
      7,
      autumnNight,
      6,
      [],
      ['7 of 6 hours in the week of 1 November 2026'],
    ],
    [
      'with weeks from Sunday, the autumn night has two hours in the old one',
      7,
      autumnNight,
      1,
      [],
      ['2 of 1 hours in the week of 25 October 2026'],
    ],
    ['with weeks from Sunday, the spring night fits five', 7, springNight, 5, [], []],
  ] as const)('%s', (_name, weekStartsOn, night, weeklyHourCap, claims, expected) => {
    const calendar = { zone: 'America/Chicago', weekStartsOn };
    const found = messages({ now, calendar, shift: { span: night }, operator: { weeklyHourCap }, claims });
    expect(found).toEqual(expected.map((text) => `This would be ${text}.`));
  });
});

describe('several reasons', () => {
  const everything: Changes = {
    now: EVENING.start,
    shift: { status: 'cancelled', seatsTaken: 2, positionId: 'lab' },
    operator: { deactivatedOn: '2026-11-01', weeklyHourCap: 1 },
    claims: [{ shiftId: 'this', span: EVENING }, claim('2026-11-05T20:00-06:00', '2026-11-06T00:00-06:00')],
  };

  it('are all reported, those about the shift first', () => {
    expect(codes(everything)).toEqual([
      'SHIFT_CANCELLED',
      'SHIFT_STARTED',
      'OPERATOR_INACTIVE',
      'ALREADY_CLAIMED',
      'SHIFT_FULL',
      'OVERLAPPING_SHIFT',
      'NOT_QUALIFIED',
      'WEEKLY_CAP_EXCEEDED',
    ]);
  });

  it('leave out what only matters when a seat is newly taken', () => {
    expect(codes(everything, 'approval')).toEqual([
      'SHIFT_CANCELLED',
      'SHIFT_STARTED',
      'OPERATOR_INACTIVE',
      'OVERLAPPING_SHIFT',
      'NOT_QUALIFIED',
      'WEEKLY_CAP_EXCEEDED',
    ]);
  });
});

describe('time in which the operator cannot work', () => {
  const inClass = span('2026-11-05T17:00-06:00', '2026-11-05T18:15-06:00');
  it.each([
    [
      'a class that reaches into the shift',
      'class',
      inClass,
      'This overlaps a class, Thu 5 Nov, 17:00 to 18:15.',
    ],
    [
      'a time they marked',
      'absence',
      span('2026-11-05T21:59-06:00', '2026-11-07T00:00-06:00'),
      'This overlaps a time marked as unavailable, Thu 5 Nov, 21:59 to Sat 7 Nov, 00:00.',
    ],
  ] as const)('%s forbids it in every way', (_name, kind, away, message) => {
    for (const taking of ['claim', 'assignment', 'approval'] as const) {
      expect(violationsOf(someFacts({ away: [{ kind, span: away }] }), taking)).toEqual([
        {
          code: 'UNAVAILABLE',
          message,
          overridable: true,
          params: { rule: kind, away: spanInZone(away, 'America/Chicago') },
        },
      ]);
    }
  });

  it('a class that ends as the shift starts does not', () => {
    const away = [{ kind: 'class', span: { ...inClass, end: EVENING.start } }] as const;
    expect(codes({ away })).toEqual([]);
  });
});

describe('limits of working time', () => {
  it.each([
    ['DAILY_CAP_EXCEEDED', { dailyHourCap: 6 }, claim('2026-11-05T08:00-06:00', '2026-11-05T11:00-06:00')],
    [
      'INSUFFICIENT_REST',
      { minimumRestHours: 11 },
      claim('2026-11-06T08:00-06:00', '2026-11-06T11:00-06:00'),
    ],
    [
      'TOO_LONG_WITHOUT_BREAK',
      { longestStretchHours: 6 },
      claim('2026-11-05T15:00-06:00', '2026-11-05T18:00-06:00'),
    ],
    ['TOO_MANY_NIGHTS', { nightsInARow: 1 }, claim('2026-11-05T00:00-06:00', '2026-11-05T02:00-06:00')],
  ] as const)('%s applies when the institution sets it, and may be set aside', (code, limits, other) => {
    const shift = { span: span('2026-11-05T18:00-06:00', '2026-11-06T01:00-06:00') };
    expect(codes({ shift, claims: [other] })).toEqual([]);
    const [violation, ...more] = violationsOf(someFacts({ shift, claims: [other], limits }), 'claim');
    expect([violation?.code, violation?.overridable, more]).toEqual([code, true, []]);
  });
});

describe('setting reasons aside', () => {
  const started: Changes = { now: EVENING.start };
  const capped: Changes = { operator: { weeklyHourCap: 1 } };
  const asked = (changes: Changes) => allOverridable(violationsOf(someFacts(changes), 'assignment'));

  it.each([
    ['a shift that has started may be given', started, true],
    ['a cap that is not binding may be exceeded', capped, true],
    ['a binding one may not', { operator: { weeklyHourCap: 1, capIsBinding: true } }, false],
    ['both may be set aside together', { ...started, ...capped }, true],
    ['nothing needs nothing', {}, true],
    ['one hard reason is enough to refuse', { ...started, shift: { seatsTaken: 2 } }, false],
  ] as const)('%s', (_name, changes, expected) => expect(asked(changes)).toBe(expected));

  it('is possible for these rules only', () => {
    const soft = RULES.filter(({ overridable }) => overridable !== false).map(({ code }) => code);
    expect(soft).toEqual([
      'SHIFT_STARTED',
      'UNAVAILABLE',
      'WEEKLY_CAP_EXCEEDED',
      'DAILY_CAP_EXCEEDED',
      'INSUFFICIENT_REST',
      'TOO_LONG_WITHOUT_BREAK',
      'TOO_MANY_NIGHTS',
    ]);
  });
});
