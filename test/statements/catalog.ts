import type pg from 'pg';

export interface ColumnFacts {
  table: string;
  name: string;
  isNeverNull: boolean;
  /** The values that a check allows for a text; null without such a check. */
  values: string[] | null;
}

export interface TypeFacts {
  name: string;
  category: string;
  /** The type of an array's elements. */
  element: number | null;
}

/** PostgreSQL's catalog for the migrated tables, and for the types and functions in statements. */
export interface Catalog {
  /** By the table's oid and the column's number. */
  columns: ReadonlyMap<string, ColumnFacts>;
  types: ReadonlyMap<number, TypeFacts>;
  /** By oid; strict functions return null for null. */
  functions: ReadonlyMap<number, { name: string; isStrict: boolean }>;
}

export const columnKey = (table: number, column: number): string => `${table}.${column}`;

export async function readCatalog(client: pg.Client): Promise<Catalog> {
  const columns = await client.query<ColumnFacts & { key: string; check: string | null }>(
    `SELECT c.oid || '.' || a.attnum AS key, c.relname AS "table", a.attname AS name, a.attnotnull AS "isNeverNull",
            (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k
             WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
               AND pg_get_constraintdef(k.oid) LIKE '%ANY (ARRAY[%' LIMIT 1) AS "check"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped`,
  );
  const types = await client.query<TypeFacts & { oid: number }>(
    `SELECT t.oid, t.typname AS name, t.typcategory AS category, nullif(t.typelem, 0) AS element FROM pg_type t
     WHERE t.typtype <> 'c'`,
  );
  const functions = await client.query<{ oid: number; name: string; isStrict: boolean }>(
    'SELECT oid, proname AS name, proisstrict AS "isStrict" FROM pg_proc',
  );
  return {
    columns: new Map(
      columns.rows.map(({ key, check, ...facts }) => [key, { ...facts, values: valuesOf(check) }]),
    ),
    types: new Map(types.rows.map(({ oid, ...facts }) => [oid, facts])),
    functions: new Map(functions.rows.map(({ oid, ...facts }) => [oid, facts])),
  };
}

/** Parses `CHECK ((role = ANY (ARRAY['admin'::text, 'operator'::text])))`. */
function valuesOf(check: string | null): string[] | null {
  const list = /^CHECK \(\(+\w+ = ANY \(ARRAY\[([^\]]*)\]\)+$/.exec(check ?? '')?.[1];
  return list
    ? [...list.matchAll(/'((?:[^']|'')*)'::/g)].map(([, value]) => value!.replaceAll("''", "'"))
    : null;
}
