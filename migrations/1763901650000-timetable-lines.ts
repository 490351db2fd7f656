import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lines of timetables get an id, and skipped ones are stored. The hours of existing lines are not invented:
 * they stay empty until the file is read again.
 */
export class TimetableLines1763901650000 implements MigrationInterface {
  readonly name = 'TimetableLines1763901650000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE timetables ADD COLUMN skipped jsonb NOT NULL DEFAULT '[]'`);
    await runner.query(
      `UPDATE timetables SET understood =
         (SELECT COALESCE(jsonb_agg(line || jsonb_build_object(
            'id', 'line-' || (line->>'line'), 'uid', NULL, 'times', '[]'::jsonb, 'atOtherTimes', 0,
            'notes', '[]'::jsonb, 'warnings', '[]'::jsonb) ORDER BY place), '[]')
          FROM jsonb_array_elements(understood) WITH ORDINALITY AS event (line, place))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE timetables DROP COLUMN skipped');
  }
}
