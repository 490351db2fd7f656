import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules that name the first tier of new requests, and what they did in threads. No figure depends on the rules. */
export class Routing1765700000000 implements MigrationInterface {
  readonly name = 'Routing1765700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE routing_rules (
        id uuid NOT NULL CONSTRAINT routing_rules_pkey PRIMARY KEY,
        location_id uuid CONSTRAINT routing_rules_location_fk REFERENCES locations (id) ON DELETE CASCADE,
        rank integer NOT NULL,
        categories text[] CONSTRAINT routing_rules_categories CHECK (cardinality(categories) BETWEEN 1 AND 50),
        priorities text[] CONSTRAINT routing_rules_priorities
          CHECK (cardinality(priorities) > 0 AND priorities <@ ARRAY['low', 'normal', 'high', 'urgent']),
        weekdays smallint[] CONSTRAINT routing_rules_weekdays CHECK (cardinality(weekdays) BETWEEN 1 AND 7),
        starts_at time,
        ends_at time,
        staffing text CONSTRAINT routing_rules_staffing CHECK (staffing IN ('somebody-on-shift', 'nobody-on-shift')),
        position_id uuid CONSTRAINT routing_rules_position_fk REFERENCES positions (id),
        tier text NOT NULL CONSTRAINT routing_rules_tier CHECK (tier IN ('library', 'campus-it')),
        words text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT routing_rules_hours CHECK (num_nulls(weekdays, starts_at, ends_at) IN (0, 3)),
        CONSTRAINT routing_rules_position CHECK (position_id IS NULL OR staffing IS NOT NULL),
        CONSTRAINT routing_rules_order EXCLUDE USING btree (
          COALESCE(location_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid) WITH =, rank WITH =
        ) DEFERRABLE INITIALLY DEFERRED
      )`);
    await setKinds(runner, [...KINDS, 'routed']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM request_entries WHERE kind = 'routed'`);
    await setKinds(runner, KINDS);
    await runner.query('DROP TABLE routing_rules');
  }
}

const KINDS = [
  'note',
  'answered',
  'assigned',
  'escalated',
  'withdrawn',
  'returned',
  'resolved',
  'reopened',
  'attached',
  'waiting',
  'resumed',
];

const setKinds = (runner: QueryRunner, kinds: readonly string[]): Promise<unknown> =>
  runner.query(`
    ALTER TABLE request_entries
      DROP CONSTRAINT request_entries_kind,
      ADD CONSTRAINT request_entries_kind CHECK (kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}))`);
