import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Terms with their caps, limits on working time, and when operators cannot work. */
export class Availability1763900300000 implements MigrationInterface {
  readonly name = 'Availability1763900300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE timetable_classes, timetables, unavailability, terms');
    await runner.query('ALTER TABLE operators DROP COLUMN cap_is_binding, DROP COLUMN other_weekly_hours');
    await runner.query(
      `ALTER TABLE settings DROP COLUMN daily_hour_cap, DROP COLUMN minimum_rest_hours, DROP COLUMN longest_stretch_hours,
         DROP COLUMN shortest_break_minutes, DROP COLUMN nights_in_a_row`,
    );
  }
}

const STATEMENTS = [
  `ALTER TABLE settings
     ADD COLUMN daily_hour_cap double precision,
     ADD COLUMN minimum_rest_hours double precision,
     ADD COLUMN longest_stretch_hours double precision,
     ADD COLUMN shortest_break_minutes smallint NOT NULL DEFAULT 30,
     ADD COLUMN nights_in_a_row smallint,
     ADD CONSTRAINT settings_daily CHECK (daily_hour_cap BETWEEN 0 AND 24),
     ADD CONSTRAINT settings_rest CHECK (minimum_rest_hours BETWEEN 0 AND 24),
     ADD CONSTRAINT settings_stretch CHECK (longest_stretch_hours BETWEEN 1 AND 24),
     ADD CONSTRAINT settings_break CHECK (shortest_break_minutes BETWEEN 0 AND 240),
     ADD CONSTRAINT settings_nights CHECK (nights_in_a_row BETWEEN 1 AND 31)`,
  `ALTER TABLE operators
     ADD COLUMN cap_is_binding boolean NOT NULL DEFAULT false,
     ADD COLUMN other_weekly_hours double precision NOT NULL DEFAULT 0,
     ADD CONSTRAINT operators_other_hours CHECK (other_weekly_hours BETWEEN 0 AND 168)`,
  `CREATE TABLE terms (
     id uuid NOT NULL,
     name text NOT NULL,
     starts_on date NOT NULL,
     ends_on date NOT NULL,
     periods jsonb NOT NULL,
     cap_classes double precision NOT NULL,
     cap_exams double precision NOT NULL,
     cap_break double precision NOT NULL,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT terms_pkey PRIMARY KEY (id),
     CONSTRAINT terms_name UNIQUE (name),
     CONSTRAINT terms_dates CHECK (ends_on >= starts_on),
     CONSTRAINT terms_caps CHECK (LEAST(cap_classes, cap_exams, cap_break) >= 0 AND GREATEST(cap_classes, cap_exams, cap_break) <= 168),
     CONSTRAINT terms_disjoint EXCLUDE USING gist (daterange(starts_on, ends_on, '[]') WITH &&)
   )`,
  `CREATE TABLE unavailability (
     id uuid NOT NULL,
     operator_id uuid NOT NULL,
     kind text NOT NULL,
     preference text NOT NULL,
     reason text,
     weekday smallint,
     local_start time,
     local_end time,
     effective_from date,
     effective_to date,
     starts_at timestamptz,
     ends_at timestamptz,
     CONSTRAINT unavailability_pkey PRIMARY KEY (id),
     CONSTRAINT unavailability_kind CHECK (kind IN ('weekly', 'once')),
     CONSTRAINT unavailability_preference CHECK (preference IN ('cannot', 'rather-not', 'prefer')),
     CONSTRAINT unavailability_weekly CHECK ((kind = 'weekly') = (weekday IS NOT NULL AND local_start IS NOT NULL AND local_end IS NOT NULL AND effective_from IS NOT NULL)),
     CONSTRAINT unavailability_once CHECK ((kind = 'once') = (starts_at IS NOT NULL AND ends_at IS NOT NULL)),
     CONSTRAINT unavailability_span CHECK (ends_at > starts_at),
     CONSTRAINT unavailability_weekday CHECK (weekday BETWEEN 1 AND 7),
     CONSTRAINT unavailability_effective CHECK (effective_to >= effective_from),
     CONSTRAINT unavailability_operator_fk FOREIGN KEY (operator_id) REFERENCES operators (id) ON DELETE CASCADE
   )`,
  `CREATE INDEX unavailability_operator ON unavailability (operator_id)`,
  `CREATE TABLE timetables (
     operator_id uuid NOT NULL,
     uploaded_at timestamptz NOT NULL,
     understood jsonb NOT NULL,
     ignored jsonb NOT NULL,
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT timetables_pkey PRIMARY KEY (operator_id),
     CONSTRAINT timetables_operator_fk FOREIGN KEY (operator_id) REFERENCES operators (id) ON DELETE CASCADE
   )`,
  `CREATE TABLE timetable_classes (
     operator_id uuid NOT NULL,
     ordinal integer NOT NULL,
     starts_at timestamptz NOT NULL,
     ends_at timestamptz NOT NULL,
     CONSTRAINT timetable_classes_pkey PRIMARY KEY (operator_id, ordinal),
     CONSTRAINT timetable_classes_span CHECK (ends_at > starts_at),
     CONSTRAINT timetable_classes_timetable_fk FOREIGN KEY (operator_id) REFERENCES timetables (operator_id) ON DELETE CASCADE
   )`,
  `CREATE INDEX timetable_classes_operator ON timetable_classes (operator_id, starts_at)`,
];
