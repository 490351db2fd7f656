import { api, ask, once, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import type { Maintenance } from './queries.js';

export const announceMaintenance = (body: Schemas['CreateMaintenanceWindowDto']): Promise<Maintenance> =>
  ask(api.POST('/api/v1/maintenance-windows', { ...once(), body }));

export const changeMaintenance = (
  { id, version }: Maintenance,
  body: Schemas['UpdateMaintenanceWindowDto'],
): Promise<Maintenance> =>
  ask(
    api.PATCH('/api/v1/maintenance-windows/{id}', {
      params: { path: { id }, header: ifMatch(version) },
      body,
    }),
  );

export const removeMaintenance = ({ id, version }: Maintenance): Promise<unknown> =>
  ask(api.DELETE('/api/v1/maintenance-windows/{id}', { params: { path: { id }, header: ifMatch(version) } }));
