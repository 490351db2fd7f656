import { momentsAfter, momentsNear } from './worked-times.js';

const ZONE = 'America/Chicago';

describe('times of work', () => {
  it('are on the date nearest to the start', () => {
    expect(momentsNear('23:55', '2026-10-27T00:00:00-05:00', ZONE)).toEqual(['2026-10-26T23:55:00-05:00']);
    expect(momentsNear('00:10', '2026-10-26T23:30:00-05:00', ZONE)).toEqual(['2026-10-27T00:10:00-05:00']);
    expect(momentsNear('20:05', '2026-10-26T20:00:00-05:00', ZONE)).toEqual(['2026-10-26T20:05:00-05:00']);
  });

  it('end on the next day when the time of day is not later', () => {
    const came = '2026-10-26T20:00:00-05:00';
    expect(momentsAfter('23:00', came, ZONE)).toEqual(['2026-10-26T23:00:00-05:00']);
    expect(momentsAfter('02:00', came, ZONE)).toEqual(['2026-10-27T02:00:00-05:00']);
    expect(momentsAfter('20:00', came, ZONE)).toEqual(['2026-10-27T20:00:00-05:00']);
  });

  it('are two in a repeated hour, unless only one is left', () => {
    const both = ['2026-11-01T01:30:00-05:00', '2026-11-01T01:30:00-06:00'];
    expect(momentsAfter('01:30', '2026-10-31T22:00:00-05:00', ZONE)).toEqual(both);
    expect(momentsAfter('01:30', both[0]!, ZONE)).toEqual([both[1]]);
  });

  it('move forward by the jump in a skipped hour', () => {
    expect(momentsAfter('02:30', '2027-03-13T22:00:00-06:00', ZONE)).toEqual(['2027-03-14T03:30:00-05:00']);
  });
});
