import { queryOptions } from '@tanstack/react-query';
import type { HoursKind } from '../../../src/domain/metrics/counted-hours.js';
import { api, ask, askAll, type Schemas } from '../api/client.js';
import type { LocalDate } from '../time/local-time.js';

export type Phase = 'baseline' | 'pilot';
export type Bucket = 'day' | 'week' | 'month';

export interface Asked {
  phase: Phase | 'both';
  bucket: Bucket | 'none' | 'hour-of-week';
  /** Only data from before this date, in the institution's zone. */
  to?: LocalDate;
  hours?: HoursKind;
  basis?: 'approved' | 'attended';
}

export const pilotsQuery = queryOptions({
  queryKey: ['pilots'],
  queryFn: () => askAll((cursor) => api.GET('/api/v1/pilots', { params: { query: { limit: 200, cursor } } })),
});

/** A pilot's metrics as JSON; the route can also send CSV. */
export const metricsQuery = (id: string, query: Asked) =>
  queryOptions({
    queryKey: ['pilots', id, 'metrics', query],
    queryFn: async (): Promise<Schemas['PilotMetricsDto']> => {
      const metrics = await ask(api.GET('/api/v1/pilots/{id}/metrics', { params: { path: { id }, query } }));
      if (typeof metrics === 'string') throw new Error('asked for JSON, answered in CSV');
      return metrics;
    },
  });

/** Whether the pilot should go on. */
export const evaluationQuery = (id: string) =>
  queryOptions({
    queryKey: ['pilots', id, 'evaluation'],
    queryFn: () => ask(api.GET('/api/v1/pilots/{id}/evaluation', { params: { path: { id } } })),
  });

export const totalsQuery = (id: string, to: LocalDate, hours: HoursKind = 'all') =>
  metricsQuery(id, { phase: 'both', bucket: 'none', to, hours });
export const overTimeQuery = (id: string, to: LocalDate, bucket: Bucket = 'week') =>
  metricsQuery(id, { phase: 'both', bucket, to });
/** By hour of the week; gaps are those in which fewer came than were needed. */
export const hourOfWeekQuery = (id: string, to: LocalDate) =>
  metricsQuery(id, { phase: 'both', bucket: 'hour-of-week', basis: 'attended', to });
