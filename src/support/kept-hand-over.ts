/** SQL: the tier of a stored request `r` when another system tells one. */
export const tierOver = (told: string): string => `CASE WHEN r.tier_by_hand THEN r.tier ELSE ${told} END`;

/** SQL: when a stored request `r` was first handed over, there or here, when another system tells when. */
export const escalatedOver = (told: string): string => `LEAST(${told}, r.escalated_by_hand_at)`;
