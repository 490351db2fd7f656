import { eveningOf, firstOfMonth, monthOf, calendarPlaceOf } from './week-dates.js';

describe('the weeks of a month', () => {
  it.each([
    ['with days of the months beside it', '2026-11-15', 1, '2026-10-26', '2026-12-07'],
    ['of exactly four weeks', '2027-02-28', 1, '2027-02-01', '2027-03-01'],
    ['over the end of the year', '2026-12-31', 1, '2026-11-30', '2027-01-04'],
    ['where weeks begin on Sunday', '2026-11-01', 7, '2026-11-01', '2026-12-06'],
    ['that leap years make longer', '2028-02-29', 1, '2028-01-31', '2028-03-06'],
  ])('%s', (_name, date, weekStartsOn, startsOn, endsOn) => {
    expect(monthOf(date, weekStartsOn)).toEqual({ startsOn, endsOn });
  });

  it('begin with the week of the first', () => {
    expect(firstOfMonth('2026-11-30')).toBe('2026-11-01');
  });
});

describe('the evening a shift belongs to', () => {
  it.each([
    ['its own date', '2026-10-27T20:00:00-05:00', '2026-10-27'],
    ['the date before, until the day breaks', '2026-10-28T04:59:00-05:00', '2026-10-27'],
    ['its own date from then on', '2026-10-28T05:00:00-05:00', '2026-10-28'],
    ['the Saturday, also in the hour that comes twice', '2026-11-01T01:30:00-06:00', '2026-10-31'],
  ])('is %s', (_name, startsAt, evening) => {
    expect(eveningOf({ startsAt })).toBe(evening);
  });
});

describe('the calendar place in an address', () => {
  it.each([
    [
      { location: 'a', week: '2026-11-02', view: 'month' },
      { location: 'a', week: '2026-11-02', view: 'month' },
    ],
    [{ week: '2026-13-01', view: 'year' }, {}],
    [{ week: 'soon', location: 7 }, {}],
    [{}, {}],
  ])('%j', (search, place) => {
    expect(calendarPlaceOf(search)).toEqual(place);
  });
});
