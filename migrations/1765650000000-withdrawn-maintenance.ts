import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Maintenance that closed time which is over is withdrawn with a reason and kept, so that figures of the past never change
 * without a mark. A window that closes coverage makes stale what gates count a day around it: their entries are shared out
 * over open time.
 */
export class WithdrawnMaintenance1765650000000 implements MigrationInterface {
  readonly name = 'WithdrawnMaintenance1765650000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE maintenance_windows ADD COLUMN withdrawn_because text');
    await runner.query(
      makesStale((rows) => ({
        from: "starts_at - interval '26 hours'",
        to: "ends_at + interval '26 hours'",
        rows: `${rows} WHERE closes_coverage AND withdrawn_because IS NULL`,
      })),
    );
    await runner.query(EVERYTHING_CLOSED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM maintenance_windows WHERE withdrawn_because IS NOT NULL');
    await runner.query(
      makesStale((rows) => ({ from: 'starts_at', to: 'ends_at', rows: `${rows} WHERE closes_coverage` })),
    );
    await runner.query('ALTER TABLE maintenance_windows DROP COLUMN withdrawn_because');
  }
}

/** Days that were counted with the narrower reach are counted again. */
const EVERYTHING_CLOSED = `
  INSERT INTO stale_spans (location_id, starts_at, ends_at)
  SELECT location_id, starts_at - interval '26 hours', ends_at + interval '26 hours'
  FROM maintenance_windows WHERE closes_coverage`;

function makesStale(spansOf: (rows: string) => { from: string; to: string; rows: string }): string {
  const mark = (changed: string): string => {
    const { from, to, rows } = spansOf(changed);
    return `INSERT INTO stale_spans (location_id, starts_at, ends_at) SELECT location_id, ${from}, ${to} FROM ${rows};`;
  };
  return `
    CREATE OR REPLACE FUNCTION maintenance_windows_make_stale() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' THEN ${mark('old_rows')} END IF;
      IF TG_OP <> 'DELETE' THEN ${mark('new_rows')} END IF;
      RETURN NULL;
    END $$`;
}
