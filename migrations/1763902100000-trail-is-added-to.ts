import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows can only be added to the audit trail. Rights restrict the server; this restricts everybody else,
 * including the owner of the tables.
 */
export class TrailIsAddedTo1763902100000 implements MigrationInterface {
  readonly name = 'TrailIsAddedTo1763902100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit trail is only added to' USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER audit_events_append_only ON audit_events');
    await runner.query('DROP FUNCTION refuse_rewriting()');
  }
}
