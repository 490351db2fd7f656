import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests have a priority and may wait for the person who asked; tiers have targets, and people are told of missed ones. */
export class ServiceTargets1765350000000 implements MigrationInterface {
  readonly name = 'ServiceTargets1765350000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE support_requests
        ADD COLUMN priority text NOT NULL DEFAULT 'normal'
          CONSTRAINT support_requests_priority CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
        ADD COLUMN waiting_since timestamptz`);
    await setKinds(runner, [...KINDS, 'waiting', 'resumed']);
    await runner.query(`
      ALTER TABLE settings
        ADD COLUMN service_targets jsonb NOT NULL DEFAULT '[]'
          CONSTRAINT settings_service_targets CHECK (jsonb_typeof(service_targets) = 'array')`);
    await runner.query(`
      CREATE TABLE request_target_notices (
        request_id uuid NOT NULL
          CONSTRAINT request_target_notices_request_fk REFERENCES support_requests (id) ON DELETE CASCADE,
        measure text NOT NULL CONSTRAINT request_target_notices_measure CHECK (measure IN ('response', 'resolution')),
        began_at timestamptz NOT NULL,
        state text NOT NULL CONSTRAINT request_target_notices_state CHECK (state IN ('soon', 'over')),
        CONSTRAINT request_target_notices_pkey PRIMARY KEY (request_id, measure, began_at, state)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE request_target_notices');
    await runner.query('ALTER TABLE settings DROP COLUMN service_targets');
    await runner.query(`DELETE FROM request_entries WHERE kind IN ('waiting', 'resumed')`);
    await setKinds(runner, KINDS);
    await runner.query('ALTER TABLE support_requests DROP COLUMN priority, DROP COLUMN waiting_since');
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
];

const setKinds = (runner: QueryRunner, kinds: readonly string[]): Promise<unknown> =>
  runner.query(`
    ALTER TABLE request_entries
      DROP CONSTRAINT request_entries_kind,
      ADD CONSTRAINT request_entries_kind CHECK (kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}))`);
