import { figureText as written } from '../../../src/domain/pilot-texts/figure-text.js';
import { saveCsvOf } from '../api/save-file.js';
import { formatLocale } from '../i18n/language.js';
import type { Asked } from './queries.js';

/** Saves all metrics of each bucket as CSV. */
export async function saveCsv(id: string, asked: Asked): Promise<void> {
  const path = `/api/v1/pilots/${id}/metrics?${new URLSearchParams({ ...asked })}`;
  await saveCsvOf(path, `pilot-${asked.bucket}.csv`);
}

/** A figure as text: shares in percent, a dash when there is none. */
export const figureText = (metric: string, value: number | null | undefined): string =>
  written(metric, value, formatLocale());
