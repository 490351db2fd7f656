import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { HOUR, MINUTE, type Span } from '../interval.js';
import { hourUnits } from '../metrics/buckets.js';
import { gateHours, ofWholeLocation, type AreaReading, type GateHours } from './gate-hours.js';

const ZONE = 'America/Chicago';
const at = (text: string): number => Date.parse(text);
const span = (start: string, end: string): Span => ({ start: at(start), end: at(end) });
const hoursOf = (window: Span, zone = ZONE): Span[] =>
  hourUnits(window, { zone, weekStartsOn: 1 }).map(({ start, end }) => ({ start, end }));
const counter = (time: string, count: number, area = ''): AreaReading => ({
  at: at(time),
  count,
  cumulative: true,
  area,
});

const NIGHT = span('2026-11-02T12:00-06:00', '2026-11-03T12:00-06:00');
const OPEN = [span('2026-11-02T20:00-06:00', '2026-11-03T02:00-06:00')];

/** The entries by local hour. */
const byHour = ({ known }: GateHours, zone = ZONE): Record<string, number> => {
  const hours: Record<string, number> = {};
  const form = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: '2-digit',
    hour: '2-digit',
    timeZoneName: 'short',
  });
  for (const { hour, entries } of known) hours[form.format(hour)] = (hours[form.format(hour)] ?? 0) + entries;
  return hours;
};

describe('the entries of a clock hour', () => {
  it('are those of readings within it, also when it ends with one', () => {
    const readings = [
      counter('2026-11-02T21:00-06:00', 100),
      counter('2026-11-02T21:20-06:00', 104),
      counter('2026-11-02T22:00-06:00', 112),
      counter('2026-11-02T23:00-06:00', 115),
    ];
    const hours = gateHours(readings, OPEN, hoursOf(NIGHT));
    expect(hours.known.map(({ entries, isShared }) => [entries, isShared])).toEqual([
      [4, false],
      [8, false],
      [3, false],
    ]);
    expect(hours.known[1]).toMatchObject({ hour: at('2026-11-02T21:00-06:00'), isOpen: true, isLast: true });
    expect(hours.unknown).toEqual([{ area: '', hour: at('2026-11-02T20:00-06:00') }]);
  });

  it('are shared out over open time when nobody read in between', () => {
    const readings = [counter('2026-11-02T19:00-06:00', 100), counter('2026-11-03T03:00-06:00', 113)];
    const hours = gateHours(readings, OPEN, hoursOf(NIGHT));
    expect(hours.known.map(({ entries }) => entries)).toEqual([2, 2, 2, 2, 2, 3]);
    expect(hours.known.every(({ isShared, isOpen }) => isShared && isOpen)).toBe(true);
    expect(hours.known.map(({ isLast }) => isLast)).toEqual([false, false, false, false, false, true]);
  });

  it('are outside open time when the location was closed in between', () => {
    const readings = [counter('2026-11-03T03:00-06:00', 100), counter('2026-11-03T05:00-06:00', 106)];
    const { known } = gateHours(readings, OPEN, hoursOf(NIGHT));
    expect(known.map(({ entries, isOpen }) => [entries, isOpen])).toEqual([
      [3, false],
      [3, false],
    ]);
  });

  it('have those of a count of unknown beginning in the hour that it ends in', () => {
    const reading = { at: at('2026-11-02T21:30-06:00'), count: 12, cumulative: false, area: 'Door' };
    const { known, unknown } = gateHours([reading], OPEN, hoursOf(NIGHT));
    expect(known).toMatchObject([
      { ...span('2026-11-02T21:00-06:00', '2026-11-02T21:30-06:00'), entries: 12 },
    ]);
    expect(unknown).toEqual([]);
  });

  it('are marked in all hours of a reset, which is told once', () => {
    const readings = [counter('2026-11-02T20:00-06:00', 5_000), counter('2026-11-02T22:00-06:00', 9)];
    const { known } = gateHours(readings, OPEN, hoursOf(NIGHT));
    expect(known.map(({ entries, isReset, isLast }) => [entries, isReset, isLast])).toEqual([
      [4, true, false],
      [5, true, true],
    ]);
  });

  it.each([
    [
      'the night of 25 hours, in which an hour comes twice',
      ['2026-11-01T00:00-05:00', '2026-11-01T04:00-06:00'],
      { '01, 00 GMT-5': 10, '01, 01 GMT-5': 10, '01, 01 GMT-6': 10, '01, 02 GMT-6': 10, '01, 03 GMT-6': 10 },
    ],
    [
      'the night of 23 hours, in which one is missing',
      ['2027-03-14T00:00-06:00', '2027-03-14T05:00-05:00'],
      { '14, 00 GMT-6': 12, '14, 01 GMT-6': 13, '14, 03 GMT-5': 12, '14, 04 GMT-5': 13 },
    ],
    [
      'a midnight',
      ['2026-11-02T23:00-06:00', '2026-11-03T01:00-06:00'],
      { '02, 23 GMT-6': 25, '03, 00 GMT-6': 25 },
    ],
  ])('are real hours in %s', (_name, [from, to], expected) => {
    const window = { start: at(from!) - 5 * HOUR, end: at(to!) + 5 * HOUR };
    const readings = [counter(from!, 100), counter(to!, 150)];
    const given = byHour(gateHours(readings, [window], hoursOf(window)));
    expect(Object.values(given)).toEqual(Object.values(expected));
    expect(Object.keys(given)).toHaveLength(Object.keys(expected).length);
  });

  it('are the same whatever window they are asked for in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.nat(200)), { minLength: 1, maxLength: 12 }),
        fc.nat(20),
        fc.integer({ min: 1, max: 20 }),
        (steps, skipped, length) => {
          let [time, shows] = [NIGHT.start - 10 * HOUR, 9_000];
          const readings = steps.map(([minutes, people]) => {
            time += minutes * MINUTE;
            shows = (shows + people) % 10_000;
            return { at: time, count: shows, cumulative: true, area: '' };
          });
          const all = hoursOf({ start: NIGHT.start - 24 * HOUR, end: NIGHT.end + 200 * HOUR });
          const some = all.slice(skipped + 10, skipped + 10 + length);
          const starts = new Set(some.map(({ start }) => start));
          const within = (hours: GateHours): unknown =>
            hours.known
              .filter(({ hour }) => starts.has(hour))
              .map(({ start, end, entries, isLast }) => ({ start, end, entries, isLast }));
          expect(within(gateHours(readings, OPEN, some))).toEqual(within(gateHours(readings, OPEN, all)));
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it('add up to what came between the first and the last reading', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 1_500 }), fc.nat(900)), { minLength: 1, maxLength: 12 }),
        (steps) => {
          let [time, shows, total] = [NIGHT.start, 9_500, 0];
          const readings = [{ at: time, count: shows, cumulative: true, area: '' }];
          for (const [minutes, people] of steps) {
            const came = Math.min(people, minutes * 240);
            time += minutes * MINUTE;
            shows = (shows + came) % 10_000;
            total += came;
            readings.push({ at: time, count: shows, cumulative: true, area: '' });
          }
          const { known } = gateHours(readings, OPEN, hoursOf({ start: NIGHT.start, end: time + HOUR }));
          expect(known.reduce((sum, { entries }) => sum + entries, 0)).toBe(total);
        },
      ),
      { numRuns: runs(200) },
    );
  });
});

describe('a location as a whole', () => {
  it('is its own count where there is one, and otherwise its areas', () => {
    const parts = [
      { area: '', hour: 1, count: 30 },
      { area: 'Quiet', hour: 1, count: 12 },
      { area: 'Quiet', hour: 2, count: 10 },
      { area: 'Loud', hour: 2, count: 7 },
    ];
    expect(ofWholeLocation(parts).map(({ count }) => count)).toEqual([30, 10, 7]);
  });
});
