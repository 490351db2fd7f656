import { DIMENSIONS, type Metric } from './metric.js';
import { METRIC_NAMES, metricOf } from './metrics.js';

const HEADER = '| metric | unit | better | formula | null by |\n|---|---|---|---|---|';

/** The dimensions by which a metric cannot be split. */
export const nullBy = ({ splits }: Metric): string =>
  DIMENSIONS.filter((dimension) => !splits.includes(dimension)).join(', ');

/**
 * Fills docs/metrics.md with the table of each heading, made from the descriptors, between its two markers.
 */
export const withTables = (markdown: string): string =>
  markdown.replaceAll(
    /(<!-- metrics about (\w+) -->\n)[^]*?(<!-- end -->)/g,
    (_all, start: string, about: string, end: string) => `${start}${tableOf(about)}\n${end}`,
  );

function tableOf(about: string): string {
  const rows = METRIC_NAMES.filter((name) => metricOf(name).about === about).map((name) => {
    const metric = metricOf(name);
    return `| ${[name, metric.unit, metric.better ?? '', metric.doc, nullBy(metric)].join(' | ')} |`;
  });
  return [HEADER, ...rows].join('\n');
}
