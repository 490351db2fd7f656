import { MetricsAccumulator, type MeasuringRules } from '../../src/domain/metrics/accumulator.js';
import type { Slice } from '../../src/domain/metrics/buckets.js';
import type { LocationFacts } from '../../src/domain/metrics/facts.js';
import { metricsOf, type PilotMetrics } from '../../src/domain/metrics/metrics.js';
import { accumulate, timelineOf } from '../../src/domain/metrics/pilot-metrics.js';

/** Rules by which everything has happened already. */
export const RULES: MeasuringRules = {
  now: Date.parse('2030-01-01T00:00Z'),
  basis: 'approved',
  followUpHours: 72,
  operators: [],
  escalationCost: null,
};

/** Adds facts to the accumulators of their slices, with the timeline of their whole time. */
export function gather(
  facts: LocationFacts,
  slices: readonly Slice[],
  accumulatorOf: (bucket: number) => MetricsAccumulator,
  { now = RULES.now }: { now?: number } = {},
): void {
  const [first, last] = [slices[0], slices.at(-1)];
  if (!first || !last) return;
  const timeline = timelineOf(facts, { start: first.start, end: last.end }, now);
  accumulate(facts, slices, accumulatorOf, timeline);
}

/** The metrics of some locations over counted spans, which are sorted and disjoint. */
export function measured(
  locations: readonly LocationFacts[],
  counted: readonly { start: number; end: number }[],
  rules: Partial<MeasuringRules> = {},
): PilotMetrics {
  const all = { ...RULES, ...rules };
  const accumulator = new MetricsAccumulator(all);
  const slices = counted.map((span) => ({ ...span, bucket: 0 }));
  for (const facts of locations) gather(facts, slices, () => accumulator, all);
  return metricsOf(accumulator);
}
