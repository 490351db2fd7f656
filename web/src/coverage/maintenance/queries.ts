import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll, type Schemas } from '../../api/client.js';
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

/** What goes on now or begins within a day, at all locations of the user. */
export const maintenanceSoonQuery = queryOptions({
  queryKey: ['maintenance-window', 'soon'],
  queryFn: async () => {
    const [from, to] = [0, DAY].map((later) => inZone(currentTime() + later, 'UTC'));
    return (
      await ask(
        api.GET('/api/v1/maintenance-windows', { params: { query: { from: from!, to: to!, limit: 20 } } }),
      )
    ).items;
  },
});
