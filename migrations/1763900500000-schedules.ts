import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A location's schedules, and weekly templates to fill them. */
export class Schedules1763900500000 implements MigrationInterface {
  readonly name = 'Schedules1763900500000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE schedules, shift_templates');
    await runner.query('ALTER TABLE shifts DROP COLUMN claimable_from');
  }
}

const STATEMENTS = [
  'ALTER TABLE shifts ADD COLUMN claimable_from timestamptz',
  `CREATE TABLE schedules (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     starts_on date NOT NULL,
     ends_on date NOT NULL,
     status text NOT NULL,
     claimable_from timestamptz,
     published_at timestamptz,
     approved_at timestamptz,
     approved_plan jsonb,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT schedules_pkey PRIMARY KEY (id),
     CONSTRAINT schedules_status CHECK (status IN ('draft', 'published', 'approved', 'archived')),
     CONSTRAINT schedules_dates CHECK (ends_on >= starts_on),
     CONSTRAINT schedules_location_fk FOREIGN KEY (location_id) REFERENCES locations (id),
     CONSTRAINT schedules_disjoint EXCLUDE USING gist (location_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
   )`,
  `CREATE TABLE shift_templates (
     id uuid NOT NULL,
     location_id uuid NOT NULL,
     position_id uuid NOT NULL,
     weekdays smallint[] NOT NULL,
     starts_at time NOT NULL,
     ends_at time NOT NULL,
     seats smallint NOT NULL,
     effective_from date NOT NULL,
     effective_to date,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT shift_templates_pkey PRIMARY KEY (id),
     CONSTRAINT shift_templates_weekdays CHECK (cardinality(weekdays) BETWEEN 1 AND 7),
     CONSTRAINT shift_templates_seats CHECK (seats BETWEEN 1 AND 200),
     CONSTRAINT shift_templates_effective CHECK (effective_to >= effective_from),
     CONSTRAINT shift_templates_location_fk FOREIGN KEY (location_id) REFERENCES locations (id),
     CONSTRAINT shift_templates_position_fk FOREIGN KEY (position_id) REFERENCES positions (id)
   )`,
  'CREATE INDEX shift_templates_location ON shift_templates (location_id)',
];
