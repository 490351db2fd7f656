import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { Database } from './database.js';
import type { DatabaseAddresses } from './database-address.js';

const IDENTITY = `SELECT current_user AS role, pg_postmaster_start_time()::text AS "serverSince",
  oid AS database FROM pg_database WHERE datname = current_database()`;

interface Identity {
  role: string;
  serverSince: string;
  database: number;
}

/**
 * The role with which the server signs in. Throws when its address leads to another database than the
 * owner's.
 */
export async function roleOfServer({ owner, server }: DatabaseAddresses): Promise<string> {
  const [theirs, ours] = [await identityAt(owner), await identityAt(server)];
  if (theirs.database !== ours.database || theirs.serverSince !== ours.serverSince)
    throw new Error(
      'MIGRATIONS_DATABASE_URL and DATABASE_URL name different databases; nothing was changed. They are the same database by two roles.',
    );
  return ours.role;
}

/**
 * SQL: lets a role read and write all rows of the caller's tables, but only read and add to the audit trail.
 * First takes away its earlier rights, so that it has exactly these.
 */
export const rightsOf = (role: string): string => `
  DO $rights$
  DECLARE
    grantee text := ${escapeLiteral(escapeIdentifier(role))};
    found record;
  BEGIN
    EXECUTE 'GRANT USAGE ON SCHEMA public, pgboss TO ' || grantee;
    FOR found IN
      SELECT c.oid::regclass AS name, c.relkind, n.nspname || '.' || c.relname AS path
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('public', 'pgboss') AND c.relkind IN ('r', 'p', 'v', 'S') AND pg_has_role(c.relowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY c.oid
    LOOP
      IF found.relkind = 'S' THEN
        EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO %s', found.name, grantee);
        CONTINUE;
      END IF;
      EXECUTE format('REVOKE ALL ON TABLE %s FROM %s', found.name, grantee);
      EXECUTE format('GRANT %s ON TABLE %s TO %s',
        CASE found.path
          WHEN 'public.audit_events' THEN 'SELECT, INSERT'
          WHEN 'public.migrations' THEN 'SELECT'
          ELSE 'SELECT, INSERT, UPDATE, DELETE'
        END, found.name, grantee);
    END LOOP;
  END
  $rights$`;

/**
 * SQL: whether the caller's role could rewrite the audit trail: by its rights, as its owner, or by switching
 * to its owner.
 */
export const COULD_REWRITE_TRAIL = `
  SELECT has_any_column_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE, TRUNCATE, TRIGGER')
         OR pg_has_role(relowner, 'MEMBER') AS could
  FROM pg_class WHERE oid = to_regclass('public.audit_events')`;

export async function couldRewriteTrail(database: Database): Promise<boolean> {
  const row = await database.one<{ could: boolean }>(COULD_REWRITE_TRAIL);
  return row!.could;
}

async function identityAt(url: string): Promise<Identity> {
  const client = new Client({ connectionString: url, application_name: 'afterhours start' });
  await client.connect();
  try {
    const { rows } = await client.query<Identity>(IDENTITY);
    return rows[0]!;
  } finally {
    await client.end();
  }
}
