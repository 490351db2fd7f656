import { cpuUsage } from 'node:process';
import pg from 'pg';

const [, , url, times, clients] = process.argv;
export const pool = new pg.Pool({ connectionString: url!, max: 10 });

const names = new Map<string, string>();

/** Names a statement, so that it is prepared once per connection. */
export function prepared(text: string, values: unknown[] = []): pg.QueryConfig {
  const name = names.get(text) ?? `statement_${names.size}`;
  names.set(text, name);
  return { name, text, values };
}

/**
 * Runs a baseline that uses only pg: the arguments set how often and by how many clients. Prints time and
 * CPU.
 */
export async function bareWork(work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < Number(times)) await work(next++);
  };
  const [used, begun] = [cpuUsage(), performance.now()];
  await Promise.all(Array.from({ length: Number(clients) }, worker));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = cpuUsage(used);
  await pool.end();
  process.stdout.write(`${JSON.stringify({ seconds, cpu: (user + system) / 1000 })}\n`);
}
