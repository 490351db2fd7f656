/** SQL: a claim stands (`ACTIVE_STATUSES` of domain/seats.ts). The partial indexes on claims are made for these very words. */
export const isActive = (claim: string): string => `${claim}.status IN ('pending', 'approved')`;

/** SQL: a claim that stands takes a seat of its own. */
export const isSeated = (claim: string): string => `${claim}.relieves_id IS NULL AND NOT ${claim}.is_shadow`;

/** SQL: a claim takes one of its shift's seats. */
export const takesSeat = (claim: string): string => `${isActive(claim)} AND ${isSeated(claim)}`;
