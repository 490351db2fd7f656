import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import { closedWithin } from './closing.js';
import { expandDemand, openSpans, type CoverageRule, type DemandPiece } from './coverage.js';
import { HOUR, MINUTE, type Span } from './interval.js';
import { changesPast, type Maintenance } from './maintenance.js';
import { plannedDemand } from './planned-demand.js';

const CHICAGO = 'America/Chicago';
const span = (start: string, end: string): Span => ({ start: Date.parse(start), end: Date.parse(end) });
/** Open every night from 20:00 to 04:00, with two operators. */
const nightly: CoverageRule = {
  positionId: 'desk',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  startsAt: '20:00',
  endsAt: '04:00',
  required: 2,
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
};
const told = (spans: readonly Span[]): string[] =>
  spans.map(({ start, end }) => `${new Date(start).toISOString()}/${new Date(end).toISOString()}`);

describe('maintenance that closes coverage', () => {
  const night = span('2026-07-07T01:00Z', '2026-07-07T09:00Z');
  const cut = (...closures: Span[]): string[] => told(expandDemand([nightly], [], CHICAGO, night, closures));

  it.each([
    [
      'in the middle of a night leaves what is before and after it',
      [span('2026-07-07T03:00:30Z', '2026-07-07T04:15Z')],
      [
        '2026-07-07T01:00:00.000Z/2026-07-07T03:00:30.000Z',
        '2026-07-07T04:15:00.000Z/2026-07-07T09:00:00.000Z',
      ],
    ],
    [
      'over the start of a night leaves its end',
      [span('2026-07-06T12:00Z', '2026-07-07T02:00Z')],
      ['2026-07-07T02:00:00.000Z/2026-07-07T09:00:00.000Z'],
    ],
    ['over the whole night leaves nothing', [span('2026-07-06T12:00Z', '2026-07-08T12:00Z')], []],
    [
      'twice at the same time, in any order, closes that time once',
      [
        span('2026-07-07T05:00Z', '2026-07-07T09:00Z'),
        span('2026-07-07T03:00Z', '2026-07-07T06:00Z'),
        span('2026-07-07T03:30Z', '2026-07-07T04:00Z'),
      ],
      ['2026-07-07T01:00:00.000Z/2026-07-07T03:00:00.000Z'],
    ],
    [
      'that ends when the night starts leaves all of it',
      [span('2026-07-06T12:00Z', '2026-07-07T01:00Z')],
      ['2026-07-07T01:00:00.000Z/2026-07-07T09:00:00.000Z'],
    ],
  ])('%s', (_, closures, left) => expect(cut(...closures)).toEqual(left));

  it.each([
    ['of 25 hours', '2026-10-31', '2026-10-31T20:00-05:00', '2026-11-01T04:00-06:00', 9],
    ['of 23 hours', '2026-03-07', '2026-03-07T20:00-06:00', '2026-03-08T04:00-05:00', 7],
  ])('cuts real time from the night before a day %s', (_, date, start, end, hours) => {
    const whole = span(start, end);
    expect(told(expandDemand([nightly], [], CHICAGO, whole))).toEqual(told([whole]));
    // Two real hours around the change, whatever clocks show.
    const closed = { start: whole.start + 5 * HOUR, end: whole.start + 7 * HOUR };
    const left = expandDemand([nightly], [], CHICAGO, whole, [closed]);
    expect(left.reduce((sum, piece) => sum + piece.end - piece.start, 0) / HOUR).toBe(hours - 2);
    expect(new Set(left.map((piece) => piece.date))).toEqual(new Set([date]));
  });

  it('leaves no demand in a plan, drafts included', () => {
    const plan = { rules: [{ ...nightly, id: 'a' }], exceptions: [], zone: CHICAGO, closures: [night] };
    expect(plannedDemand({ ...plan, draftRule: nightly }, night)).toEqual([]);
  });

  it('is closed time, also where nobody was needed, together with that of exceptions', () => {
    const exception = { date: '2026-07-07', untilDate: '2026-07-07', hours: [] };
    const window = span('2026-07-06T00:00Z', '2026-07-09T00:00Z');
    const closures = [
      span('2026-07-06T15:00Z', '2026-07-06T16:00Z'),
      span('2026-07-07T08:00Z', '2026-07-07T10:00Z'),
    ];
    const opening = { rules: [nightly], exceptions: [], zone: CHICAGO };
    expect(told(closedWithin(opening, window, closures))).toEqual(told(closures));
    expect(told(closedWithin({ ...opening, exceptions: [exception] }, window, closures))).toEqual([
      '2026-07-06T15:00:00.000Z/2026-07-06T16:00:00.000Z',
      '2026-07-07T08:00:00.000Z/2026-07-08T09:00:00.000Z',
    ]);
  });
});

describe('demand that maintenance cuts', () => {
  /** The required operators, or `closed`, by position and date in each minute. Asks each piece for each minute. */
  const byMinute = (pieces: readonly DemandPiece[], window: Span, closures: readonly Span[]): string[] => {
    const minutes: string[] = [];
    for (let at = window.start; at < window.end; at += MINUTE) {
      const isClosed = closures.some(({ start, end }) => start <= at && at < end);
      const held = isClosed ? [] : pieces.filter(({ start, end }) => start <= at && at < end);
      minutes.push(
        held
          .map(({ positionId, date, required }) => `${positionId} ${date} ${required}`)
          .sort()
          .join(),
      );
    }
    return minutes;
  };
  const CHANGES = [
    { zone: CHICAGO, around: '2026-03-08T08:00Z' },
    { zone: CHICAGO, around: '2026-11-01T07:00Z' },
    { zone: 'Australia/Lord_Howe', around: '2026-04-04T15:00Z' },
    { zone: 'Australia/Lord_Howe', around: '2026-10-03T15:30Z' },
  ];
  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((parts) => parts.map((part) => `${part}`.padStart(2, '0')).join(':'));
  const aRule = fc
    .record({ positionId: fc.constantFrom('desk', 'lab'), startsAt: time, endsAt: time, required: fc.nat(3) })
    .map((rule) => ({ ...nightly, ...rule }));
  const aClosure = fc
    .tuple(fc.integer({ min: -2200, max: 2200 }), fc.integer({ min: 1, max: 1500 }))
    .map(([from, minutes]) => ({ from, minutes }));

  it('is that of each minute in which no window is, across both clock changes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANGES),
        fc.array(aRule, { minLength: 1, maxLength: 3 }),
        fc.array(aClosure, { maxLength: 4 }),
        ({ zone, around }, rules, cuts) => {
          const middle = Date.parse(around);
          const window = { start: middle - 24 * HOUR, end: middle + 24 * HOUR };
          const closures = cuts.map(({ from, minutes }) => {
            const start = middle + from * MINUTE;
            return { start, end: start + minutes * MINUTE };
          });
          const whole = expandDemand(rules, [], zone, window);
          const cut = expandDemand(rules, [], zone, window, closures);
          expect(byMinute(cut, window, [])).toEqual(byMinute(whole, window, closures));
          for (const open of openSpans(cut))
            for (const closed of closures)
              expect(Math.min(open.end, closed.end)).toBeLessThanOrEqual(Math.max(open.start, closed.start));
        },
      ),
      { seed: 20261130, numRuns: runs(150) },
    );
  });
});

describe('a change of maintenance', () => {
  const now = Date.parse('2026-07-07T12:00Z');
  const closing = (start: string, end: string): Maintenance => ({
    ...span(start, end),
    closesCoverage: true,
  });
  const past = closing('2026-07-06T00:00Z', '2026-07-06T02:00Z');
  const running = closing('2026-07-07T11:00Z', '2026-07-07T13:00Z');
  const ahead = closing('2026-07-07T12:00Z', '2026-07-08T00:00Z');
  const open = (window: Maintenance): Maintenance => ({ ...window, closesCoverage: false });

  it.each<[string, Maintenance | null, Maintenance | null, boolean]>([
    ['that closes time ahead does not change the past', null, ahead, false],
    ['that takes back time ahead does not', ahead, null, false],
    ['that closes past time does', null, past, true],
    ['that takes back past time does', past, null, true],
    ['that closes nothing does not', null, open(past), false],
    ['that no longer closes past time does', past, open(past), true],
    ['that is running, and announced now, does', null, running, true],
    ['that ends later than planned does not', running, { ...running, end: running.end + HOUR }, false],
    ['that ends now instead of later does not', running, { ...running, end: now }, false],
    ['that began earlier than planned does', running, { ...running, start: running.start - HOUR }, true],
    ['that moves from the past to the future does', past, ahead, true],
    ['that only says another reason does not', past, past, false],
  ])('%s', (_, before, after, does) => expect(changesPast(before, after, now)).toBe(does));
});
