import { subtract, type Span } from '../domain/interval.js';
import {
  sliceIntoBuckets,
  slicesWithin,
  statesOf,
  type Bucket,
  type BucketKind,
  type BucketState,
  type Slice,
} from '../domain/metrics/buckets.js';
import type { WeekCalendar } from '../domain/week-calendar.js';

/** A value for each zone of a pilot's locations. */
export type ByZone<T> = Readonly<Record<string, T>>;

/** A range of local dates in real time, for each zone; null when it is empty there. */
export type Phase = ByZone<Span | null>;

export type LaidBucket = Pick<Bucket, 'start' | 'end' | 'hourOfWeek'> & BucketState;

/**
 * The buckets of a phase, shared by locations in several zones. A day collects each location's own day, an
 * hour of the week its own hour. Hours of a date are real hours in the answer's calendar.
 */
export class BucketLayout {
  readonly buckets: readonly LaidBucket[];
  private readonly own = new Map<string, Map<number, LaidBucket>>();
  private readonly slices = new Map<string, readonly Slice[]>();

  /** `isPlanned`: what lies ahead has buckets, too. */
  constructor(
    kind: BucketKind,
    phase: Phase,
    { zones, exclusions, calendar, now }: LayoutOf,
    isPlanned: boolean,
  ) {
    const shown = sliced(kind, phase[calendar.zone] ?? null, [], calendar).buckets;
    const laid = zones.map((zone) => {
      const dates = kind === 'hour' ? calendar : { ...calendar, zone };
      const { buckets, slices } = sliced(kind, phase[zone] ?? null, exclusions[zone] ?? [], dates);
      return { zone, buckets, slices, states: statesOf(buckets, slices, now) };
    });
    const byKey = new Map<Bucket['key'], LaidBucket>();
    const names = new Map(shown.map((bucket) => [bucket.key, bucket]));
    for (const { buckets, states } of laid)
      for (const [index, bucket] of buckets.entries()) {
        const before = byKey.get(bucket.key);
        byKey.set(bucket.key, {
          ...(names.get(bucket.key) ?? bucket),
          partial: states[index]!.partial || (before?.partial ?? false),
          excluded: states[index]!.excluded && (before?.excluded ?? true),
        });
      }
    const hasBegun = new Set(
      laid.flatMap(({ buckets }) => buckets.filter(({ start }) => start < now).map(({ key }) => key)),
    );
    const isListed = (key: Bucket['key']): boolean =>
      isPlanned || kind === 'none' || kind === 'hour-of-week' || hasBegun.has(key);
    const keys = [...byKey.keys()].filter(isListed).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const indexOf = new Map(keys.map((key, index) => [key, index]));
    this.buckets = keys.map((key) => byKey.get(key)!);
    for (const { zone, buckets, slices, states } of laid) {
      const shared = buckets.map(({ key }) => indexOf.get(key));
      this.own.set(
        zone,
        new Map(
          buckets.flatMap((bucket, index) => {
            const place = shared[index];
            return place === undefined ? [] : [[place, { ...bucket, ...states[index]! }]];
          }),
        ),
      );
      this.slices.set(
        zone,
        slices.flatMap((slice) => {
          const bucket = shared[slice.bucket];
          return bucket === undefined ? [] : [{ ...slice, bucket }];
        }),
      );
    }
  }

  /** The slices of a zone within the time that counts at a location (sorted and disjoint). */
  slicesWithin(zone: string, counted: readonly Span[]): readonly Slice[] {
    return slicesWithin(this.slices.get(zone)!, counted);
  }

  /** A bucket with the times of one zone, or with the common times when that zone has none. */
  ownBucket(index: number, zone: string): LaidBucket {
    return this.own.get(zone)?.get(index) ?? this.buckets[index]!;
  }
}

interface LayoutOf {
  zones: readonly string[];
  exclusions: ByZone<readonly Span[]>;
  calendar: WeekCalendar;
  now: number;
}

const sliced = (
  kind: BucketKind,
  phase: Span | null,
  exclusions: readonly Span[],
  calendar: WeekCalendar,
): ReturnType<typeof sliceIntoBuckets> =>
  phase
    ? sliceIntoBuckets(kind, phase, subtract([phase], exclusions), calendar)
    : { buckets: [], slices: [] };
