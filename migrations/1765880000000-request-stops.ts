import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each request holds when its clock stood still for everybody, so that figures in service time need not read threads. It follows
 * from the thread, and PostgreSQL itself keeps it right; the rule is `standstillsOf` in src/domain/service-clock.ts. The days whose
 * figures change become stale by the triggers of support_requests.
 */
export class RequestStops1765880000000 implements MigrationInterface {
  readonly name = 'RequestStops1765880000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_requests ADD COLUMN stops tstzmultirange');
    // Of entries in a row that stop the clock only the first counts, and of those in a row that let it run, too.
    await runner.query(`
      CREATE FUNCTION request_stops(of_request uuid) RETURNS tstzmultirange LANGUAGE sql STABLE AS $$
        SELECT nullif(range_agg(tstzrange(at, until)), '{}')
        FROM (SELECT at, stops, lead(at) OVER (PARTITION BY cause ORDER BY at, id) AS until
              FROM (SELECT cause, at, id, stops, lag(stops, 1, false) OVER (PARTITION BY cause ORDER BY at, id) AS stopped
                    FROM request_entries
                    JOIN (VALUES ('waiting', 'waiting', true), ('waiting', 'resumed', false), ('waiting', 'resolved', false),
                                 ('waiting', 'reopened', false), ('resolved', 'resolved', true), ('resolved', 'reopened', false))
                      AS rule (cause, kind, stops) USING (kind)
                    WHERE request_id = of_request) AS told
              WHERE stops <> stopped) AS changes
        WHERE stops
      $$`);
    // The lock comes before the entries are read: who writes other entries of the same request meanwhile waits for this
    // transaction, and reads what it wrote. It is the weakest lock that does so. Entries refer to their request, so their writers
    // hold KEY SHARE on it, and with FOR UPDATE two of them would wait for each other.
    await runner.query(`
      CREATE FUNCTION keep_request_stops() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        changed uuid[] := '{}';
      BEGIN
        IF TG_OP <> 'INSERT' THEN
          changed := ARRAY(SELECT request_id FROM old_rows WHERE kind IN (${KINDS}));
        END IF;
        IF TG_OP <> 'DELETE' THEN
          changed := changed || ARRAY(SELECT request_id FROM new_rows WHERE kind IN (${KINDS}));
        END IF;
        IF cardinality(changed) > 0 THEN
          PERFORM FROM support_requests WHERE id = ANY (changed) ORDER BY id FOR NO KEY UPDATE;
          UPDATE support_requests SET stops = request_stops(id)
          WHERE id = ANY (changed) AND stops IS DISTINCT FROM request_stops(id);
        END IF;
        RETURN NULL;
      END $$`);
    for (const [event, transition] of Object.entries(TRANSITIONS))
      await runner.query(`
        CREATE TRIGGER request_entries_${event.toLowerCase()}_keeps_stops AFTER ${event} ON request_entries
        REFERENCING ${transition} FOR EACH STATEMENT EXECUTE FUNCTION keep_request_stops()`);
    await runner.query(`
      UPDATE support_requests SET stops = request_stops(id)
      WHERE id IN (SELECT request_id FROM request_entries WHERE kind IN (${KINDS})) AND request_stops(id) IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION keep_request_stops CASCADE');
    await runner.query('DROP FUNCTION request_stops');
    await runner.query('ALTER TABLE support_requests DROP COLUMN stops');
  }
}

const KINDS = `'waiting', 'resumed', 'resolved', 'reopened'`;

const TRANSITIONS = {
  INSERT: 'NEW TABLE AS new_rows',
  UPDATE: 'OLD TABLE AS old_rows NEW TABLE AS new_rows',
  DELETE: 'OLD TABLE AS old_rows',
};
