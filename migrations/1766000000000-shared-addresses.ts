import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secret addresses for people without an account: calendars, and who is on duty. */
export class SharedAddresses1766000000000 implements MigrationInterface {
  readonly name = 'SharedAddresses1766000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE on_duty_links (
        id uuid CONSTRAINT on_duty_links_pkey PRIMARY KEY,
        location_id uuid NOT NULL CONSTRAINT on_duty_links_location_fk REFERENCES locations (id) ON DELETE CASCADE,
        digest bytea NOT NULL CONSTRAINT on_duty_links_digest UNIQUE,
        shows text NOT NULL CONSTRAINT on_duty_links_shows CHECK (shows IN ('names', 'positions')),
        label text,
        created_at timestamptz NOT NULL,
        last_used_at timestamptz
      )`);
    await runner.query('CREATE INDEX on_duty_links_location ON on_duty_links (location_id, id)');
    await runner.query(`
      CREATE TABLE calendar_feeds (
        id uuid CONSTRAINT calendar_feeds_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT calendar_feeds_user_fk REFERENCES users (id) ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT calendar_feeds_kind CHECK (kind IN ('mine', 'location', 'supervisor')),
        location_id uuid CONSTRAINT calendar_feeds_location_fk REFERENCES locations (id) ON DELETE CASCADE,
        digest bytea NOT NULL CONSTRAINT calendar_feeds_digest UNIQUE,
        with_pending boolean NOT NULL,
        alarm_minutes int CONSTRAINT calendar_feeds_alarm CHECK (alarm_minutes BETWEEN 0 AND 10080),
        created_at timestamptz NOT NULL,
        last_used_at timestamptz,
        CONSTRAINT calendar_feeds_place CHECK ((location_id IS NOT NULL) = (kind = 'location'))
      )`);
    await runner.query('CREATE INDEX calendar_feeds_user ON calendar_feeds (user_id, id)');
    await runner.query(
      'CREATE INDEX calendar_feeds_location ON calendar_feeds (location_id) WHERE location_id IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE calendar_feeds');
    await runner.query('DROP TABLE on_duty_links');
  }
}
