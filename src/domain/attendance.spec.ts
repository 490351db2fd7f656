import { checkInWindow, punctuality, workedSpan } from './attendance.js';

const at = (time: string): number => Date.parse(`2026-11-02T${time}Z`);
const SHIFT = { start: at('18:00'), end: at('22:00') };

it('checking in opens a quarter of an hour before the shift and closes with its end', () => {
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
