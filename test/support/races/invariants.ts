import type { TestDatabase } from '../database.js';

const ACTIVE = `status IN ('pending', 'approved')`;

/** States that no race may leave, each with the SQL that finds its rows. */
const FORBIDDEN: Record<string, string> = {
  'an operator in two places': `
    claims a JOIN claims b ON a.operator_id = b.operator_id AND a.id < b.id
    WHERE a.${ACTIVE} AND b.${ACTIVE} AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at`,
  'an operator at work in two places': `
    claims a JOIN claims b ON a.operator_id = b.operator_id AND a.id < b.id
    WHERE a.checked_in_at < b.checked_out_at AND b.checked_in_at < a.checked_out_at`,
  'a shift with more claims than seats': `
    shifts s WHERE s.seats < (SELECT count(*) FROM claims WHERE shift_id = s.id AND ${ACTIVE} AND relieves_id IS NULL AND NOT is_shadow)`,
  'a seat taken twice': `
    (SELECT FROM claims WHERE ${ACTIVE} AND relieves_id IS NULL AND NOT is_shadow GROUP BY shift_id, seat HAVING count(*) > 1) twice`,
  'a claim on a cancelled shift': `
    claims c JOIN shifts s ON s.id = c.shift_id WHERE s.status = 'cancelled' AND c.${ACTIVE}`,
  'a relief claim without a claim to relieve': `
    claims c LEFT JOIN claims r ON r.id = c.relieves_id AND r.status = 'approved' AND r.seat = c.seat
    WHERE c.relieves_id IS NOT NULL AND r.id IS NULL`,
  'a trade of a claim that has ended': `
    (SELECT claim_id FROM drop_requests WHERE status IN ('open', 'pending')
     UNION ALL SELECT claim_id FROM swaps WHERE status IN ('open', 'accepted')
     UNION ALL SELECT with_claim_id FROM swaps WHERE status IN ('open', 'accepted')) t
    JOIN claims c ON c.id = t.claim_id WHERE c.status <> 'approved'`,
  'a drop request whose taker is not waiting': `
    drop_requests d LEFT JOIN claims c ON c.id = d.taken_claim_id AND c.relieves_id = d.claim_id
    WHERE d.status = 'pending' AND c.id IS NULL`,
  'a claim that differs from its shift': `
    claims c JOIN shifts s ON s.id = c.shift_id
    WHERE (c.starts_at, c.ends_at, c.seats) IS DISTINCT FROM (s.starts_at, s.ends_at, s.seats)`,
};

/** The names of all forbidden states that were found. */
export async function brokenInvariants(database: TestDatabase): Promise<string[]> {
  const found: string[] = [];
  for (const [what, rows] of Object.entries(FORBIDDEN)) {
    if ((await database.query(`SELECT FROM ${rows} LIMIT 1`)).length > 0) found.push(what);
  }
  return found;
}
