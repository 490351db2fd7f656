import { types } from 'node:util';
import { escapeLiteral } from 'pg';
import type { TestDatabase } from './database.js';

/** A statement as a repository sent it. */
export interface SentStatement {
  text: string;
  values: readonly unknown[];
}

/** One node of a query plan, with the rows that it read. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Parent Relationship'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** How PostgreSQL plans a prepared statement: once for all values, or each time for the given ones. */
export type Planning = 'for all values' | 'for its values';

const MODES: Record<Planning, string> = {
  'for all values': 'force_generic_plan',
  'for its values': 'force_custom_plan',
};

/** The plan of a statement. One that only reads is also run, so that its rows are counted. */
export async function planOf(
  database: TestDatabase,
  { text, values }: SentStatement,
  planning: Planning,
): Promise<PlanNode> {
  await database.query(`SET plan_cache_mode = ${MODES[planning]}`);
  const isRead = !/\b(INSERT|UPDATE|DELETE)\b/.test(text);
  await database.query(`PREPARE hot AS ${text}`);
  const given = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
  try {
    const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (FORMAT JSON${isRead ? ', ANALYZE, TIMING OFF' : ''}) EXECUTE hot${given}`,
    );
    return row!['QUERY PLAN'][0].Plan;
  } finally {
    await database.query('DEALLOCATE hot');
  }
}

/** A node and all nodes below it. */
export const nodesOf = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The number of rows that a node read, those that its filter removed included. */
export const rowsRead = (node: PlanNode): number =>
  ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 0);

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (types.isDate(value)) return `'${value.toISOString()}'`;
  if (types.isUint8Array(value)) return `'\\x${Buffer.from(value).toString('hex')}'`;
  if (Array.isArray(value)) return escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(',')}}`);
  return escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
}
