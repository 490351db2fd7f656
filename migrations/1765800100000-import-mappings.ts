import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the files of a system are read, saved by a name for the next file. */
export class ImportMappings1765800100000 implements MigrationInterface {
  readonly name = 'ImportMappings1765800100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE import_mappings (
        id uuid NOT NULL CONSTRAINT import_mappings_pkey PRIMARY KEY,
        location_id uuid NOT NULL CONSTRAINT import_mappings_location_fk REFERENCES locations (id) ON DELETE CASCADE,
        name text NOT NULL,
        name_key text NOT NULL,
        mapping jsonb NOT NULL,
        header jsonb NOT NULL,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT import_mappings_name UNIQUE (location_id, name_key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE import_mappings');
  }
}
