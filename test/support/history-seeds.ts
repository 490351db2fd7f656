import { LOCATION, SHIFT, sqlId, type SqlDatabase } from './seeds.js';

/** Kinds of seeded rows, as in `seeds.ts`. */
export const REQUEST = 8;
const TALLY = 9;
const HEADCOUNT = 10;
const ENTRY = 12;
export const ACTOR = 11;

/** How many rows, from when on and over how many days, and at how many locations. */
export interface HistoryShape {
  rows: number;
  from: Date;
  days: number;
  locations: number;
}

/** One row in this many has the rare category, the rare channel, the rare tier, or was escalated. */
export const ONE_IN = {
  category: 2_003,
  channel: 3_001,
  urgent: 1_511,
  tier: 1_009,
  escalated: 499,
  open: 331,
  assigned: 997,
  word: 1_999,
};

/** SQL: half of the rows are at the first location, and the others are spread over the rest. */
const PLACE = sqlId(LOCATION, 'CASE WHEN n % 2 = 0 THEN 1 ELSE 2 + (n / 2) % ($4::int - 1) END');
/** SQL: row n's moment; rows are spread evenly over the days. */
const MOMENT = `$2::timestamptz + n * ($3::int * interval '1 day' / $1::int)`;
/** SQL: half of the rows have the first of some values, a quarter the second, and so on. */
const SKEWED = `length(substring((n * 7919 % 512)::bit(9)::text FROM '^0*'))`;

/**
 * Support requests of which half have the same category, and few have each of the rare values: the category
 * `telescope`, the channel `post`, the tier `campus-it`, an escalation, the word `eyepiece`; and few are open.
 */
export async function seedSkewedRequests(database: SqlDatabase, shape: HistoryShape): Promise<void> {
  await database.query(
    `INSERT INTO support_requests (id, location_id, opened_at, first_response_at, escalated_at, resolved_at, tier, channel, category, priority, title, workstation, created_by)
     SELECT ${sqlId(REQUEST, 'n')}, ${PLACE}, ${MOMENT}, ${MOMENT} + make_interval(mins => 1 + n % 90),
            CASE WHEN n % ${ONE_IN.escalated} = 0 THEN ${MOMENT} + interval '2 hours' END,
            CASE WHEN n % ${ONE_IN.open} > 0 THEN ${MOMENT} + interval '3 hours' END,
            CASE WHEN n % ${ONE_IN.tier} = 0 THEN 'campus-it' ELSE 'library' END,
            CASE WHEN n % ${ONE_IN.channel} = 0 THEN 'post' ELSE (ARRAY['desk', 'phone', 'chat'])[1 + LEAST(${SKEWED}, 2)] END,
            CASE WHEN n % ${ONE_IN.category} = 0 THEN 'telescope' ELSE 'category ' || ${SKEWED} END,
            CASE WHEN n % ${ONE_IN.urgent} = 0 THEN 'urgent' ELSE 'normal' END,
            CASE WHEN n % ${ONE_IN.word} = 0 THEN 'The eyepiece is lost' ELSE 'A printer jams' END, 'PC-' || n % 50,
            ${sqlId(ACTOR, 'n % 97')}
     FROM generate_series(0, $1::int - 1) n`,
    valuesOf(shape),
  );
}

/** A note about each of the requests, usually by somebody else than who logged it, and few requests that a person works on. */
export async function seedThreads(
  database: SqlDatabase,
  { rows }: Pick<HistoryShape, 'rows'>,
  assigneeId: string,
): Promise<void> {
  await database.query(
    `INSERT INTO request_entries (id, request_id, at, kind, text, author_id)
     SELECT ${sqlId(ENTRY, 'n')}, id, opened_at + interval '1 hour', 'note', 'Tried another cable', ${sqlId(ACTOR, 'n % 997')}
     FROM generate_series(0, $1::int - 1) n JOIN support_requests ON id = ${sqlId(REQUEST, 'n')}`,
    [rows],
  );
  await database.query(
    `UPDATE support_requests SET assignee_id = $2 FROM generate_series(0, $1::int - 1, ${ONE_IN.assigned}) n
     WHERE id = ${sqlId(REQUEST, 'n')}`,
    [rows, assigneeId],
  );
}

export async function seedTallies(database: SqlDatabase, shape: HistoryShape): Promise<void> {
  await database.query(
    `INSERT INTO support_tallies (id, location_id, at, count, channel, category, created_by)
     SELECT ${sqlId(TALLY, 'n')}, ${PLACE}, ${MOMENT}, 1 + n % 5, 'desk', 'category ' || ${SKEWED}, ${sqlId(ACTOR, 'n % 97')}
     FROM generate_series(0, $1::int - 1) n`,
    valuesOf(shape),
  );
}

export async function seedHeadcounts(database: SqlDatabase, shape: HistoryShape): Promise<void> {
  await database.query(
    `INSERT INTO activity_counts (id, location_id, series, area, at, count)
     SELECT ${sqlId(HEADCOUNT, 'n')}, ${PLACE}, 'headcount', 'Hall', ${MOMENT}, n % 80 FROM generate_series(0, $1::int - 1) n`,
    valuesOf(shape),
  );
}

const valuesOf = ({ rows, from, days, locations }: HistoryShape): unknown[] => [rows, from, days, locations];

/** SQL: a version 7 id that was made at a moment, and a number that tells such ids apart. */
export const idMadeAt = (moment: string, number: string): string =>
  `(lpad(to_hex((extract(epoch FROM ${moment}) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/**
 * Events of five people and of one who rarely does anything (number 99), about shifts and rarely about a
 * pilot. Their ids are as old as they are.
 */
export async function seedTrail(
  database: SqlDatabase,
  { rows, from, days }: Omit<HistoryShape, 'locations'>,
): Promise<void> {
  await database.query(
    `INSERT INTO audit_events (id, at, actor_kind, actor_id, request_id, action, entity, entity_id, details)
     SELECT ${idMadeAt('moment', 'n')}, moment, 'user',
            ${sqlId(ACTOR, `CASE WHEN n % ${ONE_IN.category} = 0 THEN 99 ELSE n % 5 END`)}, 'seed', 'shift.created',
            CASE WHEN n % ${ONE_IN.channel} = 0 THEN 'pilot' ELSE 'shift' END, ${sqlId(SHIFT, 'n % 1000')}, '{}'
     FROM (SELECT n, ${MOMENT} AS moment FROM generate_series(0, $1::int - 1) n) AS seeded`,
    [rows, from, days],
  );
}
