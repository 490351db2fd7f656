import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { nullBy } from '../domain/metrics/documented.js';
import type { Metric } from '../domain/metrics/metric.js';
import { METRIC_NAMES, metricOf, type VisibleMetrics } from '../domain/metrics/metrics.js';

/**
 * The metrics of docs/metrics.md. Null: the denominator is zero, or the metric has no meaning in this split.
 */
export const MetricsDto = class MetricsDto {} as new () => VisibleMetrics;
export type MetricsDto = VisibleMetrics;

for (const name of METRIC_NAMES)
  ApiProperty({ ...schemaOf(metricOf(name)), nullable: true })(MetricsDto.prototype as object, name);

function schemaOf(metric: Metric): ApiPropertyOptions {
  const description = describe(metric);
  if (!metric.parts) return { type: Number, description };
  const counts = Object.fromEntries(
    metric.parts.map((part) => [
      part,
      { type: 'number' as const, nullable: metric.nullableParts?.includes(part) ?? false },
    ]),
  );
  return { type: 'object', properties: counts, required: [...metric.parts], selfRequired: true, description };
}

function describe(metric: Metric): string {
  const told = `${metric.unit}: ${metric.doc}.`;
  return nullBy(metric) === '' ? told : `${told} Null by ${nullBy(metric)}.`;
}
