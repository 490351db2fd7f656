import { load, percentile, type LoadRequest } from '../../test/support/load.js';
import { median } from './median.js';
import { cpuMillis } from './processes.js';
import { round } from './report.js';

/** CPU milliseconds a request, requests a second, and the slowest hundredth in milliseconds. */
export interface Figures {
  cpu: number;
  throughput: number;
  p99: number;
}

/** Sends requests to a server that must take every one of them. */
export async function measure(
  { url, pid }: { url: string; pid: number },
  { requests, connections, status = 200 }: { requests: number; connections: number; status?: number },
  next: (index: number) => LoadRequest,
): Promise<Figures> {
  const before = cpuMillis(pid);
  const { seconds, latencies, statuses } = await load(url, requests, connections, next);
  if (statuses.get(status) !== requests) throw new Error(`answers: ${[...statuses].join(' ')}`);
  return {
    cpu: (cpuMillis(pid) - before) / requests,
    throughput: requests / seconds,
    p99: percentile(latencies, 99),
  };
}

/** The middle of several rounds. */
export const middle = (rounds: readonly Figures[]): Figures => ({
  cpu: median(rounds.map(({ cpu }) => cpu)),
  throughput: median(rounds.map(({ throughput }) => throughput)),
  p99: median(rounds.map(({ p99 }) => p99)),
});

export const figuresText = ({ cpu, throughput, p99 }: Figures): string =>
  `${round(cpu)} ms CPU, ${round(throughput)}/s, p99 ${round(p99)} ms`;
