export const BASES = ['approved', 'claimed', 'attended'] as const;
/**
 * Which people count as being on shift: those with approved claims, also pending ones, or those who worked.
 */
export type Basis = (typeof BASES)[number];

/**
 * The basis of coverage wherever no other is requested: alerts, digests, pilots, the board. A pending claim
 * does not cover anything yet.
 */
export const COVER_BASIS = 'approved' satisfies Basis;
