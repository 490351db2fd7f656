import type { MeasuredCell } from '../../domain/evaluation/mix.js';
import { MetricsAccumulator, type MeasuringRules } from '../../domain/metrics/accumulator.js';
import type { Slice } from '../../domain/metrics/buckets.js';
import { NO_FACTS, type LocationFacts } from '../../domain/metrics/facts.js';
import { accumulate, type Timeline } from '../../domain/metrics/pilot-metrics.js';
import type { RequestFactRow } from '../../support/support-facts.repository.js';

/** Collects the requests of a phase by location, tier, channel and category. */
export class RequestCells {
  private readonly byKey = new Map<string, { of: Record<string, string>; gathered: MetricsAccumulator }>();

  constructor(private readonly rules: MeasuringRules) {}

  /** `requests` are in the order of their opening. */
  add(
    requests: readonly RequestFactRow[],
    calendar: LocationFacts['calendar'],
    slices: readonly Slice[],
    timeline: Timeline,
  ): void {
    for (const [key, alike] of Map.groupBy(requests, keyOf)) {
      let cell = this.byKey.get(key);
      if (!cell) {
        const { locationId, tier, channel, category } = alike[0]!;
        const of = { location: locationId, tier, channel: channel ?? '', category: category ?? '' };
        this.byKey.set(key, (cell = { of, gathered: new MetricsAccumulator(this.rules) }));
      }
      const { gathered } = cell;
      accumulate({ ...NO_FACTS, calendar, requests: alike }, slices, () => gathered, timeline);
    }
  }

  cells(): MeasuredCell[] {
    return [...this.byKey.values()];
  }
}

const keyOf = ({ locationId, tier, channel, category }: RequestFactRow): string =>
  JSON.stringify([locationId, tier, channel, category]);
