import { fairnessOf } from '../fairness.js';
import { ratio } from '../staffing.js';
import type { MetricsAccumulator } from './accumulator.js';

/** See `costPerRequest` of metrics.ts. */
export function costPerRequest({ sums, rules }: MetricsAccumulator): number | null {
  if (sums.minutesWithoutCost > 0) return null;
  if (sums.escalated > 0 && rules.escalationCost === null) return null;
  const cost = sums.staffCost + sums.fixedCost + sums.escalated * (rules.escalationCost ?? 0);
  return ratio(cost, sums.requests + sums.requestsOutsideHours);
}

type FairnessFigures = Record<'hours' | 'undesirableHours' | 'operators', number | null>;

/** See `fairness` of metrics.ts. A cap a week stands for a cap over the whole span: it is the same share. */
export function fairnessIn({ loads, rules }: MetricsAccumulator): FairnessFigures {
  const caps = new Map(rules.operators.map(({ id, weeklyHourCap }) => [id, weeklyHourCap]));
  const ids = new Set([...caps.keys(), ...loads.keys()]);
  const { hours, undesirableHours, n } = fairnessOf(
    [...ids].map((id) => ({
      hours: (loads.get(id)?.minutes ?? 0) / 60,
      undesirableHours: (loads.get(id)?.undesirable ?? 0) / 60,
      capHours: caps.get(id) ?? null,
    })),
  );
  return { hours, undesirableHours, operators: n };
}
