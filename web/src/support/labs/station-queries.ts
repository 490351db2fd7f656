import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';

export type Workstation = Schemas['WorkstationDto'];

/** The workstations of a location, by name. */
export const workstationsQuery = (locationId: string) =>
  queryOptions({
    queryKey: ['workstation', locationId],
    staleTime: 60_000,
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/workstations', { params: { query: { locationId, limit: 200, cursor } } }),
      ),
  });

export const changeWorkstation = (
  { id, version }: Workstation,
  body: Schemas['UpdateWorkstationDto'],
): Promise<Workstation> =>
  ask(api.PATCH('/api/v1/workstations/{id}', { params: { path: { id }, header: ifMatch(version) }, body }));
