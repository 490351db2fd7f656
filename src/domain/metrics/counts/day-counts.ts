import { firstEndingAfter, intersection, type Span } from '../../interval.js';
import type { MetricsAccumulator } from '../accumulator.js';
import type { Slice } from '../buckets.js';
import { ByteReader } from './bytes.js';
import { addCell } from './cells.js';
import { readPart, type CountedPart } from './parts.js';

interface HourPart {
  hour: Span;
  part: CountedPart;
  /** Where its cell begins. */
  at: number;
}

/** What was counted of a location on one local date: together, and by real hour and part. Times in epoch ms. */
export class DayCounts implements Span {
  private parts: { reader: ByteReader; list: readonly HourPart[] } | null = null;

  /**
   * `hours` are needed for `addTo` where a slice ends within the day, or parts are told apart. `categoryOf`: as what the word of a
   * category counts.
   */
  constructor(
    readonly start: number,
    readonly end: number,
    private readonly whole: Uint8Array,
    private readonly hours: Uint8Array | null,
    private readonly categoryOf: (word: string | null) => string | null = (word) => word,
  ) {}

  addTo({ slices, fixedCostsPerMinute, togetherIn, accumulatorsOf }: CountsInto): void {
    const first = firstEndingAfter(this.start, slices);
    const own = slicesFrom(first, this, slices);
    for (const slice of own) {
      const { start, end } = intersection(slice, this)!;
      for (const to of accumulatorsOf({ kind: 'place' }, slice.bucket))
        to.addFixedCost(fixedCostsPerMinute, end - start);
    }
    const [only] = own;
    if (!only) return;
    const together = togetherIn?.(only.bucket);
    if (together && only.start <= this.start && this.end <= only.end)
      return addCell(new ByteReader(this.whole), together);
    const { reader, list } = (this.parts ??= this.read());
    for (const { hour, part, at } of list) {
      const slice = own.find(({ start, end }) => start < hour.end && hour.start < end);
      if (!slice) continue;
      if (hour.start < slice.start || slice.end < hour.end)
        throw new RangeError('an hour of counts lies in two slices');
      for (const to of accumulatorsOf(part, slice.bucket)) {
        reader.goTo(at);
        addCell(reader, to);
      }
    }
  }

  private meant(part: CountedPart): CountedPart {
    return 'category' in part ? { ...part, category: this.categoryOf(part.category) } : part;
  }

  private read(): { reader: ByteReader; list: HourPart[] } {
    if (!this.hours) throw new Error('the hours of a day were not loaded');
    const reader = new ByteReader(this.hours);
    const hours: Span[] = [];
    for (let left = reader.whole(), start = this.start; left > 0; left--) {
      const end = start + reader.whole();
      hours.push({ start, end });
      start = end;
    }
    const list: HourPart[] = [];
    for (let left = reader.whole(); left > 0; left--)
      list.push({ hour: hours[reader.whole()]!, part: this.meant(readPart(reader)), at: reader.skipPart() });
    return { reader, list };
  }
}

/** Which sums get which parts of counts. */
export interface CountsTargets {
  /** The sums of a bucket that has all parts, so that whole days can be added; null where parts are told apart. */
  togetherIn: ((bucket: number) => MetricsAccumulator) | null;
  accumulatorsOf: (part: CountedPart, bucket: number) => readonly MetricsAccumulator[];
}

/** Sums to which counts are added. */
export interface CountsInto extends CountsTargets {
  /** In order and disjoint; each holds all of an hour or nothing. */
  slices: readonly Slice[];
  fixedCostsPerMinute: number;
}

/** Everything in one sum for each bucket. */
export const together = (accumulatorOf: (bucket: number) => MetricsAccumulator): CountsTargets => ({
  togetherIn: accumulatorOf,
  accumulatorsOf: (part, bucket) => (part.kind === 'position' ? [] : [accumulatorOf(bucket)]),
});

function slicesFrom(first: number, { end }: Span, slices: readonly Slice[]): Slice[] {
  let last = first;
  while (last < slices.length && slices[last]!.start < end) last++;
  return slices.slice(first, last);
}
