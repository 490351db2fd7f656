import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../http-client.js';
import type { HostileRequest } from './requests.js';

/** The time that one request took of the thread that answers requests, in milliseconds. */
export interface ThreadTime {
  request: HostileRequest;
  status: number | 'cut off';
  /** CPU time of the answering thread until the answer arrived. */
  cpu: number;
  /**
   * The longest time for which the event loop was blocked. At most `cpu`, because a busy machine adds delays.
   */
  held: number;
}

const ROUNDS = 3;

/**
 * Sends each request alone, up to three times, and keeps the cheapest round: the request's own cost is in
 * every round, the cost of concurrent jobs is not.
 */
export async function measureThreadTime(
  client: HttpClient,
  requests: readonly HostileRequest[],
  say: (line: string) => void = () => undefined,
): Promise<ThreadTime[]> {
  const found: ThreadTime[] = [];
  for (const request of requests) {
    let best: ThreadTime | null = null;
    for (let round = 0; round < ROUNDS; round++) {
      const one = await measure(client, request);
      if (!best || one.held < best.held) best = one;
      if (best.held < 20) break;
    }
    found.push(best!);
    if (best!.held > 60) say(line(best!));
  }
  return found;
}

export const line = ({ request, status, cpu, held }: ThreadTime): string =>
  `${held.toFixed(0).padStart(5)} ms held, ${cpu.toFixed(0).padStart(5)} ms CPU, ${status}: ${request.kind}, ${request.name}`;

async function measure(client: HttpClient, request: HostileRequest): Promise<ThreadTime> {
  const before = await readLoop(client);
  let status: ThreadTime['status'] = 'cut off';
  try {
    const answer = await fetch(`${client.baseUrl}/api/v1${request.path}`, {
      method: request.method,
      headers: { ...client.headers, ...request.headers },
      ...(request.body !== undefined && { body: request.body }),
    });
    status = answer.status;
    await answer.arrayBuffer();
  } catch (error) {
    if ((error as Error).name !== 'TypeError') throw error;
  }
  const after = await readLoop(client);
  const cpu = Math.max(0, after.cpu - before.cpu - before.own);
  return { request, status, cpu, held: Math.min(cpu, after.longest) };
}

/**
 * The event loop's CPU time so far, its longest delay since the last reading, and the CPU time that a reading
 * takes; in milliseconds.
 */
async function readLoop(client: HttpClient): Promise<{ cpu: number; longest: number; own: number }> {
  const first = await scrape(client);
  // A delay that has just ended appears only in the next reading.
  await sleep(15);
  const second = await scrape(client);
  const longest = Math.max(first.longest, second.longest);
  return { cpu: first.cpu, longest, own: second.cpu - first.cpu };
}

async function scrape(client: HttpClient): Promise<{ cpu: number; longest: number }> {
  const text = await (await fetch(`${client.baseUrl}/metrics`)).text();
  const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)![1]) * 1_000;
  return {
    cpu: value('afterhours_event_loop_cpu_seconds_total'),
    longest: value('nodejs_eventloop_lag_max_seconds'),
  };
}
