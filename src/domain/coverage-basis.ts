export const BASES = ['approved', 'claimed', 'attended'] as const;
/** What counts as being on shift: approved claims, pending ones too, or what people worked. */
export type Basis = (typeof BASES)[number];

/** What cover means wherever nothing else is asked for: alerts, digests, pilots, the board. A pending claim covers nothing yet. */
export const COVER_BASIS = 'approved' satisfies Basis;
