import { api, ask, once, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import type { Workstation } from './station-queries.js';

export const addWorkstation = (body: Schemas['CreateWorkstationDto']): Promise<Workstation> =>
  ask(api.POST('/api/v1/workstations', { ...once(), body }));

export const removeWorkstation = ({ id, version }: Workstation): Promise<unknown> =>
  ask(api.DELETE('/api/v1/workstations/{id}', { params: { path: { id }, header: ifMatch(version) } }));

export const importWorkstations = (
  body: Schemas['ImportWorkstationsDto'],
): Promise<Schemas['ImportedWorkstationsDto']> =>
  ask(api.POST('/api/v1/workstations/import', { ...once(), body }));

/** What a form changes, or an undo brings back. */
export const fieldsOf = (station: Workstation): Schemas['UpdateWorkstationDto'] & { name: string } => {
  const { id: _id, locationId: _location, state: _state, version: _version, ...fields } = station;
  return fields;
};
