import {
  demandByDate,
  expandDemand,
  openSpans,
  type CoverageException,
  type CoverageRule,
} from './coverage.js';
import { HOUR, type Span } from './interval.js';

const CHICAGO = 'America/Chicago';
const at = (text: string): number => Date.parse(text);
const window = (from: string, to: string): Span => ({ start: at(from), end: at(to) });
const WEEK = window('2026-07-06T00:00-05:00', '2026-07-13T00:00-05:00');

const aRule = (overrides: Partial<CoverageRule> = {}): CoverageRule => ({
  positionId: 'desk',
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  startsAt: '22:00',
  endsAt: '06:00',
  required: 1,
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  ...overrides,
});
const closed = (date: string): CoverageException => ({ date, untilDate: date, hours: [] });
const hoursByDate = (pieces: readonly (Span & { date: string; positionId: string })[]): string[] =>
  pieces.map(({ date, positionId, start, end }) => `${date} ${positionId} ${(end - start) / HOUR} h`).sort();

describe('demand', () => {
  it('is clipped to the window and keeps the date on which it starts', () => {
    const [night] = expandDemand(
      [aRule()],
      [],
      CHICAGO,
      window('2026-07-07T01:00-05:00', '2026-07-07T03:00-05:00'),
    );
    expect(night).toEqual({
      positionId: 'desk',
      date: '2026-07-06',
      required: 1,
      ...window('2026-07-07T01:00-05:00', '2026-07-07T03:00-05:00'),
    });
  });

  it('of two rules over the same time stands side by side', () => {
    const rules = [aRule({ weekdays: [1] }), aRule({ weekdays: [1], startsAt: '23:00', required: 2 })];
    expect(hoursByDate(expandDemand(rules, [], CHICAGO, WEEK))).toEqual([
      '2026-07-06 desk 7 h',
      '2026-07-06 desk 8 h',
    ]);
  });

  it('of a closed date is none, for every position', () => {
    const rules = [aRule({ weekdays: [2, 3] }), aRule({ weekdays: [2], positionId: 'lab' })];
    expect(hoursByDate(expandDemand(rules, [closed('2026-07-07')], CHICAGO, WEEK))).toEqual([
      '2026-07-08 desk 8 h',
    ]);
  });

  it('of the night before a closed date still lasts until its end', () => {
    const day = window('2026-07-07T00:00-05:00', '2026-07-08T00:00-05:00');
    expect(hoursByDate(expandDemand([aRule()], [closed('2026-07-07')], CHICAGO, day))).toEqual([
      '2026-07-06 desk 6 h',
    ]);
  });

  it('of a special date follows the exception, also past midnight', () => {
    const special: CoverageException = {
      date: '2026-07-07',
      untilDate: '2026-07-07',
      hours: [
        { positionId: 'lab', startsAt: '20:00', endsAt: '01:00', required: 2 },
        { positionId: 'desk', startsAt: '09:00', endsAt: '10:30', required: 0 },
      ],
    };
    const found = expandDemand([aRule({ weekdays: [2] })], [special], CHICAGO, WEEK);
    expect(hoursByDate(found)).toEqual(['2026-07-07 desk 1.5 h', '2026-07-07 lab 5 h']);
    expect(found.find(({ positionId }) => positionId === 'lab')).toMatchObject({ required: 2 });
  });

  it('of a special date without any rule counts too', () => {
    const special = {
      date: '2026-07-12',
      untilDate: '2026-07-12',
      hours: [{ positionId: 'desk', startsAt: '08:00', endsAt: '12:00', required: 1 }],
    };
    expect(hoursByDate(expandDemand([], [special], CHICAGO, WEEK))).toEqual(['2026-07-12 desk 4 h']);
    expect(
      expandDemand([], [{ ...special, date: '2026-07-13', untilDate: '2026-07-13' }], CHICAGO, WEEK),
    ).toEqual([]);
  });

  it('of special hours follows the same policy at a clock change', () => {
    const hours = (startsAt: string, endsAt: string) => [
      { positionId: 'desk', startsAt, endsAt, required: 1 },
    ];
    const year = window('2026-01-01T00:00Z', '2027-01-01T00:00Z');
    const autumn = expandDemand(
      [],
      [{ date: '2026-10-31', untilDate: '2026-10-31', hours: hours('22:00', '06:00') }],
      CHICAGO,
      year,
    );
    const spring = expandDemand(
      [],
      [{ date: '2026-03-07', untilDate: '2026-03-07', hours: hours('22:00', '06:00') }],
      CHICAGO,
      year,
    );
    const missing = expandDemand(
      [],
      [{ date: '2026-03-08', untilDate: '2026-03-08', hours: hours('02:00', '03:00') }],
      CHICAGO,
      year,
    );
    expect(hoursByDate([...autumn, ...spring, ...missing])).toEqual([
      '2026-03-07 desk 7 h',
      '2026-10-31 desk 9 h',
    ]);
  });
});

describe('opening hours', () => {
  it('are the union of all positions, including hours without an operator', () => {
    const rules = [
      aRule({ weekdays: [1], startsAt: '08:00', endsAt: '12:00', required: 0 }),
      aRule({ weekdays: [1], startsAt: '11:00', endsAt: '14:00', positionId: 'lab' }),
      aRule({ weekdays: [1], startsAt: '16:00', endsAt: '17:00' }),
    ];
    expect(openSpans(expandDemand(rules, [], CHICAGO, WEEK))).toEqual([
      window('2026-07-06T08:00-05:00', '2026-07-06T14:00-05:00'),
      window('2026-07-06T16:00-05:00', '2026-07-06T17:00-05:00'),
    ]);
  });
});

describe('demand by date', () => {
  const spansByDate = (rules: CoverageRule[], span: Span, zone = CHICAGO): [string, string[]][] =>
    [...demandByDate(expandDemand(rules, [], zone, span))].map(([date, spans]) => [
      date,
      spans.map(({ start, end }) => `${new Date(start).toISOString()} ${(end - start) / HOUR} h`),
    ]);

  it('gives a night to the date on which it starts', () => {
    expect(spansByDate([aRule({ weekdays: [5] })], WEEK)).toEqual([
      ['2026-07-10', ['2026-07-11T03:00:00.000Z 8 h']],
    ]);
  });

  it('splits round-the-clock hours at local midnight, 25 hours in autumn', () => {
    const always = aRule({ startsAt: '00:00', endsAt: '00:00' });
    expect(spansByDate([always], window('2026-10-31T00:00-05:00', '2026-11-03T00:00-06:00'))).toEqual([
      ['2026-10-31', ['2026-10-31T05:00:00.000Z 24 h']],
      ['2026-11-01', ['2026-11-01T05:00:00.000Z 25 h']],
      ['2026-11-02', ['2026-11-02T06:00:00.000Z 24 h']],
    ]);
  });

  it('gives time in occurrences of two dates to the earlier one, whichever rule comes first', () => {
    const rules = [aRule({ weekdays: [2], startsAt: '05:00', endsAt: '09:00' }), aRule({ weekdays: [1] })];
    expect(spansByDate(rules, WEEK)).toEqual([
      ['2026-07-06', ['2026-07-07T03:00:00.000Z 8 h']],
      ['2026-07-07', ['2026-07-07T11:00:00.000Z 3 h']],
    ]);
  });

  it('keeps a date without any time of its own when all of it belongs to the date before', () => {
    const rules = [aRule({ weekdays: [1] }), aRule({ weekdays: [2], startsAt: '01:00', endsAt: '02:00' })];
    expect(spansByDate(rules, WEEK)[1]).toEqual(['2026-07-07', []]);
  });

  it('leaves out hours without an operator', () => {
    expect(spansByDate([aRule({ required: 0 })], WEEK)).toEqual([]);
  });

  it('keeps the time between hours that a clock change moved into the next date', () => {
    const rules = [
      aRule({ weekdays: [6], startsAt: '22:00', endsAt: '22:30' }),
      aRule({ weekdays: [6], startsAt: '23:30', endsAt: '23:45' }),
      aRule({ weekdays: [7], startsAt: '00:00', endsAt: '00:15' }),
    ];
    const night = window('2026-03-28T12:00Z', '2026-03-29T12:00Z');
    expect(spansByDate(rules, night, 'America/Nuuk')).toEqual([
      ['2026-03-28', ['2026-03-29T00:00:00.000Z 0.5 h', '2026-03-29T01:30:00.000Z 0.25 h']],
      ['2026-03-29', ['2026-03-29T01:00:00.000Z 0.25 h']],
    ]);
  });
});
