import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { HOUR, MINUTE } from '../interval.js';
import { gateSpans, LONGEST_GAP, type GateReading } from './gate-spans.js';

const at = (time: string): number => Date.parse(`2026-11-${time}-06:00`);
const counter = (time: string, count: number): GateReading => ({ at: at(time), count, cumulative: true });
const count = (time: string, people: number): GateReading => ({
  at: at(time),
  count: people,
  cumulative: false,
});

describe('the entries between two readings of a counter', () => {
  it.each<[string, [before: number, after: number, hours?: number], number | null, boolean]>([
    ['are the difference', [4_812, 4_861], 49, false],
    ['are none when it shows the same', [4_812, 4_812], 0, false],
    ['are those over its end when it was full', [9_990, 15], 25, false],
    ['up to the last one of its range', [9_999, 0], 1, false],
    ['with three digits', [980, 10], 30, false],
    ['with as many digits as it shows', [99_950, 30], 80, false],
    ['just after a power of ten, of the next range', [1_000, 12], 12, true],
    ['are what it shows after it was set back', [4_812, 7], 7, true],
    ['are nothing known after it was set back to 0', [4_812, 0], 0, true],
    ['are up to a tenth of the range', [9_500, 500], 1_000, false],
    ['are those since a reset when more than that seem to have come', [9_500, 501], 501, true],
    ['also for a small counter, which nobody wraps at two digits', [90, 4], 4, true],
    ['are those since a reset when so many cannot come in the time', [900_000, 5, 6], 5, true],
    ['are unknown when so many cannot come in the time', [4_812, 48_120, 1], null, false],
    ['are known up to what four lanes let through', [0, 240 * 60, 1], 240 * 60, false],
  ])('%s', (_name, [before, after, hours = 6], entries, isReset) => {
    const start = at('02T20:00');
    const readings = [
      { at: start, count: before, cumulative: true },
      { at: start + hours * HOUR, count: after, cumulative: true },
    ];
    expect(gateSpans(readings)[1]).toEqual({ start, end: start + hours * HOUR, entries, isReset });
  });
});

describe('what is not known', () => {
  it('is what came before a counter’s first reading', () => {
    const start = at('02T20:00');
    expect(gateSpans([counter('02T20:00', 5_000)])).toEqual([
      { start, end: start, entries: null, isReset: false },
    ]);
  });

  it.each<[string, string, boolean]>([
    ['a night without a reading is known', '03T02:00', true],
    ['a reading each day is known', '03T20:00', true],
    ['and an hour later, as after the night of 25 hours', '03T21:00', true],
    ['two days are not', '04T20:00', false],
    ['a weekend is not', '05T20:00', false],
  ])('%s', (_name, time, isKnown) => {
    const [, span] = gateSpans([counter('02T20:00', 100), counter(time, 130)]);
    expect(span).toEqual({
      start: at('02T20:00'),
      end: at(time),
      entries: isKnown ? 30 : null,
      isReset: false,
    });
  });

  it('is a reset in such a gap, too', () => {
    const [, span] = gateSpans([counter('02T20:00', 100), counter('06T20:00', 3)]);
    expect(span).toMatchObject({ entries: null, isReset: false });
  });

  it('is since when a first count was counted', () => {
    const [first, second, afterAWeek] = gateSpans([
      count('02T21:00', 12),
      count('02T22:00', 9),
      count('09T21:00', 4),
    ]);
    expect(first).toMatchObject({ start: at('02T21:00'), end: at('02T21:00'), entries: 12 });
    expect(second).toMatchObject({ start: at('02T21:00'), end: at('02T22:00'), entries: 9 });
    expect(afterAWeek).toMatchObject({ start: at('09T21:00'), end: at('09T21:00'), entries: 4 });
  });
});

describe('readings', () => {
  it('that come late change the differences of their neighbours', () => {
    const [first, last] = [counter('02T20:00', 100), counter('02T23:00', 160)];
    const entries = (readings: GateReading[]): (number | null)[] =>
      gateSpans(readings).map((span) => span.entries);
    expect(entries([first, last])).toEqual([null, 60]);
    expect(entries([last, counter('02T22:00', 150), first])).toEqual([null, 50, 10]);
  });

  it('of a counter and by hand are two devices', () => {
    const spans = gateSpans([
      counter('02T20:00', 100),
      count('02T20:30', 5),
      counter('02T21:00', 120),
      count('02T21:30', 6),
    ]);
    expect(spans.map(({ entries }) => entries)).toEqual([null, 5, 20, 6]);
    expect(spans[3]!.start).toBe(at('02T20:30'));
  });

  it('over midnight and in both nights of a clock change are differences like others', () => {
    const across = (times: [string, string]): unknown =>
      gateSpans(
        times.map((time, index) => ({ at: Date.parse(time), count: 10 * index, cumulative: true })),
      )[1];
    expect(across(['2026-11-02T23:50-06:00', '2026-11-03T00:10-06:00'])).toMatchObject({ entries: 10 });
    expect(across(['2026-10-31T20:00-05:00', '2026-11-01T20:00-06:00'])).toMatchObject({ entries: 10 });
    expect(across(['2027-03-13T20:00-06:00', '2027-03-14T20:00-05:00'])).toMatchObject({ entries: 10 });
  });
});

describe('a gate that wraps, read at random', () => {
  // Each pair: minutes until the next reading, and how many come meanwhile.
  const steps = fc.array(
    fc.tuple(fc.integer({ min: 1, max: LONGEST_GAP / MINUTE }), fc.integer({ min: 0, max: 999 })),
    { minLength: 1, maxLength: 60 },
  );

  it('gives back the true total, in whatever order the readings come', () => {
    fc.assert(
      fc.property(
        steps,
        fc.constantFrom(10_000, 100_000, 1_000_000),
        fc.nat(9_999),
        fc.infiniteStream(fc.nat(1_000)),
        (told, modulus, below, order) => {
          let [now, shows, total] = [at('02T20:00'), modulus - 1 - (below % (modulus / 10)), 0];
          const readings = [{ at: now, count: shows, cumulative: true }];
          for (const [minutes, people] of told) {
            const came = Math.min(people, minutes * 240);
            now += minutes * MINUTE;
            shows = (shows + came) % modulus;
            total += came;
            readings.push({ at: now, count: shows, cumulative: true });
          }
          const shuffled = readings
            .map((reading) => ({ reading, place: order.next().value! }))
            .sort((a, b) => a.place - b.place)
            .map(({ reading }) => reading);
          const [first, ...spans] = gateSpans(shuffled);
          expect(first!.entries).toBeNull();
          expect(spans.filter(({ isReset }) => isReset)).toEqual([]);
          expect(spans.reduce((sum, { entries }) => sum + entries!, 0)).toBe(total);
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('never gives more than the truth when it is set back in its first nine tenths', () => {
    fc.assert(
      fc.property(steps, fc.nat(8_999), fc.nat(50), (told, stood, since) => {
        let [now, shows, total] = [at('02T20:00'), stood, since];
        const readings = [{ at: now, count: shows, cumulative: true }];
        now += HOUR;
        readings.push({ at: now, count: (shows = since), cumulative: true });
        for (const [minutes, people] of told) {
          const came = Math.min(people, minutes * 240);
          now += minutes * MINUTE;
          shows += came;
          total += came;
          readings.push({ at: now, count: shows, cumulative: true });
        }
        const counted = gateSpans(readings).reduce((sum, { entries }) => sum + (entries ?? 0), 0);
        expect(counted).toBeLessThanOrEqual(total + 100);
      }),
      { numRuns: runs(100) },
    );
  });
});
