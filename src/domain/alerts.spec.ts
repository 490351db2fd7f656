import {
  changedAlerts,
  keyText,
  nextAlerts,
  type AlertState,
  type AlertStatus,
  type KnownAlert,
} from './alerts.js';
import { expandDemand, type CoverageRule, type DemandPiece } from './coverage.js';
import { HOUR } from './interval.js';
import { gapsIn, staffingOf, teamsOf, type StaffSpan } from './staffing.js';

const CHICAGO = 'America/Chicago';
const at = (text: string): number => Date.parse(text);
const WINDOW = { start: at('2026-11-01T00:00Z'), end: at('2026-11-10T00:00Z') };
const NOW = at('2026-11-02T12:00Z');
const DATE = '2026-11-02';

/** The hours of 2 November 2026 in UTC; from 24 on they are on the next day. */
const hour = (number: number): number => at('2026-11-02T00:00Z') + number * HOUR;
const demand = (from: number, to: number, overrides: Partial<DemandPiece> = {}): DemandPiece => ({
  positionId: 'desk',
  date: DATE,
  required: 1,
  start: hour(from),
  end: hour(to),
  ...overrides,
});
const onShift = (from: number, to: number): StaffSpan => ({
  positionId: 'desk',
  start: hour(from),
  end: hour(to),
});
const known = (status: AlertStatus, overrides: Partial<KnownAlert> = {}): KnownAlert => ({
  positionId: 'desk',
  date: DATE,
  status,
  stretches: [],
  ...overrides,
});
const scan = (
  pieces: DemandPiece[],
  staff: StaffSpan[],
  before: KnownAlert[] = [],
  now = NOW,
): AlertState[] => nextAlerts(pieces, gapsIn(staffingOf(pieces, teamsOf(staff), WINDOW)), before, now);
const read = (states: readonly AlertState[]): string[] =>
  states.map(({ positionId, date, status, stretches }) =>
    [
      positionId,
      date,
      status,
      ...stretches.map(({ start, end }) => `${(start - hour(0)) / HOUR}-${(end - hour(0)) / HOUR}`),
    ].join(' '),
  );

describe('the states of an alert', () => {
  const evening = [demand(18, 22)];
  const morning = [demand(8, 11)];
  it.each([
    ['a gap ahead opens one', evening, [], [], ['desk 2026-11-02 open 18-22']],
    ['a gap that lasts is open as a whole', [demand(10, 14)], [], [], ['desk 2026-11-02 open 10-14']],
    ['a gap that was over before anyone looked opens none', morning, [], [], []],
    ['a gap that ends now is over', [demand(8, 12)], [], [], []],
    ['full staffing opens none', evening, [onShift(18, 22)], [], []],
    [
      'an open one holds its current stretches',
      evening,
      [onShift(19, 20)],
      [known('open')],
      ['desk 2026-11-02 open 18-19 20-22'],
    ],
    [
      'an open one is filled when no gap is left',
      evening,
      [onShift(17, 23)],
      [known('open')],
      ['desk 2026-11-02 filled'],
    ],
    [
      'an open one is past when its gap was missed',
      morning,
      [onShift(8, 9)],
      [known('open')],
      ['desk 2026-11-02 past 9-11'],
    ],
    [
      'an open one is filled after its time when none was missed',
      morning,
      [onShift(8, 11)],
      [known('open')],
      ['desk 2026-11-02 filled'],
    ],
    [
      'an open one is withdrawn when its demand vanished',
      [],
      [],
      [known('open')],
      ['desk 2026-11-02 withdrawn'],
    ],
    [
      'an open one is withdrawn when nobody is required any more',
      [demand(18, 22, { required: 0 })],
      [],
      [known('open')],
      ['desk 2026-11-02 withdrawn'],
    ],
    ['a filled one opens again', evening, [], [known('filled')], ['desk 2026-11-02 open 18-22']],
    ['a withdrawn one opens again', evening, [], [known('withdrawn')], ['desk 2026-11-02 open 18-22']],
    [
      'a past one opens again when demand is added',
      [demand(8, 11), demand(18, 22)],
      [],
      [known('past')],
      ['desk 2026-11-02 open 18-22'],
    ],
    ['a filled one that stays so is left out', evening, [onShift(18, 22)], [known('filled')], []],
    ['a withdrawn one that stays so is left out', [], [], [known('withdrawn')], []],
    ['a past one that stays so is left out', morning, [], [known('past')], []],
    [
      'one of an earlier missed and a later open gap is open with the later',
      [demand(8, 9), demand(18, 22)],
      [],
      [known('open')],
      ['desk 2026-11-02 open 18-22'],
    ],
    [
      'one of an earlier missed and a later filled gap is past',
      [demand(8, 9), demand(18, 22)],
      [onShift(18, 22)],
      [known('open')],
      ['desk 2026-11-02 past 8-9'],
    ],
  ])('%s', (_name, pieces, staff, before, expected) =>
    expect(read(scan(pieces, staff, before))).toEqual(expected),
  );

  it('is separate for each position and date', () => {
    const pieces = [
      demand(18, 22),
      demand(18, 22, { positionId: 'lab', required: 2 }),
      demand(42, 46, { date: '2026-11-03' }),
    ];
    const states = scan(pieces, [onShift(18, 22)], [known('open'), known('open', { positionId: 'lab' })]);
    expect(read(states)).toEqual([
      'desk 2026-11-03 open 42-46',
      'lab 2026-11-02 open 18-22',
      'desk 2026-11-02 filled',
    ]);
    expect(states[1]!.stretches).toEqual([
      { positionId: 'lab', start: hour(18), end: hour(22), required: 2, assigned: 0, missing: 2 },
    ]);
    expect(keyText(states[1]!)).toBe('lab 2026-11-02');
  });

  it('does not change its input', () => {
    const pieces = [demand(18, 22)];
    const before = [known('open')];
    const copies = structuredClone([pieces, before]);
    scan(pieces, [], before);
    expect([pieces, before]).toEqual(copies);
  });
});

describe('the date of an alert', () => {
  const aRule = (overrides: Partial<CoverageRule>): CoverageRule => ({
    positionId: 'desk',
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    startsAt: '00:00',
    endsAt: '00:00',
    required: 1,
    effectiveFrom: '2026-10-30',
    effectiveTo: '2026-11-02',
    ...overrides,
  });
  const scanRules = (rules: CoverageRule[], staff: StaffSpan[] = []): [string, number][] => {
    const window = { start: at('2026-10-30T00:00-05:00'), end: at('2026-11-06T00:00-06:00') };
    const pieces = expandDemand(rules, [], CHICAGO, window);
    return nextAlerts(pieces, gapsIn(staffingOf(pieces, teamsOf(staff), window)), [], window.start).map(
      ({ date, stretches }) => [
        date,
        stretches.reduce((sum, { start, end }) => sum + (end - start) / HOUR, 0),
      ],
    );
  };

  it('is the one on which a night starts, 9 hours long at the autumn change', () => {
    const nights = aRule({
      startsAt: '22:00',
      endsAt: '06:00',
      effectiveFrom: '2026-10-31',
      effectiveTo: '2026-10-31',
    });
    expect(scanRules([nights])).toEqual([['2026-10-31', 9]]);
  });

  it('splits round-the-clock demand by local date', () => {
    expect(scanRules([aRule({})])).toEqual([
      ['2026-10-30', 24],
      ['2026-10-31', 24],
      ['2026-11-01', 25],
      ['2026-11-02', 24],
    ]);
  });

  it('splits one gap across midnight between its two dates', () => {
    const staff = [
      { positionId: 'desk', start: at('2026-10-30T00:00-05:00'), end: at('2026-10-31T20:00-05:00') },
      { positionId: 'desk', start: at('2026-11-01T00:45-05:00'), end: at('2026-11-03T00:00-06:00') },
    ];
    expect(scanRules([aRule({})], staff)).toEqual([
      ['2026-10-31', 4],
      ['2026-11-01', 0.75],
    ]);
  });

  it('is the earlier where the night of one overlaps the morning of the next', () => {
    const night = aRule({ weekdays: [5], startsAt: '22:00', endsAt: '06:00' });
    const morning = aRule({ weekdays: [6], startsAt: '05:00', endsAt: '09:00' });
    expect(scanRules([morning, night])).toEqual([
      ['2026-10-30', 8],
      ['2026-10-31', 3],
    ]);
  });
});

describe('what a scan writes', () => {
  const evening = [demand(18, 22)];
  const before = scan(evening, [onShift(18, 20)]);
  it.each<[string, StaffSpan[], string[]]>([
    ['nothing, while an open alert keeps its stretches', [onShift(18, 20)], []],
    ['an alert whose stretch is another', [onShift(18, 21)], ['desk 2026-11-02 open 21-22']],
    ['an alert that has one stretch more', [onShift(19, 20)], ['desk 2026-11-02 open 18-19 20-22']],
    ['an alert that is filled', [onShift(18, 22)], ['desk 2026-11-02 filled']],
  ])('is %s', (_, staff, written) => {
    expect(read(changedAlerts(scan(evening, staff, before), before))).toEqual(written);
  });

  it('includes an alert with other numbers and the same times', () => {
    const states = scan(
      [demand(18, 22, { required: 3 })],
      [onShift(18, 20), onShift(18, 20), onShift(20, 22)],
      before,
    );
    expect(changedAlerts(states, before)).toEqual(states);
    const more = scan([demand(18, 22, { required: 2 })], [onShift(18, 20), onShift(18, 20)], before);
    expect(changedAlerts(more, before)).toMatchObject([{ stretches: [{ required: 2, assigned: 0 }] }]);
  });

  it('includes everything that was not known', () => {
    expect(changedAlerts(before, [])).toEqual(before);
  });
});
