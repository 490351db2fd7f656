import { copyOnto } from './shift-copying.js';

const at = (text: string): number => Date.parse(text);
const timeZone = 'America/Chicago';
const shift = (from: string, to: string) => ({ positionId: 'desk', seats: 2, start: at(from), end: at(to) });
const dates = (startsOn: string, endsOn: string) => ({ startsOn, endsOn, timeZone });
const copied = (
  shifts: readonly ReturnType<typeof shift>[],
  source: ReturnType<typeof dates>,
  target: ReturnType<typeof dates>,
): string[] =>
  copyOnto(shifts, source, target).map(({ start, end }) =>
    [start, end].map((instant) => new Date(instant).toISOString().slice(0, 16)).join(' '),
  );

/** Monday, 19 October 2026, to Sunday, 25 October. */
const WEEK = dates('2026-10-19', '2026-10-25');
const TUESDAY = shift('2026-10-20T20:00-05:00', '2026-10-21T02:00-05:00');
const SATURDAY_NIGHT = shift('2026-10-24T22:00-05:00', '2026-10-25T06:00-05:00');

describe('copying shifts', () => {
  it.each([
    [
      'a week goes on the next by weekday, and on the clock change by wall-clock time: nine hours of eight',
      [TUESDAY, SATURDAY_NIGHT],
      dates('2026-10-26', '2026-11-01'),
      ['2026-10-28T01:00 2026-10-28T07:00', '2026-11-01T03:00 2026-11-01T12:00'],
    ],
    [
      'in spring it is seven hours',
      [SATURDAY_NIGHT],
      dates('2027-03-08', '2027-03-14'),
      ['2027-03-14T04:00 2027-03-14T11:00'],
    ],
    [
      'a week is repeated over a term',
      [TUESDAY],
      dates('2026-11-02', '2026-11-22'),
      [
        '2026-11-04T02:00 2026-11-04T08:00',
        '2026-11-11T02:00 2026-11-11T08:00',
        '2026-11-18T02:00 2026-11-18T08:00',
      ],
    ],
    [
      'dates that begin on another weekday still get each weekday its own',
      [TUESDAY],
      dates('2026-11-04', '2026-11-10'),
      ['2026-11-11T02:00 2026-11-11T08:00'],
    ],
    ['what has no date there is left out', [TUESDAY], dates('2026-11-04', '2026-11-08'), []],
    [
      'what a last night needs past its midnight goes with the last night',
      [shift('2026-10-26T02:00-05:00', '2026-10-26T06:00-05:00')],
      dates('2026-11-02', '2026-11-08'),
      ['2026-11-09T08:00 2026-11-09T12:00'],
    ],
    [
      'a start in the hour that does not exist moves forward, and what is left empty is left out',
      [shift('2026-10-25T02:15-05:00', '2026-10-25T03:15-05:00')],
      dates('2027-03-08', '2027-03-14'),
      [],
    ],
    [
      'a start in the repeated hour takes the first, an end the last',
      [shift('2026-10-25T01:15-05:00', '2026-10-25T01:45-05:00')],
      dates('2026-10-26', '2026-11-01'),
      ['2026-11-01T06:15 2026-11-01T07:45'],
    ],
  ])('%s', (_name, shifts, target, expected) => {
    expect(copied(shifts, WEEK, target)).toEqual(expected);
  });

  it('keeps position and seats', () => {
    const [copy] = copyOnto([TUESDAY], WEEK, dates('2026-10-26', '2026-11-01'));
    expect(copy).toMatchObject({ positionId: 'desk', seats: 2 });
  });

  it('of eight days repeats them every two weeks', () => {
    const source = dates('2026-10-19', '2026-10-26');
    expect(copied([TUESDAY], source, dates('2026-11-02', '2026-11-29'))).toHaveLength(2);
  });
});
