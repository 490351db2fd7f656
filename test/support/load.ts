import { Agent, request, type OutgoingHttpHeaders } from 'node:http';

/** One request of a load. */
export interface LoadRequest {
  method?: string;
  path: string;
  headers: OutgoingHttpHeaders;
  body?: string;
}

/** The result of a load: sorted latencies in milliseconds, and the number of answers by status. */
export interface LoadResult {
  seconds: number;
  latencies: number[];
  statuses: Map<number, number>;
}

/**
 * Sends `count` requests over `connections` connections, which stay open; a free one takes the next request.
 */
export async function load(
  url: string,
  count: number,
  connections: number,
  next: (index: number) => LoadRequest,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  let sent = 0;
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    while (sent < count) {
      const wanted = next(sent++);
      const from = performance.now();
      const status = await send(url, wanted, agent);
      latencies.push(performance.now() - from);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  const seconds = (performance.now() - begun) / 1000;
  return { seconds, latencies: latencies.sort((a, b) => a - b), statuses };
}

function send(url: string, { path, body, ...wanted }: LoadRequest, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(`${url}${path}`, { ...wanted, agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode!));
      response.once('error', reject);
    });
    sending.once('error', reject);
    sending.end(body);
  });
}

/** The p-th percentile (0 to 100) of sorted latencies. */
export const percentile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))]!;
