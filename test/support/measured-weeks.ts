import { MetricsAccumulator, type MeasuringRules } from '../../src/domain/metrics/accumulator.js';
import type { MeasuredWeek } from '../../src/domain/evaluation/weeks.js';
import { HOUR } from '../../src/domain/interval.js';
import { RULES } from './metrics.js';

/** A week in which `fill` was measured. */
export function aWeek(
  week: number,
  fill: (gathered: MetricsAccumulator) => void,
  { rules = RULES, ...more }: Partial<Omit<MeasuredWeek, 'gathered'>> & { rules?: MeasuringRules } = {},
): MeasuredWeek {
  const gathered = new MetricsAccumulator(rules);
  fill(gathered);
  return { weekOfTerm: null, isOver: true, ...more, week, gathered };
}

/** Open for 40 hours, with so many requests. */
export const asked =
  (requests: number, hours = 40) =>
  ({ sums }: MetricsAccumulator): void => {
    sums.requests = requests;
    sums.openMillis = hours * HOUR;
  };
