import fc from 'fast-check';
import {
  checkInWindow,
  endedByCheckIn,
  isCutShort,
  overlappingAttendance,
  presenceSpan,
  punctuality,
  workedSpan,
  type PresenceRecord,
} from './attendance.js';
import { HOUR, MINUTE, overlaps, type Span } from './interval.js';

const at = (time: string): number => Date.parse(`2026-11-02T${time}Z`);
const SHIFT = { start: at('18:00'), end: at('22:00') };

it('checking in opens 15 minutes before the shift and closes at its end', () => {
  expect(checkInWindow(SHIFT)).toEqual({ start: at('17:45'), end: at('22:00') });
});

describe('what was worked of a shift', () => {
  it.each([
    ['is nothing without a check-in', null, null, '23:00', null],
    ['is check-in to check-out', '17:55', '21:40', '23:00', ['17:55', '21:40']],
    ['may go beyond the shift', '18:00', '22:20', '23:00', ['18:00', '22:20']],
    ['counts to the end of the shift without a check-out', '18:10', null, '23:00', ['18:10', '22:00']],
    ['counts up to now while the shift lasts', '18:10', null, '19:00', ['18:10', '19:00']],
    ['is nothing at the moment of check-in', '18:10', null, '18:10', null],
    ['is nothing of a check-in after the end without a check-out', '22:05', null, '23:00', null],
    ['is nothing when check-out is check-in', '18:10', '18:10', '23:00', null],
    ['never reaches beyond now', '18:00', '22:00', '20:00', ['18:00', '20:00']],
  ])('%s', (_name, checkedIn, checkedOut, now, worked) => {
    const record = {
      checkedInAt: checkedIn === null ? null : at(checkedIn),
      checkedOutAt: checkedOut === null ? null : at(checkedOut),
      nextCheckInAt: null,
    };
    const expected = worked && { start: at(worked[0]!), end: at(worked[1]!) };
    expect(workedSpan(record, SHIFT, at(now))).toEqual(expected);
  });
});

describe('coming and going', () => {
  const shift = { start: at('20:00'), end: at('23:00') };
  it.each([
    ['nothing is known of who has not come', null, null, null, null],
    ['early is not late', '19:50', null, 0, null],
    ['within the grace nobody speaks of it', '20:05', '22:55', 0, 0],
    ['beyond it the whole delay counts', '20:06', '22:54', 6, 6],
    ['parts of a minute do not count', '20:05:59', '22:54:01', 0, 0],
    ['staying longer is not leaving early', '20:00', '23:30', 0, 0],
    ['somebody may come and go at the wrong end', '22:00', '22:30', 120, 30],
  ])('%s', (_name, checkedIn, checkedOut, lateMinutes, leftEarlyMinutes) => {
    const record = {
      checkedInAt: checkedIn === null ? null : at(checkedIn),
      checkedOutAt: checkedOut === null ? null : at(checkedOut),
    };
    expect(punctuality(record, shift, 5)).toEqual({ lateMinutes, leftEarlyMinutes });
  });
});

describe('two shifts in a row', () => {
  const worked = (out: string | null, next: string | null) => ({
    checkedInAt: at('18:00'),
    checkedOutAt: out === null ? null : at(out),
    nextCheckInAt: next === null ? null : at(next),
  });
  it.each([
    ['the first ends where the second begins, though it was checked out of later', '22:15', '21:50', '21:50'],
    ['the first ends with its check-out before the second begins', '21:40', '21:50', '21:40'],
    ['a first not checked out of ends where the second begins', null, '21:50', '21:50'],
    ['a first not checked out of ends with its shift when the second begins later', null, '22:10', '22:00'],
    ['the first counts nothing when the second was begun in the same moment', '22:00', '18:00', null],
  ])('%s', (_name, out, next, end) => {
    const expected = end && { start: at('18:00'), end: at(end) };
    expect(workedSpan(worked(out, next), SHIFT, at('23:59'))).toEqual(expected);
  });

  it('reports a record that reaches beyond the next check-in', () => {
    expect(isCutShort(worked('22:15', '21:50'))).toBe(true);
    expect(isCutShort(worked('21:50', '21:50'))).toBe(false);
    expect(isCutShort(worked(null, '21:50'))).toBe(false);
  });
});

describe('checking in elsewhere', () => {
  const other = (checkedIn: string, checkedOut: string | null) => ({
    checkedInAt: at(checkedIn),
    checkedOutAt: checkedOut === null ? null : at(checkedOut),
    shift: SHIFT,
  });
  it.each([
    ['ends a shift that still lasts', '18:00', null, '21:50', true],
    ['ends a shift that is just over', '18:00', null, '22:15', true],
    ['leaves one forgotten for longer open', '18:00', null, '22:16', false],
    ['leaves one checked out of alone', '18:00', '21:40', '21:50', false],
    ['does not end what began in the same moment', '18:00', null, '18:00', false],
  ])('%s', (_name, checkedIn, checkedOut, moment, ends) => {
    expect(endedByCheckIn([other(checkedIn, checkedOut)], at(moment)) !== undefined).toBe(ends);
  });

  it.each([
    ['meets a shift checked out of later', '18:00', '22:15', '21:50', '23:00', true],
    ['meets one that is open up to its end', '18:00', null, '21:59', '23:00', true],
    ['meets one that is open no further than its end', '18:00', null, '22:00', '23:00', false],
    ['meets none that touches', '18:00', '21:50', '21:50', '23:00', false],
    ['meets one begun after its end and still open', '22:05', null, '22:00', '23:00', true],
  ])('%s', (_name, checkedIn, checkedOut, from, to, meets) => {
    const span = { start: at(from), end: at(to) };
    expect(overlappingAttendance([other(checkedIn, checkedOut)], span) !== undefined).toBe(meets);
  });
});

describe('when somebody is assumed to have been present', () => {
  const nothing: PresenceRecord = {
    checkedInAt: null,
    checkedOutAt: null,
    nextCheckInAt: null,
    nextUnrecordedAt: null,
    noShow: false,
  };
  it.each<[string, Partial<PresenceRecord>, [string, string] | null]>([
    ['is the shift where nothing was recorded', {}, ['18:00', '22:00']],
    ['is nowhere after a no-show', { noShow: true }, null],
    ['is where it was recorded', { checkedInAt: at('18:10'), checkedOutAt: at('21:00') }, ['18:10', '21:00']],
    ['ends with a check-in elsewhere', { nextCheckInAt: at('21:50') }, ['18:00', '21:50']],
    [
      'ends where a shift begins of which nothing was recorded',
      { checkedInAt: at('18:00'), checkedOutAt: at('22:15'), nextUnrecordedAt: at('22:00') },
      ['18:00', '22:00'],
    ],
  ])('%s', (_name, known, span) => {
    const expected = span && { start: at(span[0]), end: at(span[1]) };
    expect(presenceSpan({ ...nothing, ...known }, SHIFT, at('23:59'))).toEqual(expected);
  });
});

describe('one person, with any records,', () => {
  const record = fc.record({
    start: fc.integer({ min: 0, max: 96 }),
    hours: fc.integer({ min: 1, max: 8 }),
    early: fc.integer({ min: -90, max: 90 }),
    stayed: fc.option(fc.integer({ min: 1, max: 600 })),
    isRecorded: fc.boolean(),
  });
  const laidOut = (records: readonly (typeof record extends fc.Arbitrary<infer R> ? R : never)[]) => {
    const rows = records
      .map(({ start, hours, early, stayed, isRecorded }, index) => {
        const shift: Span = { start: start * HOUR, end: (start + hours) * HOUR };
        const checkedInAt = isRecorded ? shift.start - early * MINUTE : null;
        const checkedOutAt = checkedInAt === null || stayed === null ? null : checkedInAt + stayed * MINUTE;
        return { index, shift, checkedInAt, checkedOutAt, begins: checkedInAt ?? shift.start };
      })
      .sort((a, b) => a.begins - b.begins || a.shift.start - b.shift.start || a.index - b.index);
    return rows.map((row, index) => {
      const after = rows.slice(index + 1);
      const first = (instants: (number | null)[]): number | null =>
        instants.reduce(
          (least, one) => (least === null || (one !== null && one < least) ? one : least),
          null,
        );
      return {
        ...row,
        noShow: false,
        nextCheckInAt: first(after.map(({ checkedInAt }) => checkedInAt)),
        nextUnrecordedAt: first(after.map((next) => (next.checkedInAt === null ? next.shift.start : null))),
      };
    });
  };
  const areApart = (spans: readonly (Span | null)[]): boolean => {
    const there = spans.filter((span) => span !== null);
    return there.every((a, i) => there.slice(i + 1).every((b) => !overlaps(a, b)));
  };

  it('never counts twice, neither as worked nor as present', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), fc.integer({ min: 0, max: 120 }), (records, now) => {
        const rows = laidOut(records);
        expect(areApart(rows.map((row) => workedSpan(row, row.shift, now * HOUR)))).toBe(true);
        expect(areApart(rows.map((row) => presenceSpan(row, row.shift, now * HOUR)))).toBe(true);
      }),
    );
  });
});
