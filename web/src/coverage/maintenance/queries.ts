import { queryOptions } from '@tanstack/react-query';
import { api, askAll, type Schemas } from '../../api/client.js';
import { currentTime } from '../../time/clock.js';
import { DAY, inZone } from '../../time/local-time.js';

export type Maintenance = Schemas['MaintenanceWindowDto'];

/** The maintenance of a location, by its start; of all time, or in a span. */
export const maintenanceQuery = (locationId: string, span: { from?: string; to?: string } = {}) =>
  queryOptions({
    queryKey: ['maintenance-window', locationId, span],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/maintenance-windows', {
          params: { query: { locationId, ...span, limit: 200, cursor } },
        }),
      ),
  });

/** What is not over yet, at all locations of the user. */
export const maintenanceAheadQuery = queryOptions({
  queryKey: ['maintenance-window', 'ahead'],
  staleTime: 60_000,
  queryFn: () => {
    const from = inZone(currentTime(), 'UTC');
    return askAll((cursor) =>
      api.GET('/api/v1/maintenance-windows', { params: { query: { from, limit: 200, cursor } } }),
    );
  },
});

const SOON_AGAIN_MILLIS = 10 * 60_000;

/**
 * What goes on now or begins within a day, at all locations of the user. A page that stays open through the night asks
 * again.
 */
export const maintenanceSoonQuery = queryOptions({
  queryKey: ['maintenance-window', 'soon'],
  refetchInterval: SOON_AGAIN_MILLIS,
  queryFn: () => {
    const [from, to] = [0, DAY].map((later) => inZone(currentTime() + later, 'UTC'));
    return askAll((cursor) =>
      api.GET('/api/v1/maintenance-windows', {
        params: { query: { from: from!, to: to!, limit: 200, cursor } },
      }),
    );
  },
});
