import type { TestDatabase } from '../support/database.js';

/** The changes of one request in the database. */
export interface Changes {
  /** Tables with changed rows. */
  tables: string[];
  /** The request ids in new audit events. */
  audited: string[];
}

/**
 * Not data of clients: idempotency keys (also stored for refusals), counts of attempts, and uploaded bytes,
 * which are staged before an import is refused and then removed. `nothingStaged` checks the latter at the
 * end.
 */
const LEFT_OUT = [
  'idempotency_keys',
  'sign_in_attempts',
  'staged_files',
  'staged_file_chunks',
  'migrations',
  'fuzz_changes',
];
/** Set by every request with a key. */
const USE = 'last_used_at';
/** The pool for requests. Changes of jobs at the same time are not counted. */
const OF_A_REQUEST = `current_setting('application_name') = 'afterhours requests'`;

/** Records all rows that a request inserts, deletes or really updates, in its own transaction. */
export async function watchChanges(database: TestDatabase): Promise<void> {
  await database.query('CREATE UNLOGGED TABLE fuzz_changes (name text NOT NULL, request_id text)');
  // Runs with the owner's rights, because the server's role has none on this table.
  await database.query(`
    CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    BEGIN
      INSERT INTO fuzz_changes VALUES (TG_TABLE_NAME, to_jsonb(NEW) ->> 'request_id');
      RETURN NULL;
    END $$`);
  const tables = await database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1)`,
    [LEFT_OUT],
  );
  for (const { name } of tables) {
    await database.query(
      `CREATE TRIGGER note_row AFTER INSERT OR DELETE ON ${name} FOR EACH ROW
       WHEN (${OF_A_REQUEST}) EXECUTE FUNCTION note_change()`,
    );
    await database.query(
      `CREATE TRIGGER note_update AFTER UPDATE ON ${name} FOR EACH ROW
       WHEN (to_jsonb(OLD) - '${USE}' IS DISTINCT FROM to_jsonb(NEW) - '${USE}' AND ${OF_A_REQUEST}) EXECUTE FUNCTION note_change()`,
    );
  }
}

/** The changes since the last call. */
export async function changesSince(database: TestDatabase): Promise<Changes> {
  const rows = await database.query<{ name: string; request_id: string | null }>(
    'DELETE FROM fuzz_changes RETURNING name, request_id',
  );
  return {
    tables: [...new Set(rows.map(({ name }) => name))],
    audited: rows.filter(({ name }) => name === 'audit_events').map(({ request_id }) => request_id ?? ''),
  };
}

/** Whether no uploaded file is left after its refusal or import. */
export async function nothingStaged(database: TestDatabase): Promise<boolean> {
  const [row] = await database.query<{ count: string }>('SELECT count(*) FROM staged_files');
  return Number(row!.count) === 0;
}
