// The least that can send a week's shifts: node:http and pg, one statement, no caller, no checks.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.argv[2]!, max: 10 });

const SHIFTS = `SELECT s.id, s.location_id AS "locationId", s.position_id AS "positionId", s.starts_at AS "startsAt",
    s.ends_at AS "endsAt", s.seats, s.status, s.cancel_reason AS "cancelReason", s.version,
    (SELECT json_agg(claim ORDER BY claim.id) FROM (
      SELECT c.id, c.operator_id AS "operatorId", u.name AS "operatorName", c.status
      FROM claims c JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id
      WHERE c.shift_id = s.id AND c.status IN ('pending', 'approved')) AS claim) AS claims
  FROM shifts s JOIN locations l ON l.id = s.location_id
  WHERE s.location_id = $1 AND s.starts_at > $2::timestamptz - interval '24 hours' AND s.ends_at > $2 AND s.starts_at < $3
  ORDER BY s.starts_at, s.id LIMIT $4`;

const server = createServer((request, response) => {
  const asked = new URL(request.url!, 'http://bare').searchParams;
  const values = ['locationId', 'from', 'to', 'limit'].map((name) => asked.get(name));
  void pool.query(SHIFTS, values).then(({ rows }) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items: rows, nextCursor: null }));
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.once('SIGTERM', () => process.exit(0));
