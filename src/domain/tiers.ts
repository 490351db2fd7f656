/** Who deals with a request. Stored counts number the tiers in this order, so a new one comes last. */
export const TIERS = ['library', 'campus-it'] as const;
export type Tier = (typeof TIERS)[number];

export const isTier = (text: string): text is Tier => (TIERS as readonly string[]).includes(text);
