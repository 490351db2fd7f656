import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The workstations of locations. No figure depends on them. */
export class Workstations1765600000000 implements MigrationInterface {
  readonly name = 'Workstations1765600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE workstations (
        id uuid NOT NULL CONSTRAINT workstations_pkey PRIMARY KEY,
        location_id uuid NOT NULL CONSTRAINT workstations_location_fk REFERENCES locations (id),
        name text NOT NULL,
        name_key text NOT NULL,
        area text,
        in_service_from date,
        upgraded_on date,
        joined_network_on date,
        out_of_service_from date,
        out_of_service_until date,
        note text,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT workstations_name UNIQUE (location_id, name_key),
        CONSTRAINT workstations_out CHECK (
          out_of_service_until IS NULL OR (out_of_service_from IS NOT NULL AND out_of_service_until >= out_of_service_from)
        )
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE workstations');
  }
}
