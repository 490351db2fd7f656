import { ACTIVE_STATUSES } from '../../domain/seats.js';

const LISTED = ACTIVE_STATUSES.map((status) => `'${status}'`).join(', ');
const of = (claim: string | null, column: string): string => (claim === null ? column : `${claim}.${column}`);

/** SQL: a claim stands, as domain/seats.ts has it. The partial indexes on claims are made for these very words. */
export const isActive = (claim: string | null = null): string => `${of(claim, 'status')} IN (${LISTED})`;

/** SQL: a claim that stands takes a seat of its own. */
export const isSeated = (claim: string | null = null): string =>
  `${of(claim, 'relieves_id')} IS NULL AND NOT ${of(claim, 'is_shadow')}`;

/** SQL: a claim takes one of its shift's seats. */
export const takesSeat = (claim: string | null = null): string => `${isActive(claim)} AND ${isSeated(claim)}`;
