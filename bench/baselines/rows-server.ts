// Fetches what a gap scan of every location needs to know of staffing, in one statement, and counts the rows.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.argv[2]!, max: 1 });

const ROWS = `SELECT s.location_id AS "locationId", s.position_id AS "positionId",
    round(date_part('epoch', c.starts_at) * 1000) AS "startsAt", round(date_part('epoch', c.ends_at) * 1000) AS "endsAt"
  FROM shifts s JOIN claims c ON c.shift_id = s.id
  WHERE s.status <> 'cancelled' AND c.status = 'approved' AND s.ends_at > now() - interval '2 days'
    AND s.starts_at < now() + interval '32 days'`;

const server = createServer((_request, response) => {
  void pool.query(ROWS).then(({ rowCount }) => response.end(String(rowCount)));
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.once('SIGTERM', () => process.exit(0));
