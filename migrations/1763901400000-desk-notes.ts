import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notes from one shift to the next. */
export class DeskNotes1763901400000 implements MigrationInterface {
  readonly name = 'DeskNotes1763901400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE desk_notes (
         id uuid NOT NULL,
         location_id uuid NOT NULL,
         at timestamptz NOT NULL,
         text text NOT NULL,
         created_by uuid NOT NULL,
         CONSTRAINT desk_notes_pkey PRIMARY KEY (id),
         CONSTRAINT desk_notes_location_fk FOREIGN KEY (location_id) REFERENCES locations (id)
       )`,
    );
    await runner.query('CREATE INDEX desk_notes_at ON desk_notes (location_id, at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE desk_notes');
  }
}
