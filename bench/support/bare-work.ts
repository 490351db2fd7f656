import { cpuUsage } from 'node:process';
import pg from 'pg';

const [, , url, times, clients] = process.argv;
export const pool = new pg.Pool({ connectionString: url!, max: 10 });

const names = new Map<string, string>();

/** Each statement is prepared once a connection. */
export function prepared(text: string, values: unknown[] = []): pg.QueryConfig {
  const name = names.get(text) ?? `statement_${names.size}`;
  names.set(text, name);
  return { name, text, values };
}

/** A baseline of pg alone: does the work as often, and by as many clients, as its arguments say, and tells what it took. */
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
