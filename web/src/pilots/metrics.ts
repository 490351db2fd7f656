import { api, ask, type Schemas } from '../api/client.js';
import { Problem } from '../api/problem.js';

interface Asked {
  phase: 'baseline' | 'pilot' | 'both';
  bucket: 'none' | 'week' | 'hour-of-week';
}

/** A pilot's metrics as JSON; the route speaks CSV as well. */
export async function metricsOf(id: string, query: Asked): Promise<Schemas['PilotMetricsDto']> {
  const metrics = await ask(api.GET('/api/v1/pilots/{id}/metrics', { params: { path: { id }, query } }));
  if (typeof metrics === 'string') throw new Error('asked for JSON, answered in CSV');
  return metrics;
}

/** Every week of both phases as a file for a spreadsheet. */
export async function saveCsv(id: string): Promise<void> {
  const response = await fetch(`/api/v1/pilots/${id}/metrics?phase=both&bucket=week`, {
    headers: { accept: 'text/csv' },
  });
  if (!response.ok) throw Problem.of(await response.json(), response.status);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = 'pilot-weeks.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
