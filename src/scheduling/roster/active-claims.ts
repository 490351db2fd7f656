/**
 * SQL: a claim is active (`ACTIVE_STATUSES` of domain/seats.ts). The partial indexes on claims use exactly
 * this condition.
 */
export const isActive = (claim: string): string => `${claim}.status IN ('pending', 'approved')`;

/** SQL: an active claim has its own seat. */
export const isSeated = (claim: string): string => `${claim}.relieves_id IS NULL AND NOT ${claim}.is_shadow`;

/** SQL: a claim takes one of its shift's seats. */
export const takesSeat = (claim: string): string => `${isActive(claim)} AND ${isSeated(claim)}`;
