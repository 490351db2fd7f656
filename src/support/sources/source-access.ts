import { canSeeLocation, type Caller } from '../../access/caller.js';
import { forbidden, notFound } from '../../domain/errors.js';
import { locationsOf } from './placing.js';
import type { SourceRow } from './sources.repository.js';

/** Who looks after one of its locations sees a source. */
const isVisible = (caller: Caller, row: SourceRow): boolean =>
  caller.locationIds === 'all' || locationsOf(row).some((id) => canSeeLocation(caller, id));

/** Who looks after all of them may change it. */
export const mayChange = (caller: Caller, row: SourceRow): boolean =>
  ['admin', 'supervisor'].includes(caller.role) &&
  (caller.locationIds === 'all' ||
    (locationsOf(row).length > 0 && locationsOf(row).every((id) => canSeeLocation(caller, id))));

export function requireVisible(caller: Caller, row: SourceRow | null): SourceRow {
  if (!row || !isVisible(caller, row)) throw notFound('supportSource');
  return row;
}

export function requireChangeable(caller: Caller, found: SourceRow | null): SourceRow {
  const row = requireVisible(caller, found);
  if (!mayChange(caller, row)) throw forbidden('SOURCE_OF_OTHERS');
  return row;
}
