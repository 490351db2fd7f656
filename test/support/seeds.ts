/** Anything that runs SQL. */
export interface SqlDatabase {
  query(sql: string, values?: unknown[]): Promise<unknown>;
}

const POSITION = '00000000-0000-7000-8000-000000000001';
const DAY = 86_400_000;

/** The id of a seeded row, computed from its kind and number. */
export const seededId = (kind: number, number: number): string =>
  `00000000-0000-4000-8000-${kind.toString(16)}${number.toString(16).padStart(11, '0')}`;
export const sqlId = (kind: number, number: string): string =>
  `('00000000-0000-4000-8000-${kind.toString(16)}' || lpad(to_hex(${number}), 11, '0'))::uuid`;

export const LOCATION = 1;
const USER = 2;
export const OPERATOR = 3;
export const SHIFT = 4;
export const CLAIM = 5;
const RULE = 6;
const SESSION = 7;
const REQUEST = 8;

/** Locations in Chicago that are always open and require two people. */
export async function seedLocations(database: SqlDatabase, count: number): Promise<void> {
  await database.query(
    `INSERT INTO locations (id, name, time_zone)
     SELECT ${sqlId(LOCATION, 'n')}, 'Lab ' || n, 'America/Chicago' FROM generate_series(1, $1::int) n`,
    [count],
  );
  await database.query(
    `INSERT INTO coverage_hours (id, location_id, position_id, weekdays, starts_at, ends_at, required, effective_from)
     SELECT ${sqlId(RULE, 'n')}, ${sqlId(LOCATION, 'n')}, '${POSITION}', '{1,2,3,4,5,6,7}', '00:00', '00:00', 2, '2020-01-01'
     FROM generate_series(1, $1::int) n`,
    [count],
  );
}

/** Operators who work at every location without a cap, each with the session `seeded-<number>`. */
export async function seedOperators(database: SqlDatabase, count: number): Promise<void> {
  await database.query(
    `INSERT INTO users (id, email, name, display_name, role, created_at)
     SELECT ${sqlId(USER, 'n')}, 'operator' || n || '@example.edu', 'Operator Number' || n, 'Operator', 'operator', now()
     FROM generate_series(1, $1::int) n`,
    [count],
  );
  await database.query(
    `INSERT INTO operators (id, user_id) SELECT ${sqlId(OPERATOR, 'n')}, ${sqlId(USER, 'n')} FROM generate_series(1, $1::int) n`,
    [count],
  );
  await database.query(
    `INSERT INTO operator_positions (operator_id, position_id)
     SELECT ${sqlId(OPERATOR, 'n')}, '${POSITION}' FROM generate_series(1, $1::int) n`,
    [count],
  );
  await database.query(
    `INSERT INTO sessions (id, user_id, digest, created_at, seen_at, expires_at, ends_at, confirmed_at)
     SELECT ${sqlId(SESSION, 'n')}, ${sqlId(USER, 'n')}, sha256(('seeded-' || n)::bytea), now(), now(), '2199-01-01', '2199-01-01', now()
     FROM generate_series(1, $1::int) n`,
    [count],
  );
}

/**
 * Published shifts of four hours, spread evenly over the locations and over `days` (28 by default) from
 * `from` on. The first `claims` seats of each shift have an approved claim. The operators take turns, so that
 * nobody is in two places.
 */
export async function seedShifts(
  database: SqlDatabase,
  shape: { shifts: number; locations: number; from: Date; seats: number; claims: number; days?: number },
): Promise<void> {
  const each = Math.ceil(shape.shifts / shape.locations);
  const stepMillis = Math.floor(((shape.days ?? 28) * DAY) / each);
  const start = `$3::timestamptz + make_interval(secs => ((n - 1) / $2::int) * $4::float8 / 1000)`;
  await database.query(
    `INSERT INTO shifts (id, location_id, position_id, starts_at, ends_at, seats, status, published_at)
     SELECT ${sqlId(SHIFT, 'n')}, ${sqlId(LOCATION, '(n - 1) % $2::int + 1')}, '${POSITION}', ${start},
            ${start} + interval '4 hours', $5, 'published', now()
     FROM generate_series(1, $1::int) n`,
    [shape.shifts, shape.locations, shape.from, stepMillis, shape.seats],
  );
  if (shape.claims > 0) await seedClaims(database, stepMillis, shape);
  await database.query('ANALYZE');
}

/**
 * Support requests, spread evenly over the days and the locations. Each is answered after 1 to 90 minutes (or as many
 * seconds, when `toTheSecond`), one in ten is escalated, and all are resolved.
 */
export async function seedRequests(
  database: SqlDatabase,
  {
    requests,
    locations = 1,
    from,
    days,
    toTheSecond = false,
  }: { requests: number; locations?: number; from: Date; days: number; toTheSecond?: boolean },
): Promise<void> {
  await database.query(
    `INSERT INTO support_requests (id, location_id, opened_at, first_response_at, escalated_at, first_resolved_at, resolved_at, tier, channel, category)
     SELECT ${sqlId(REQUEST, 'n')}, ${sqlId(LOCATION, '1 + n % $4::int')}, at,
            at + CASE WHEN $5 THEN make_interval(secs => 1 + n::bigint * 7919 % 5400) ELSE make_interval(mins => 1 + n % 90) END,
            CASE WHEN n % 10 = 0 THEN at + interval '2 hours' END, resolved_at, resolved_at,
            CASE WHEN n % 10 = 0 THEN 'campus-it' ELSE 'library' END, 'desk', 'category ' || n % 12
     FROM (SELECT n, $2::timestamptz + n * ($3::int * interval '1 day' / $1::int) AS at FROM generate_series(0, $1::int - 1) n) AS asked,
          LATERAL (SELECT at + interval '3 hours' + CASE WHEN $5 THEN make_interval(secs => n::bigint * 104729 % 7200) ELSE '0' END AS resolved_at) AS done`,
    [requests, from, days, locations, toTheSecond],
  );
  await database.query('ANALYZE support_requests');
}

/** Each location has enough operators to take turns. Group k of the operators takes seat k of each shift. */
async function seedClaims(
  database: SqlDatabase,
  stepMillis: number,
  { shifts, locations, claims }: { shifts: number; locations: number; claims: number },
): Promise<void> {
  const turns = Math.ceil((4 * 3_600_000) / stepMillis) + 1;
  await seedOperators(database, turns * locations * claims);
  // The exclusion constraint makes inserting a million claims slow. Added afterwards, it still checks all
  // rows.
  await database.query('ALTER TABLE claims DROP CONSTRAINT claims_no_overlap');
  await database.query(
    `INSERT INTO claims (id, shift_id, operator_id, starts_at, ends_at, seats, seat, status, created_at, decided_at)
     SELECT ${sqlId(CLAIM, '(n - 1) * $4::int + seat')}, s.id,
            ${sqlId(OPERATOR, '(((n - 1) % $2::int) * $4::int + seat - 1) * $3::int + ((n - 1) / $2::int) % $3::int + 1')},
            s.starts_at, s.ends_at, s.seats, seat, 'approved', now(), now()
     FROM generate_series(1, $1::int) n CROSS JOIN generate_series(1, $4::int) seat
     JOIN shifts s ON s.id = ${sqlId(SHIFT, 'n')}`,
    [shifts, locations, turns, claims],
  );
  await database.query(
    `ALTER TABLE claims ADD CONSTRAINT claims_no_overlap EXCLUDE USING gist
       (operator_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('pending', 'approved'))`,
  );
}
