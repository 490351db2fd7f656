import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An import can be taken back as a whole. A record says which import left it as it is, and at which version; what an import
 * changed keeps its former values. Records that an import created have no row beside them, so a large import costs little more.
 * `import_id` has no foreign key: imports are never removed, and a check for each of a million new rows would be slow.
 */
export class TakenBack1765800000000 implements MigrationInterface {
  readonly name = 'TakenBack1765800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE support_imports
        ADD COLUMN is_kept_track_of boolean NOT NULL DEFAULT false,
        ADD COLUMN take_back_status text
          CONSTRAINT support_imports_take_back CHECK (take_back_status IN ('queued', 'running', 'completed', 'failed')),
        ADD COLUMN take_back_error text,
        ADD COLUMN taken_back_at timestamptz,
        ADD COLUMN removed int NOT NULL DEFAULT 0,
        ADD COLUMN restored int NOT NULL DEFAULT 0,
        ADD COLUMN kept int NOT NULL DEFAULT 0`);
    await runner.query(remarkKinds(`'rejected', 'warning', 'kept'`));
    for (const table of ['support_requests', 'activity_counts'])
      await runner.query(`ALTER TABLE ${table} ADD COLUMN import_id uuid, ADD COLUMN import_version int`);
    await runner.query(`
      CREATE TABLE support_import_requests (
        import_id uuid NOT NULL
          CONSTRAINT support_import_requests_import_fk REFERENCES support_imports (id) ON DELETE CASCADE,
        request_id uuid NOT NULL
          CONSTRAINT support_import_requests_request_fk REFERENCES support_requests (id) ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT support_import_requests_kind CHECK (kind IN ('changed', 'confirmed')),
        version int NOT NULL,
        former_import_id uuid,
        former_import_version int,
        opened_at timestamptz,
        first_response_at timestamptz,
        waited_minutes smallint,
        escalated_at timestamptz,
        first_resolved_at timestamptz,
        resolved_at timestamptz,
        tier text,
        channel text,
        category text,
        read_level smallint,
        directional boolean,
        external_url text,
        CONSTRAINT support_import_requests_pkey PRIMARY KEY (request_id, import_id)
      )`);
    await runner.query(`
      CREATE TABLE support_import_counts (
        import_id uuid NOT NULL
          CONSTRAINT support_import_counts_import_fk REFERENCES support_imports (id) ON DELETE CASCADE,
        count_id uuid NOT NULL
          CONSTRAINT support_import_counts_count_fk REFERENCES activity_counts (id) ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT support_import_counts_kind CHECK (kind IN ('changed', 'confirmed')),
        version int NOT NULL,
        former_import_id uuid,
        former_import_version int,
        count int,
        cumulative boolean,
        created_by uuid,
        CONSTRAINT support_import_counts_pkey PRIMARY KEY (count_id, import_id)
      )`);
    for (const table of ['support_import_requests', 'support_import_counts']) {
      await runner.query(`CREATE INDEX ${table}_import ON ${table} (import_id)`);
      await runner.query(
        `CREATE INDEX ${table}_former ON ${table} (former_import_id) WHERE former_import_id IS NOT NULL`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE support_import_requests, support_import_counts');
    for (const table of ['support_requests', 'activity_counts'])
      await runner.query(`ALTER TABLE ${table} DROP COLUMN import_id, DROP COLUMN import_version`);
    await runner.query(`DELETE FROM support_import_remarks WHERE kind = 'kept'`);
    await runner.query(remarkKinds(`'rejected', 'warning'`));
    await runner.query(`
      ALTER TABLE support_imports
        DROP COLUMN is_kept_track_of,
        DROP COLUMN take_back_status,
        DROP COLUMN take_back_error,
        DROP COLUMN taken_back_at,
        DROP COLUMN removed,
        DROP COLUMN restored,
        DROP COLUMN kept`);
  }
}

const remarkKinds = (kinds: string): string => `
  ALTER TABLE support_import_remarks
    DROP CONSTRAINT support_import_remarks_kind,
    ADD CONSTRAINT support_import_remarks_kind CHECK (kind IN (${kinds}))`;
