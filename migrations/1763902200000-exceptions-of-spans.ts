import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A coverage exception holds for a range of dates; those of a location never overlap. */
export class ExceptionsOfSpans1763902200000 implements MigrationInterface {
  readonly name = 'ExceptionsOfSpans1763902200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE coverage_exceptions ADD COLUMN until_date date');
    await runner.query('UPDATE coverage_exceptions SET until_date = date');
    await runner.query('ALTER TABLE coverage_exceptions ALTER COLUMN until_date SET NOT NULL');
    await runner.query('ALTER TABLE coverage_exceptions DROP CONSTRAINT coverage_exceptions_once');
    await runner.query(`
      ALTER TABLE coverage_exceptions ADD CONSTRAINT coverage_exceptions_dates
        CHECK (until_date >= date AND until_date - date < 400)`);
    await runner.query(`
      ALTER TABLE coverage_exceptions ADD CONSTRAINT coverage_exceptions_disjoint
        EXCLUDE USING gist (location_id WITH =, daterange(date, until_date, '[]') WITH &&)`);
    await runner.query(
      'CREATE INDEX coverage_exceptions_location ON coverage_exceptions (location_id, until_date)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX coverage_exceptions_location');
    await runner.query('ALTER TABLE coverage_exceptions DROP CONSTRAINT coverage_exceptions_disjoint');
    await runner.query('ALTER TABLE coverage_exceptions DROP CONSTRAINT coverage_exceptions_dates');
    await runner.query(
      'ALTER TABLE coverage_exceptions ADD CONSTRAINT coverage_exceptions_once UNIQUE (location_id, date)',
    );
    await runner.query('ALTER TABLE coverage_exceptions DROP COLUMN until_date');
  }
}
