import { stringify } from 'csv-stringify/sync';
import type { MetricsItemDto } from './pilots.dto.js';

/** Items as CSV with a header line; nested counts become columns such as `missing.resolvedAt` and `readLevels.3`. */
export function metricsCsv(items: readonly MetricsItemDto[]): string {
  const rows = items.map((item) => flatten(item));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return stringify(rows, { header: true, columns, cast: { boolean: String }, escape_formulas: true });
}

const flatten = (item: MetricsItemDto): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([inner, count]: [string, unknown]) => [`${name}.${inner}`, count])
        : [[name, value]],
    ),
  );
