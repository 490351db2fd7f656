import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Stores when each location was last scanned. An alert that does not change then needs no write with each
 * scan.
 */
export class ScannedLocations1763900200000 implements MigrationInterface {
  readonly name = 'ScannedLocations1763900200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE scanned_locations (
         location_id uuid NOT NULL,
         scanned_at timestamptz NOT NULL,
         CONSTRAINT scanned_locations_pkey PRIMARY KEY (location_id),
         CONSTRAINT scanned_locations_location_fk FOREIGN KEY (location_id) REFERENCES locations (id) ON DELETE CASCADE
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE coverage_alerts a SET last_seen_at = GREATEST(a.last_seen_at, s.scanned_at)
       FROM scanned_locations s WHERE s.location_id = a.location_id AND a.status = 'open'`,
    );
    await runner.query('DROP TABLE scanned_locations');
  }
}
