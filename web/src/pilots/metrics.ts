import { figureText as written } from '../../../src/domain/pilot-texts/figure-text.js';
import { Problem } from '../api/problem.js';
import { formatLocale } from '../i18n/language.js';
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

/** A figure as text: shares in percent, a dash when there is none. */
export const figureText = (metric: string, value: number | null | undefined): string =>
  written(metric, value, formatLocale());
