// The smallest server that sends a week's shifts: node:http and pg with fast, prepared statements; it has no
// sign-in and no checks.
import { serve, valuesOf } from '../support/baseline-server.js';

const SHIFTS = `SELECT id, location_id AS "locationId", position_id AS "positionId", starts_at AS "startsAt", ends_at AS "endsAt", seats, status,
    cancel_reason AS "cancelReason", version
  FROM shifts
  WHERE location_id = $1 AND starts_at > $2::timestamptz - interval '24 hours' AND ends_at > $2 AND starts_at < $3
  ORDER BY starts_at, id LIMIT $4`;
// The rows are joined here. In one statement PostgreSQL expects one shift, and reads all claims for each
// shift.
const CLAIMS = `SELECT c.shift_id AS "shiftId", c.id, c.operator_id AS "operatorId", u.name AS "operatorName", c.status
  FROM claims c JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id
  WHERE c.shift_id = ANY($1) AND c.status IN ('pending', 'approved') ORDER BY c.id`;

serve(async (pool, asked) => {
  const values = valuesOf(asked, 'locationId', 'from', 'to', 'limit');
  const { rows: shifts } = await pool.query<{ id: string; claims?: object[] }>({
    name: 'shifts',
    text: SHIFTS,
    values,
  });
  const byId = new Map(shifts.map((shift) => [shift.id, shift]));
  for (const shift of shifts) shift.claims = [];
  const ids = [...byId.keys()];
  const { rows } = await pool.query<{ shiftId: string }>({ name: 'claims', text: CLAIMS, values: [ids] });
  for (const { shiftId, ...claim } of rows) byId.get(shiftId)!.claims!.push(claim);
  return { items: shifts, nextCursor: null };
});
