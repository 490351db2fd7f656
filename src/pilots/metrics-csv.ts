import { csvText, type CsvValue } from '../domain/tables/csv-text.js';
import type { MetricsItemDto } from './pilots.dto.js';

/**
 * Items as CSV with a header line. Nested counts become columns such as `missing.resolvedAt` and
 * `readLevels.3`.
 */
export function metricsCsv(items: readonly MetricsItemDto[]): string {
  const rows = items.map((item) => flatten(item));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return csvText([columns, ...rows.map((row) => columns.map((column) => row[column]))]);
}

const flatten = (item: MetricsItemDto): Record<string, CsvValue> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]: [string, CsvValue | object]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([inner, count]: [string, CsvValue]) => [`${name}.${inner}`, count])
        : [[name, value]],
    ),
  );
