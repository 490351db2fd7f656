import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What requests are about becomes a list that an institution keeps. It begins with the buttons that desks had. */
export class Categories1765300000000 implements MigrationInterface {
  readonly name = 'Categories1765300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE support_categories (
        id uuid NOT NULL CONSTRAINT support_categories_pkey PRIMARY KEY,
        name text NOT NULL CONSTRAINT support_categories_name UNIQUE,
        label text NOT NULL,
        read_level smallint CONSTRAINT support_categories_read_level CHECK (read_level BETWEEN 1 AND 6),
        directional boolean NOT NULL DEFAULT false,
        everywhere boolean NOT NULL DEFAULT true,
        rank integer NOT NULL,
        archived boolean NOT NULL DEFAULT false,
        merged_into_id uuid CONSTRAINT support_categories_merged_fk REFERENCES support_categories (id),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT support_categories_merged CHECK (merged_into_id <> id)
      )`);
    await runner.query('CREATE INDEX support_categories_order ON support_categories (rank, id)');
    await runner.query(`
      CREATE TABLE support_category_locations (
        category_id uuid NOT NULL
          CONSTRAINT support_category_locations_category_fk REFERENCES support_categories (id) ON DELETE CASCADE,
        location_id uuid NOT NULL
          CONSTRAINT support_category_locations_location_fk REFERENCES locations (id) ON DELETE CASCADE,
        shown boolean NOT NULL,
        CONSTRAINT support_category_locations_pkey PRIMARY KEY (category_id, location_id)
      )`);
    await runner.query(`
      INSERT INTO support_categories (id, name, label, rank, directional)
      SELECT gen_random_uuid(), name, label, rank, name = 'directions'
      FROM (VALUES ('printing', 'Printing', 1), ('login', 'Login', 2), ('wifi', 'Wi-Fi', 3), ('software', 'Software', 4),
                   ('hardware', 'Hardware', 5), ('directions', 'Directions', 6)) AS had (name, label, rank)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE support_category_locations, support_categories');
  }
}
