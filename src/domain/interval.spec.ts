import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import {
  HOUR,
  intersect,
  intersection,
  MINUTE,
  minutesOf,
  overlaps,
  SpanIndex,
  subtract,
  unite,
  type Span,
} from './interval.js';

const HORIZON = 90;
const RUNS = { seed: 20261101, numRuns: runs(500) };

const span = (start: number, end: number): Span => ({ start, end });
/** Spans of whole minutes, including empty ones. */
const anySpan = fc
  .tuple(fc.integer({ min: 0, max: HORIZON }), fc.integer({ min: 0, max: 25 }))
  .map(([start, length]) => span(start * MINUTE, (start + length) * MINUTE));
const anySpans = fc.array(anySpan, { maxLength: 12 });

const minutesIn = (spans: readonly Span[]): Set<number> => {
  const minutes = new Set<number>();
  for (const { start, end } of spans) for (let at = start; at < end; at += MINUTE) minutes.add(at);
  return minutes;
};
const sorted = (minutes: Iterable<number>): number[] => [...minutes].sort((a, b) => a - b);
const isDisjoint = (spans: readonly Span[]): boolean =>
  spans.every(({ start, end }, i) => start < end && (i === 0 || spans[i - 1]!.end <= start));

describe('two spans', () => {
  it.each([
    ['share nothing when one ends where the other starts', span(0, 10), span(10, 20), null],
    ['share the later start to the earlier end', span(0, 10), span(5, 20), span(5, 10)],
    ['share all of the one that lies inside', span(0, 30), span(5, 20), span(5, 20)],
    ['share nothing when they lie apart', span(0, 5), span(6, 20), null],
  ])('%s', (_name, a, b, shared) => {
    expect(intersection(a, b)).toEqual(shared);
    expect(intersection(b, a)).toEqual(shared);
    expect(overlaps(a, b)).toBe(shared !== null);
    expect(overlaps(b, a)).toBe(shared !== null);
  });

  it('are measured in minutes, to the millisecond', () => {
    expect(minutesOf(span(0, HOUR))).toBe(60);
    expect(minutesOf(span(0, 1500))).toBe(0.025);
  });
});

describe('unite', () => {
  it.each([
    ['joins spans that touch', [span(0, 10), span(10, 20)], [span(0, 20)]],
    ['keeps spans that lie apart', [span(11, 20), span(0, 10)], [span(0, 10), span(11, 20)]],
    ['swallows a span inside another', [span(0, 30), span(5, 10)], [span(0, 30)]],
    ['drops empty spans', [span(5, 5)], []],
    ['gives nothing of nothing', [], []],
  ])('%s', (_name, spans, united) => expect(unite(spans)).toEqual(united));

  it('holds exactly the minutes of its spans, sorted, disjoint and not touching', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const united = unite(spans);
        expect(sorted(minutesIn(united))).toEqual(sorted(minutesIn(spans)));
        expect(united.every(({ start }, i) => i === 0 || united[i - 1]!.end < start)).toBe(true);
        expect(isDisjoint(united)).toBe(true);
      }),
      RUNS,
    );
  });

  it('does not change its input or its spans', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const before = structuredClone(spans);
        unite(spans);
        expect(spans).toEqual(before);
      }),
      RUNS,
    );
  });
});

describe('intersect and subtract', () => {
  it('split one set of minutes by another', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (left, right) => {
        const [a, b] = [unite(left), unite(right)];
        const [inA, inB] = [minutesIn(a), minutesIn(b)];
        expect(sorted(minutesIn(intersect(a, b)))).toEqual(sorted(inA.intersection(inB)));
        expect(sorted(minutesIn(subtract(a, b)))).toEqual(sorted(inA.difference(inB)));
        expect(isDisjoint(intersect(a, b))).toBe(true);
        expect(isDisjoint(subtract(a, b))).toBe(true);
      }),
      RUNS,
    );
  });

  it('accept spans that touch without losing what lies between', () => {
    const a = [span(0, 10), span(10, 20)];
    expect(intersect(a, [span(5, 15)])).toEqual([span(5, 10), span(10, 15)]);
    expect(subtract(a, [span(5, 15)])).toEqual([span(0, 5), span(15, 20)]);
    expect(subtract([span(0, 20)], [span(4, 6), span(6, 8), span(12, 30)])).toEqual([
      span(0, 4),
      span(8, 12),
    ]);
    expect(subtract(a, [])).toEqual(a);
  });
});

describe('SpanIndex', () => {
  it('gives the same results as counting minutes', () => {
    fc.assert(
      fc.property(anySpans, anySpan, (spans, asked) => {
        const index = new SpanIndex(unite(spans));
        const minutes = minutesIn(spans);
        expect(index.minutesWithin(asked)).toBe(minutes.intersection(minutesIn([asked])).size);
        expect(index.includes(asked.start)).toBe(minutes.has(asked.start));
        expect(index.includes(asked.end)).toBe(minutes.has(asked.end));
      }),
      RUNS,
    );
  });

  it.each([
    ['a span before all others', span(-5 * MINUTE, 0), 0],
    ['a span after all others', span(50 * MINUTE, 90 * MINUTE), 0],
    ['half a minute inside', span(10 * MINUTE, 10.5 * MINUTE), 0.5],
    ['a span over a hole', span(15 * MINUTE, 35 * MINUTE), 10],
    ['a span that ends before it starts', span(35 * MINUTE, 15 * MINUTE), 0],
  ])('measures %s', (_name, asked, minutes) => {
    const index = new SpanIndex([span(10 * MINUTE, 20 * MINUTE), span(30 * MINUTE, 40 * MINUTE)]);
    expect(index.minutesWithin(asked)).toBe(minutes);
  });

  it('includes the start of a span and not its end', () => {
    const index = new SpanIndex([span(10, 20)]);
    expect([9, 10, 19, 20].map((at) => index.includes(at))).toEqual([false, true, true, false]);
    expect(new SpanIndex([]).includes(0)).toBe(false);
  });
});
