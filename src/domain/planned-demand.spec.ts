import fc from 'fast-check';
import { expandDemand, type CoverageException, type CoverageRule } from './coverage.js';
import { HOUR } from './interval.js';
import { inZone } from './iso-text.js';
import { instantOf } from './recurrence.js';
import { exceptionsBeside, plannedDemand, type Plan } from './planned-demand.js';

const ZONE = 'America/Chicago';
const at = (date: string, time = '00:00'): number => instantOf(date, time, ZONE, 'first');
const days = (from: string, to: string) => ({ start: at(from), end: at(to) });
const rule = (change: Partial<CoverageRule & { id: string }> = {}) => ({
  id: 'rule',
  positionId: 'desk',
  weekdays: [1, 2, 3, 4, 5, 6, 7] as const,
  startsAt: '20:00',
  endsAt: '02:00',
  required: 1,
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  ...change,
});
const exception = (change: Partial<CoverageException & { id: string }> = {}) => ({
  id: 'exception',
  date: '2026-10-28',
  untilDate: '2026-10-28',
  hours: [],
  ...change,
});
const hours = (startsAt: string, endsAt: string, required: number) => [
  { positionId: 'desk', startsAt, endsAt, required },
];
const planned = (plan: Partial<Plan>, window = days('2026-10-27', '2026-10-28')): string[] =>
  plannedDemand({ rules: [], exceptions: [], zone: ZONE, ...plan }, window).map(
    ({ start, end, date, positionId, required, isDraft }) =>
      `${date.slice(5)} ${inZone(start, ZONE).slice(11, 16)}-${inZone(end, ZONE).slice(11, 16)} ${positionId} ${required}${isDraft ? ' draft' : ''}`,
  );

describe('demand as it is planned', () => {
  it('adds pieces over the same time to one span, and has one span for each number', () =>
    expect(
      planned({ rules: [rule(), rule({ id: 'more', startsAt: '22:00', endsAt: '23:00', required: 2 })] }),
    ).toEqual([
      '10-26 00:00-02:00 desk 1',
      '10-27 20:00-22:00 desk 1',
      '10-27 22:00-23:00 desk 3',
      '10-27 23:00-00:00 desk 1',
    ]));
  it('continues when one rule ends as another of the same date begins', () =>
    expect(
      planned({
        rules: [
          rule({ startsAt: '18:00', endsAt: '20:00' }),
          rule({ id: 'b', startsAt: '20:00', endsAt: '22:00' }),
        ],
      }),
    ).toEqual(['10-27 18:00-22:00 desk 1']));
  it('separates positions, and dates when hours never end', () =>
    expect(
      planned({
        rules: [
          rule({ startsAt: '00:00', endsAt: '00:00', positionId: 'door' }),
          rule({ id: 'b', startsAt: '08:00', endsAt: '08:00' }),
        ],
      }),
    ).toEqual(['10-26 00:00-08:00 desk 1', '10-27 00:00-00:00 door 1', '10-27 08:00-00:00 desk 1']));
  it('gives an instant in two dates to the earlier one', () =>
    expect(
      planned({
        rules: [rule({ endsAt: '06:00' }), rule({ id: 'b', startsAt: '04:00', endsAt: '08:00' })],
      }).slice(0, 3),
    ).toEqual(['10-26 00:00-04:00 desk 1', '10-26 04:00-06:00 desk 2', '10-27 06:00-08:00 desk 1']));
  it('includes hours that need no operator', () =>
    expect(planned({ rules: [rule({ startsAt: '08:00', endsAt: '12:00', required: 0 })] })).toEqual([
      '10-27 08:00-12:00 desk 0',
    ]));

  it('starts on the weekdays of a rule, from its first date to its last', () => {
    const week = days('2026-10-26', '2026-11-01');
    const starts = (change: object): string[] =>
      planned({ rules: [rule({ weekdays: [1, 3], endsAt: '23:00', ...change })] }, week).map((one) =>
        one.slice(0, 5),
      );
    expect(starts({})).toEqual(['10-26', '10-28']);
    expect(starts({ effectiveFrom: '2026-10-27' })).toEqual(['10-28']);
    expect(starts({ effectiveTo: '2026-10-26' })).toEqual(['10-26']);
  });
  it('follows an exception instead of all rules on its dates', () => {
    const span = exception({
      date: '2026-10-27',
      untilDate: '2026-10-29',
      hours: hours('10:00', '12:00', 1),
    });
    expect(
      planned(
        { rules: [rule({ endsAt: '23:00' }), rule({ id: 'b', startsAt: '18:00' })], exceptions: [span] },
        days('2026-10-27', '2026-10-30'),
      ),
    ).toEqual([
      '10-26 00:00-02:00 desk 1',
      '10-27 10:00-12:00 desk 1',
      '10-28 10:00-12:00 desk 1',
      '10-29 10:00-12:00 desk 1',
    ]);
  });
  it.each([
    ['the night that has an hour more', '2026-10-31', '03:00', '2026-11-01T03:00:00-06:00', 6],
    ['a night like others', '2026-11-03', '03:00', '2026-11-04T03:00:00-06:00', 5],
    ['the night that has an hour less', '2027-03-13', '03:00', '2027-03-14T03:00:00-05:00', 4],
    ['an end that comes twice, the second time', '2026-10-31', '01:30', '2026-11-01T01:30:00-06:00', 4.5],
    ['a day around the clock', '2026-11-03', '22:00', '2026-11-04T22:00:00-06:00', 24],
  ])('uses the wall clock: %s', (_name, date, endsAt, end, length) => {
    const [night, ...rest] = plannedDemand(
      {
        rules: [rule({ startsAt: '22:00', endsAt, effectiveFrom: date, effectiveTo: date })],
        exceptions: [],
        zone: ZONE,
      },
      days('2026-10-25', '2027-04-01'),
    );
    expect(rest).toEqual([]);
    expect([inZone(night!.end, ZONE), (night!.end - night!.start) / HOUR]).toEqual([end, length]);
  });

  it.each([
    ['25 hours where clocks go back', '2026-11-01', '2026-11-02', 25],
    ['23 hours where they go forward', '2026-03-08', '2026-03-09', 23],
  ])('lasts %s', (_name, from, to, length) => {
    const [day, ...rest] = plannedDemand(
      { rules: [rule({ startsAt: '00:00', endsAt: '00:00' })], exceptions: [], zone: ZONE },
      days(from, to),
    );
    expect(rest).toEqual([]);
    expect((day!.end - day!.start) / HOUR).toBe(length);
  });
});

describe('a draft of coverage hours', () => {
  it('adds to what is stored, and is marked', () =>
    expect(
      planned({ rules: [rule()], draftRule: rule({ id: 'new', startsAt: '22:00', endsAt: '23:00' }) }).slice(
        1,
      ),
    ).toEqual(['10-27 20:00-22:00 desk 1', '10-27 22:00-23:00 desk 2 draft', '10-27 23:00-00:00 desk 1']));
  it('replaces the hours that it changes', () =>
    expect(planned({ rules: [rule()], draftRule: rule({ startsAt: '22:00', endsAt: '23:00' }) })).toEqual([
      '10-27 22:00-23:00 desk 1 draft',
    ]));
  it('has no demand on the date of an exception, whose hours are no draft', () =>
    expect(
      planned(
        { exceptions: [exception({ hours: hours('10:00', '12:00', 1) })], draftRule: rule({ id: 'new' }) },
        days('2026-10-28', '2026-10-29'),
      ),
    ).toEqual(['10-27 00:00-02:00 desk 1 draft', '10-28 10:00-12:00 desk 1']));
});

describe('a draft of an exception', () => {
  const window = days('2026-10-28', '2026-10-29');
  it('closes what starts on its dates, and leaves the previous night', () =>
    expect(planned({ rules: [rule()], draftException: { ...exception(), id: 'new' } }, window)).toEqual([
      '10-27 00:00-02:00 desk 1',
    ]));
  it('has its own hours instead', () =>
    expect(
      planned({ rules: [rule()], draftException: exception({ hours: hours('10:00', '12:00', 3) }) }, window),
    ).toEqual(['10-27 00:00-02:00 desk 1', '10-28 10:00-12:00 desk 3 draft']));
  it('replaces the one that it changes, on whatever dates, and those on its dates', () => {
    const stored = [
      exception({ id: 'moved', date: '2026-10-20', untilDate: '2026-10-20' }),
      exception({ id: 'beside', date: '2026-10-27', untilDate: '2026-10-28' }),
      exception({ id: 'after', date: '2026-10-30', untilDate: '2026-10-30' }),
    ];
    const draftException = exception({ id: 'moved', untilDate: '2026-10-29' });
    expect(exceptionsBeside({ exceptions: stored, draftException }).map(({ id }) => id)).toEqual(['after']);
    expect(exceptionsBeside({ exceptions: stored, draftException: undefined })).toEqual(stored);
  });
});

it('requires at every moment the sum of all pieces', () => {
  const time = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:00`);
  const some = fc.record({
    positionId: fc.constantFrom('desk', 'door'),
    startsAt: time,
    endsAt: time,
    required: fc.integer({ min: 0, max: 3 }),
  });
  const window = days('2026-10-31', '2026-11-03');
  fc.assert(
    fc.property(fc.array(some, { maxLength: 4 }), fc.option(some, { nil: undefined }), (rows, draft) => {
      const rules = rows.map((row, index) => rule({ ...row, id: String(index) }));
      const draftRule = draft && rule({ ...draft, id: 'new' });
      const all = draftRule ? [...rules, draftRule] : rules;
      const pieces = expandDemand(all, [], ZONE, window);
      const segments = plannedDemand({ rules, exceptions: [], zone: ZONE, draftRule }, window);
      for (let moment = window.start; moment < window.end; moment += HOUR) {
        for (const positionId of ['desk', 'door']) {
          const within = (one: { positionId: string; start: number; end: number }): boolean =>
            one.positionId === positionId && one.start <= moment && moment < one.end;
          const found = segments.filter(within);
          expect(found.length).toBe(pieces.some(within) ? 1 : 0);
          expect(found[0]?.required ?? 0).toBe(
            pieces.filter(within).reduce((sum, { required }) => sum + required, 0),
          );
        }
      }
    }),
    { numRuns: 60 },
  );
});
