import type { Schemas } from '../api/client.js';

/** What people set of a pilot, as the body that creates or changes it. */
export function termsOf({
  id: _id,
  version: _version,
  state: _state,
  endedAt: _endedAt,
  predecessorId: _predecessor,
  successorId: _successor,
  lateChanges: _changes,
  ...terms
}: Schemas['PilotDto']): Schemas['CreatePilotDto'] {
  return terms;
}
