// Takes seats with the same statements as a claim over HTTP, in the same order, using only pg: no server, no
// rules.
import { createHash, randomUUID } from 'node:crypto';
import { OPERATOR, seededId, SHIFT } from '../../test/support/seeds.js';
import { bareWork, pool, prepared } from '../support/bare-work.js';

const operators = process.argv[5];

const SESSION = `SELECT s.id, s.user_id AS "userId", s.seen_at AS "seenAt", u.role, o.id AS "operatorId",
    ARRAY(SELECT location_id FROM user_locations WHERE user_id = u.id) AS "locationIds"
  FROM sessions s JOIN users u ON u.id = s.user_id AND u.removed_at IS NULL CROSS JOIN settings
    LEFT JOIN operators o ON o.user_id = u.id
  WHERE s.digest = $1 AND s.expires_at > $2`;
const OPERATOR_FACTS = `SELECT o.id, o.weekly_hour_cap, ARRAY(SELECT position_id FROM operator_positions WHERE operator_id = o.id) AS positions,
    ARRAY(SELECT location_id FROM user_locations WHERE user_id = o.user_id) AS locations, settings.time_zone
  FROM operators o, settings WHERE o.id = $1`;
const SHIFT_LOCKED = `SELECT s.*, l.time_zone FROM shifts s JOIN locations l ON l.id = s.location_id WHERE s.id = $1 FOR UPDATE OF s`;
const TAKEN = `SELECT shift_id, count(*) FILTER (WHERE relieves_id IS NULL AND NOT is_shadow)::int AS taken,
    count(*) FILTER (WHERE is_shadow)::int AS shadows
  FROM claims WHERE shift_id = $1 AND status IN ('pending', 'approved') GROUP BY shift_id`;
const HELD = `SELECT shift_id, operator_id, status = 'offered' FROM waitlist_entries
  WHERE shift_id = $1 AND (status = 'offered' OR (status = 'waiting' AND passed_at IS NULL))`;
const ENDS_WAITING = `UPDATE waitlist_entries SET status = 'taken', decided_at = $3
  WHERE shift_id = $1 AND operator_id = $2 AND status IN ('waiting', 'offered')`;
const OTHERS = `SELECT id, shift_id, starts_at, ends_at FROM claims WHERE operator_id = $1 AND status IN ('pending', 'approved')
  AND starts_at > $2::timestamptz - interval '24 hours' AND starts_at < $3 AND ends_at > $2`;
const CLASSES = `SELECT operator_id, starts_at, ends_at FROM timetable_classes
  WHERE operator_id = $1 AND starts_at > $2::timestamptz - interval '8 days' AND starts_at < $3 AND ends_at > $2`;
const AWAY = `SELECT * FROM unavailability WHERE operator_id = $1 AND CASE kind WHEN 'once' THEN starts_at < $3 AND ends_at > $2
  ELSE effective_from <= $3::date AND (effective_to IS NULL OR effective_to >= $2::date) END`;
const TERMS = `SELECT * FROM terms WHERE daterange(starts_on, ends_on, '[]') && daterange($1, $2, '[]') ORDER BY starts_on`;
const INSERT = `INSERT INTO claims (id, shift_id, operator_id, starts_at, ends_at, seats, seat, status, created_at)
  SELECT $1, s.id, $3, s.starts_at, s.ends_at, s.seats,
    (SELECT min(n) FROM generate_series(1, s.seats) n
     WHERE NOT EXISTS (SELECT FROM claims WHERE shift_id = s.id AND seat = n AND status IN ('pending', 'approved'))), 'pending', $4
  FROM shifts s WHERE s.id = $2`;
const AUDIT = `INSERT INTO audit_events (id, at, actor_kind, actor_id, request_id, action, entity, entity_id, details)
  VALUES ($1, $2, 'user', $3, $4, 'claim.created', 'claim', $5, $6)`;
const READ = `SELECT c.*, s.location_id, l.time_zone FROM claims c JOIN shifts s ON s.id = c.shift_id
  JOIN locations l ON l.id = s.location_id WHERE c.id = $1`;

async function take(index: number): Promise<void> {
  const now = new Date();
  const number = (index % Number(operators)) + 1;
  const [operator, shift, claim] = [seededId(OPERATOR, number), seededId(SHIFT, index + 1), randomUUID()];
  const digest = createHash('sha256').update(`seeded-${number}`).digest();
  await pool.query(prepared(SESSION, [digest, now]));
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(prepared('SELECT FROM operators WHERE id = $1 FOR UPDATE', [operator]));
  await client.query(prepared(OPERATOR_FACTS, [operator]));
  const { rows } = await client.query<{ starts_at: Date }>(prepared(SHIFT_LOCKED, [shift]));
  await client.query(prepared(TAKEN, [shift]));
  await client.query(prepared(HELD, [shift]));
  const start = rows[0]!.starts_at.getTime();
  const [from, to] = [new Date(start - 5 * 86_400_000), new Date(start + 5 * 86_400_000)];
  await client.query(prepared(OTHERS, [operator, from, to]));
  await client.query(prepared(CLASSES, [operator, from, to]));
  await client.query(prepared(AWAY, [operator, from, to]));
  await client.query(prepared(TERMS, [from, to]));
  await client.query(prepared(INSERT, [claim, shift, operator, now]));
  await client.query(prepared(ENDS_WAITING, [shift, operator, now]));
  await client.query(
    prepared(AUDIT, [randomUUID(), now, operator, claim, claim, JSON.stringify({ shift, operator })]),
  );
  await client.query(prepared(READ, [claim]));
  await client.query('COMMIT');
  client.release();
}

await bareWork(take);
