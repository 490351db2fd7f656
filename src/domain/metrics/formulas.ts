import { fairnessOf } from '../fairness.js';
import { HOUR, MINUTE } from '../interval.js';
import { ratio } from '../staffing.js';
import type { MetricsAccumulator } from './accumulator.js';

/** See `costPerRequest` of metrics.ts. */
export function costPerRequest({ sums, paid, fixed, rules }: MetricsAccumulator): number | null {
  if ((paid.get(null) ?? 0) > 0) return null;
  if (sums.escalated > 0 && rules.escalationCost === null) return null;
  const staff = sumOf(paid, (hourlyCost, millis) => (millis / HOUR) * (hourlyCost ?? 0));
  const fixedCosts = sumOf(fixed, (costsPerMinute, millis) => (millis / MINUTE) * costsPerMinute);
  const cost = staff + fixedCosts + sums.escalated * (rules.escalationCost ?? 0);
  return ratio(cost, sums.requests + sums.requestsOutsideHours);
}

/** By rising cost, because the order of adding fractions changes their sum. */
const sumOf = <Key extends number | null>(
  millis: ReadonlyMap<Key, number>,
  of: (cost: Key, millis: number) => number,
): number =>
  [...millis]
    .sort(([a], [b]) => Number(a) - Number(b))
    .reduce((sum, [cost, time]) => sum + of(cost, time), 0);

type FairnessFigures = Record<'hours' | 'undesirableHours' | 'operators', number | null>;

/** See `fairness` of metrics.ts. A cap a week stands for a cap over the whole span: it is the same share. */
export function fairnessIn({ loads, rules }: MetricsAccumulator): FairnessFigures {
  const caps = new Map(rules.operators.map(({ id, weeklyHourCap }) => [id, weeklyHourCap]));
  const ids = new Set([...caps.keys(), ...loads.keys()]);
  const { hours, undesirableHours, n } = fairnessOf(
    [...ids].map((id) => ({
      hours: (loads.get(id)?.millis ?? 0) / HOUR,
      undesirableHours: (loads.get(id)?.undesirable ?? 0) / HOUR,
      capHours: caps.get(id) ?? null,
    })),
  );
  return { hours, undesirableHours, operators: n };
}
