import { upcomingClosures } from './upcoming-closures.js';

const ZONE = 'America/Chicago';
/** Monday, noon in Chicago. */
const NOW = Date.parse('2026-10-26T17:00:00Z');
const ahead = (...exceptions: [locationId: string, date: string, untilDate: string][]) =>
  upcomingClosures(
    exceptions.map(([locationId, date, untilDate]) => ({ locationId, date, untilDate })),
    NOW,
    () => ZONE,
  );
const window = (from: string, to: string) => ({ from, to });

it('is one window per location, for any number and order of exceptions', () => {
  expect(
    ahead(
      ['a', '2026-10-30', '2026-10-30'],
      ['b', '2026-10-28', '2026-10-28'],
      ['a', '2026-10-27', '2026-10-29'],
    ),
  ).toEqual([
    { locationId: 'a', window: window('2026-10-27T00:00:00-05:00', '2026-11-01T00:00:00-05:00') },
    { locationId: 'b', window: window('2026-10-28T00:00:00-05:00', '2026-10-30T00:00:00-05:00') },
  ]);
});

it('begins today, ends after four weeks, and ignores exceptions outside', () => {
  expect(ahead(['a', '2026-10-01', '2026-10-25'], ['a', '2026-11-24', '2026-11-24'])).toEqual([]);
  expect(ahead(['a', '2026-10-01', '2027-01-01'])).toEqual([
    { locationId: 'a', window: window('2026-10-26T00:00:00-05:00', '2026-11-25T00:00:00-06:00') },
  ]);
});
