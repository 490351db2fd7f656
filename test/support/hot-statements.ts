import { jest } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import type { TestDatabase } from './database.js';
import { nodesOf, planOf, rowsRead, type Planning, type SentStatement } from './plans.js';

/** A table with at least this many rows is big; a hot statement must not read all of it. */
const BIG = 5_000;

/** The number of rows that a statement may read: a fixed number, plus some for each row that it finds. */
export interface MostRead {
  fixed: number;
  each: number;
}

export async function findBigTables(database: TestDatabase): Promise<Set<string>> {
  const big = await database.query<{ name: string }>(
    'SELECT relname AS name FROM pg_class WHERE relkind = $1 AND reltuples >= $2',
    ['r', BIG],
  );
  return new Set(big.map(({ name }) => name));
}

/** The statements that the app sends during an action, each text once. */
export async function sentBy(act: () => Promise<unknown>): Promise<SentStatement[]> {
  const query = jest.spyOn(Database.prototype, 'query');
  try {
    await act();
    const sent = query.mock.calls.map(([text, values = []]) => ({ text, values }));
    if (sent.length === 0) throw new Error('nothing was sent');
    return [...new Map(sent.map((statement) => [statement.text, statement])).values()];
  } finally {
    query.mockRestore();
  }
}

/** The problems in the plans of statements: what they read of the big tables, and how much. */
export async function problemsOf(
  database: TestDatabase,
  sent: readonly SentStatement[],
  { bigTables, most, plannings }: { bigTables: Set<string>; most: MostRead; plannings: readonly Planning[] },
): Promise<string[]> {
  const found: string[] = [];
  for (const planning of plannings)
    for (const statement of sent) {
      const plan = await planOf(database, statement, planning);
      const say = (what: string): number =>
        found.push(`${what}, planned ${planning}: ${statement.text.replace(/\s+/g, ' ')}`);
      for (const node of nodesOf(plan)) {
        const table = node['Relation Name'] ?? '';
        if (node['Node Type'] === 'Seq Scan' && bigTables.has(table)) say(`reads all of ${table}`);
        if (node['Parent Relationship'] === 'SubPlan' && (node['Actual Loops'] ?? 1) > 1)
          for (const below of nodesOf(node))
            if (bigTables.has(below['Relation Name'] ?? ''))
              say(`reads ${below['Relation Name']} once per row`);
      }
      const read = nodesOf(plan).reduce((sum, node) => sum + (node['Relation Name'] ? rowsRead(node) : 0), 0);
      if (read > most.fixed + most.each * (plan['Actual Rows'] ?? 0))
        say(`reads ${Math.round(read)} rows for ${plan['Actual Rows']}`);
    }
  return found;
}
