import { METRIC_NAMES, metricOf } from '../domain/metrics/metrics.js';
import { csvText, type CsvValue } from '../domain/tables/csv-text.js';
import type { MetricsItemDto, PilotMetricsDto } from './pilots.dto.js';

type About = Pick<PilotMetricsDto, 'definitionVersion' | 'hours' | 'basis' | 'timeZone'>;

/**
 * Items as CSV with a header line, the same for each split. Nested counts become columns such as `missing.resolvedAt` and
 * `readLevels.3`. Each row says by which definitions it was computed.
 */
export function metricsCsv(
  items: readonly MetricsItemDto[],
  { definitionVersion, hours, basis, timeZone }: About,
): string {
  const rows = items.map((item): Record<string, CsvValue> => ({
    ...flatten(item),
    timeZone,
    hours,
    basis,
    definitionVersion,
  }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return csvText([columns, ...rows.map((row) => columns.map((column) => row[column]))]);
}

/** The metrics that are several counts. */
const PARTS = new Map<string, readonly string[]>(
  METRIC_NAMES.flatMap((name) => {
    const { parts } = metricOf(name);
    return parts ? [[name, parts]] : [];
  }),
);

const flatten = (item: MetricsItemDto): Record<string, CsvValue> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]: [string, CsvValue | Record<string, CsvValue>]) => {
      const parts = PARTS.get(name);
      if (!parts) return [[name, value as CsvValue]];
      return parts.map((part) => [`${name}.${part}`, (value as Record<string, CsvValue> | null)?.[part]]);
    }),
  );
