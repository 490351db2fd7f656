import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/**
 * Runs a baseline server with only node:http and pg until SIGTERM; the first argument is the database's
 * address.
 */
export function serve(answer: (pool: pg.Pool, asked: URLSearchParams) => Promise<unknown>): void {
  const pool = new pg.Pool({ connectionString: process.argv[2]!, max: 10 });
  const server = createServer((request, response) => {
    void answer(pool, new URL(request.url!, 'http://bare').searchParams).then((body) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
  });
  process.once('SIGTERM', () => process.exit(0));
}

/** The values of a request's query parameters, in the order of the names. */
export const valuesOf = (asked: URLSearchParams, ...names: string[]): (string | null)[] =>
  names.map((name) => asked.get(name));
