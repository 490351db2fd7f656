import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../http-client.js';
import type { HostileRequest } from './requests.js';

/** What one request cost the thread that answers requests, in milliseconds. */
export interface Holding {
  request: HostileRequest;
  status: number | 'cut off';
  /** CPU of the answering thread until the answer was there. */
  cpu: number;
  /** The longest the event loop was held on end: never more than the CPU, which a busy machine would stretch. */
  held: number;
}

const ROUNDS = 3;

/** Sends each request alone, up to three times, and keeps the cheapest round: what is its own cost comes each time, what jobs do meanwhile does not. */
export async function measureHolding(
  client: HttpClient,
  requests: readonly HostileRequest[],
  say: (line: string) => void = () => undefined,
): Promise<Holding[]> {
  const found: Holding[] = [];
  for (const request of requests) {
    let best: Holding | null = null;
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

export const line = ({ request, status, cpu, held }: Holding): string =>
  `${held.toFixed(0).padStart(5)} ms held, ${cpu.toFixed(0).padStart(5)} ms CPU, ${status}: ${request.kind}, ${request.name}`;

async function measure(client: HttpClient, request: HostileRequest): Promise<Holding> {
  const before = await readLoop(client);
  let status: Holding['status'] = 'cut off';
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

/** The loop's CPU so far, its longest delay since it was last asked, and what asking costs; milliseconds. */
async function readLoop(client: HttpClient): Promise<{ cpu: number; longest: number; own: number }> {
  const first = await scrape(client);
  // What ended just now is in the next reading of the delays.
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
