import type { MeasuredCell } from '../../domain/evaluation/mix.js';
import { MetricsAccumulator, type MeasuringRules } from '../../domain/metrics/accumulator.js';
import type { Slice } from '../../domain/metrics/buckets.js';
import type { CountsTargets } from '../../domain/metrics/counts/day-counts.js';
import { NO_FACTS } from '../../domain/metrics/facts.js';
import { accumulate } from '../../domain/metrics/pilot-metrics.js';
import type { RequestFactRow } from '../../support/support-facts.repository.js';
import type { Gathering } from '../gathering.js';
import type { FactsLocation } from '../metrics-facts.js';
import { likenessOf } from '../metrics-split.js';

type Alike = Pick<RequestFactRow, 'tier' | 'channel' | 'category'>;

/** Collects the requests of a phase by location, tier, channel and category. */
export class RequestCells {
  private readonly byKey = new Map<string, { of: Record<string, string>; gathered: MetricsAccumulator }>();

  constructor(private readonly rules: MeasuringRules) {}

  /** Gathers at one location, over its counted time. */
  at({ id }: FactsLocation, slices: readonly Slice[]): Gathering {
    return {
      slicesAt: () => slices,
      addRecord: () => undefined,
      addRequests: ({ calendar, requests }, within, timeline) => {
        for (const alike of Map.groupBy(requests, likenessOf).values()) {
          const gathered = this.sumsOf(id, alike[0]!);
          accumulate({ ...NO_FACTS, calendar, requests: alike }, within, () => gathered, timeline);
        }
      },
      countsInto: (): CountsTargets => ({
        togetherIn: null,
        accumulatorsOf: (part) => (part.kind === 'requests' ? [this.sumsOf(id, part)] : []),
      }),
    };
  }

  cells(): MeasuredCell[] {
    return [...this.byKey.values()];
  }

  private sumsOf(location: string, alike: Alike): MetricsAccumulator {
    const key = `${location} ${likenessOf(alike)}`;
    let cell = this.byKey.get(key);
    if (!cell) {
      const { tier, channel, category } = alike;
      const of = { location, tier, channel: channel ?? '', category: category ?? '' };
      this.byKey.set(key, (cell = { of, gathered: new MetricsAccumulator(this.rules) }));
    }
    return cell.gathered;
  }
}
