import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit trail is only ever added to. Rights hold the server to it; this holds everybody else, the tables' owner too. */
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
