import { api, ask, once, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { millisOf } from '../../time/local-time.js';
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

/** `reason`: needed where it changed figures of the past, or closed time that is over. */
export const removeMaintenance = ({ id, version }: Maintenance, reason?: string): Promise<unknown> =>
  ask(
    api.DELETE('/api/v1/maintenance-windows/{id}', {
      params: { path: { id }, query: { reason }, header: ifMatch(version) },
    }),
  );

/** Whether figures of the past are without time that it closed. */
export const hasClosedPast = ({ changedPast, closesCoverage, startsAt }: Maintenance, now: number): boolean =>
  changedPast || (closesCoverage && millisOf(startsAt) < now);
