// Creates shifts with the same statements as over HTTP, in the same order, using only pg: no server, no
// rules.
import { createHash, randomUUID } from 'node:crypto';
import { LOCATION, seededId } from '../../test/support/seeds.js';
import { bareWork, pool, prepared } from '../support/bare-work.js';

const SESSION = `SELECT s.id, s.user_id, s.seen_at, u.role,
    ARRAY(SELECT location_id FROM user_locations WHERE user_id = u.id) AS "locationIds"
  FROM sessions s JOIN users u ON u.id = s.user_id AND u.removed_at IS NULL CROSS JOIN settings
  WHERE s.digest = $1 AND s.expires_at > $2`;
const PLACE = 'SELECT id, time_zone FROM locations WHERE id = $1 FOR KEY SHARE';
const SCHEDULE = `SELECT id, status, claimable_from FROM schedules WHERE location_id = $1 AND starts_on <= $2 AND ends_on >= $2 FOR SHARE`;
const POSITION = 'SELECT id FROM positions WHERE is_default';
const INSERT = `INSERT INTO shifts (id, location_id, position_id, starts_at, ends_at, seats, status, published_at)
  VALUES ($1, $2, $3, $4, $5, 2, 'published', $6)`;
const AUDIT = `WITH live AS (
    INSERT INTO live_changes (transaction, at, entity, location_id) VALUES (pg_current_xact_id()::text::bigint, $2, 'shift', $6))
  INSERT INTO audit_events (id, at, actor_kind, actor_id, request_id, action, entity, entity_id, location_id, details)
  VALUES ($1, $2, 'user', $3, $4, 'shift.created', 'shift', $5, $6, $7)`;

async function make(index: number): Promise<void> {
  const now = new Date();
  const [user, place, shift] = [randomUUID(), seededId(LOCATION, (index % 10) + 1), randomUUID()];
  const digest = createHash('sha256').update('seeded-1').digest();
  const startsAt = new Date(+now + (index + 1) * 600_000);
  await pool.query(prepared(SESSION, [digest, now]));
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(prepared(PLACE, [place]));
  await client.query(prepared(SCHEDULE, [place, startsAt.toISOString().slice(0, 10)]));
  const { rows } = await client.query<{ id: string }>(prepared(POSITION));
  await client.query(
    prepared(INSERT, [shift, place, rows[0]!.id, startsAt, new Date(+startsAt + 3_600_000), now]),
  );
  await client.query(
    prepared(AUDIT, [randomUUID(), now, user, shift, shift, place, JSON.stringify({ seats: 2 })]),
  );
  await client.query('COMMIT');
  client.release();
}

await bareWork(make);
