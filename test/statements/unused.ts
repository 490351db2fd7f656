import type pg from 'pg';
import { columnKey } from './catalog.js';
import { numberIn, numbersIn, walk, type Node } from './node-tree.js';
import type { Described } from './server.js';

// PostgreSQL numbers a table's own columns from 8 on in these sets; lower numbers are system columns.
const FIRST_COLUMN = 8;

/** Columns (`table.column`) of the public tables that no statement reads. */
export async function findUnread(client: pg.Client, described: readonly Described[]): Promise<string[]> {
  const read = new Set<string>();
  for (const { tree } of described)
    if (tree)
      for (const node of walk(tree))
        if (node.tag === 'RTEPERMISSIONINFO') for (const column of columnsReadOf(node)) read.add(column);
  const { rows } = await client.query<{ key: string; name: string }>(
    `SELECT c.oid || '.' || a.attnum AS key, c.relname || '.' || a.attname AS name
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'migrations'
       AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 2`,
  );
  return rows.filter(({ key }) => !read.has(key)).map(({ name }) => name);
}

const columnsReadOf = (node: Node): string[] =>
  numbersIn(node, 'selectedCols').map((bit) => columnKey(numberIn(node, 'relid'), bit - FIRST_COLUMN + 1));

interface Plan {
  'Index Name'?: string;
  Plans?: Plan[];
}

/**
 * Indexes of the public tables that serve no constraint or foreign key and are in no statement's plan, even
 * when the planner may not read whole tables.
 */
export async function findUnusedIndexes(client: pg.Client, texts: Iterable<string>): Promise<string[]> {
  await client.query(
    'SET debug_print_parse = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan',
  );
  const used = new Set<string>();
  const note = ({ Plans = [], ...plan }: Plan): void => {
    if (plan['Index Name'] !== undefined) used.add(plan['Index Name']);
    Plans.forEach(note);
  };
  for (const text of texts) {
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
    );
    for (const { Plan } of rows[0]!['QUERY PLAN']) note(Plan);
  }
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique AND NOT i.indisexclusion
       AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = i.indrelid
                       AND k.conkey[1] = i.indkey[0])
     ORDER BY 1`,
  );
  return rows.map(({ name }) => name).filter((name) => !used.has(name));
}
