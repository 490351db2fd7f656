import { DAY, firstEndingAfter, intersection, type Span } from '../../interval.js';
import type { WeekCalendar } from '../../week-calendar.js';
import { LONGEST_ANSWER_DAYS, MetricsAccumulator, type MeasuringRules } from '../accumulator.js';
import { hourUnits, type Slice } from '../buckets.js';
import type { LocationFacts, RequestFact } from '../facts.js';
import { accumulate, type Timeline } from '../pilot-metrics.js';
import { ByteWriter } from './bytes.js';
import { countingRules, writeCell } from './cells.js';
import { writePart, type CountedPart } from './parts.js';

/** The counts of a day as they are stored. */
export interface WrittenDay extends Span {
  /** The last time on which they depend: the end of the day, or the last answer to a request of it. */
  reachesAt: number;
  whole: Uint8Array;
  hours: Uint8Array;
}

interface GatheredPart {
  part: CountedPart;
  /** By index of the hour; holes where nothing happened. */
  hours: MetricsAccumulator[];
}

/** Counts what happened at a location on some whole local days, hour by hour. */
export class Counting {
  private readonly rules: MeasuringRules;
  private readonly spans: readonly Span[];
  private readonly days: { day: Span; reachesAt: number; first: number; hours: readonly Span[] }[] = [];
  private readonly slices: Slice[] = [];
  private readonly parts = new Map<string, GatheredPart>();

  /** `days`: whole local days of the calendar, in order; all over for at least 24 hours. */
  constructor(days: readonly Span[], calendar: WeekCalendar, now: number) {
    this.rules = countingRules(now);
    this.spans = days;
    for (const day of days) {
      const hours = hourUnits(day, calendar).map((unit) => intersection(unit, day)!);
      this.days.push({ day, reachesAt: day.end, first: this.slices.length, hours });
      for (const hour of hours) this.slices.push({ ...hour, bucket: this.slices.length });
    }
  }

  /** Adds the facts of one part. */
  add(part: CountedPart, facts: LocationFacts, timeline: Timeline): void {
    const key = JSON.stringify(part);
    let gathered = this.parts.get(key);
    if (!gathered) this.parts.set(key, (gathered = { part, hours: [] }));
    const { hours } = gathered;
    const hourOf = (index: number): MetricsAccumulator =>
      (hours[index] ??= new MetricsAccumulator(this.rules));
    accumulate(facts, this.slices, hourOf, timeline);
    for (const request of facts.requests) this.reach(request);
  }

  written(): WrittenDay[] {
    const parts = [...this.parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gathered]) => gathered);
    return this.days.map(({ day, reachesAt, first, hours }) => {
      const found = parts.flatMap(({ part, hours: gathered }) =>
        hours.flatMap((_, hour) => {
          const sums = gathered[first + hour];
          return sums ? [{ part, hour, sums }] : [];
        }),
      );
      const all = new MetricsAccumulator(this.rules);
      for (const { part, sums } of found) if (part.kind !== 'position') all.add(sums, { withWaits: true });
      const whole = new ByteWriter();
      writeCell(whole, all);
      const detail = new ByteWriter();
      detail.whole(hours.length);
      for (const { start, end } of hours) detail.whole(end - start);
      detail.whole(found.length);
      for (const { part, hour, sums } of found) {
        detail.whole(hour);
        writePart(detail, part);
        detail.part(() => writeCell(detail, sums));
      }
      return { ...day, reachesAt, whole: whole.finish(), hours: detail.finish() };
    });
  }

  private reach({ openedAt, firstResponseAt, firstResolvedAt, resolvedAt }: RequestFact): void {
    const day = this.days[firstEndingAfter(openedAt, this.spans)];
    const last = Math.max(firstResponseAt ?? 0, firstResolvedAt ?? 0, resolvedAt ?? 0);
    if (day) day.reachesAt = Math.max(day.reachesAt, Math.min(last, openedAt + LONGEST_ANSWER_DAYS * DAY));
  }
}
