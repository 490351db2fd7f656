import type { TestDatabase } from '../support/database.js';

/** What one request left in the database. */
export interface Changes {
  /** The tables in which rows differ now. */
  tables: string[];
  /** The requests its audit events name. */
  audited: string[];
}

/**
 * Not a client's data: the keys of idempotent requests, which refusals are kept under as well, counts of attempts, and uploaded bytes, staged
 * before an import is refused and cleared again. `nothingStaged` looks at the latter in the end.
 */
const LEFT_OUT = [
  'idempotency_keys',
  'sign_in_attempts',
  'staged_files',
  'staged_file_chunks',
  'migrations',
  'fuzz_changes',
];
/** A key's last use is noted whatever is asked with it. */
const USE = 'last_used_at';
/** The pool that requests use; what jobs do at the same time is not theirs. */
const OF_A_REQUEST = `current_setting('application_name') = 'afterhours requests'`;

/** Notes every row that a request inserts, deletes or truly updates, in the transaction that does it. */
export async function watchChanges(database: TestDatabase): Promise<void> {
  await database.query('CREATE UNLOGGED TABLE fuzz_changes (name text NOT NULL, request_id text)');
  // With the owner's rights: the server's role has none on this table.
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

/** What changed since this was last asked. */
export async function changesSince(database: TestDatabase): Promise<Changes> {
  const rows = await database.query<{ name: string; request_id: string | null }>(
    'DELETE FROM fuzz_changes RETURNING name, request_id',
  );
  return {
    tables: [...new Set(rows.map(({ name }) => name))],
    audited: rows.filter(({ name }) => name === 'audit_events').map(({ request_id }) => request_id ?? ''),
  };
}

/** Whether no uploaded file outlived its refusal or its import. */
export async function nothingStaged(database: TestDatabase): Promise<boolean> {
  const [row] = await database.query<{ count: string }>('SELECT count(*) FROM staged_files');
  return Number(row!.count) === 0;
}
