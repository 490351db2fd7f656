import { isFigure, metricOf } from '../../../src/domain/metrics/metrics.js';
import { Problem } from '../api/problem.js';
import { formatLocale } from '../i18n/language.js';
import { percentText } from '../time/time-format.js';
import type { Asked } from './queries.js';

/** Saves all metrics of each bucket as CSV. */
export async function saveCsv(id: string, asked: Asked): Promise<void> {
  const response = await fetch(`/api/v1/pilots/${id}/metrics?${new URLSearchParams({ ...asked })}`, {
    headers: { accept: 'text/csv' },
  });
  if (!response.ok) throw await Problem.of(await response.json(), response.status);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = `pilot-${asked.bucket}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const numberText = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? '–'
    : new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: value < 10 ? 2 : 1 }).format(value);

export const isShare = (metric: string): boolean => isFigure(metric) && metricOf(metric).unit === 'share';

/** A figure as text: shares in percent, a dash when there is none. */
export const figureText = (metric: string, value: number | null | undefined): string =>
  isShare(metric) ? percentText(value) : numberText(value);
