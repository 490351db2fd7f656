import { startProduct } from './support/product.js';
import { load, percentile } from '../test/support/load.js';
import { median } from './support/median.js';
import { cpuMillis, startBaseline, stop } from './support/processes.js';
import { round, type Benchmark } from './support/report.js';
import { LOCATION, seedLocations, seededId, seedShifts } from '../test/support/seeds.js';
import type { BenchServer } from './support/server.js';

const REQUESTS = 2_000;
const ROUNDS = 5;
const CONNECTIONS = 8;
const FROM = new Date('2026-10-05T05:00:00Z');

/** CPU milliseconds a request, requests a second, and the slowest hundredth in milliseconds. */
interface Figures {
  cpu: number;
  throughput: number;
  p99: number;
}

/** One week of one location's 56 shifts with their claims, out of 22,400 shifts. */
export const readPath =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('read_path');
    const product = await startProduct(database.url);
    await seedLocations(database, 100);
    await seedShifts(database, { shifts: 22_400, locations: 100, from: FROM, seats: 3, claims: 2 });
    const bare = await startBaseline('shifts-server', database.url);
    const asked = new URLSearchParams({
      locationId: seededId(LOCATION, 7),
      from: new Date(FROM.getTime() + 7 * 86_400_000).toISOString(),
      to: new Date(FROM.getTime() + 14 * 86_400_000).toISOString(),
      limit: '200',
    });
    const measure = async (
      { url, pid }: { url: string; pid: number },
      path: string,
      headers: Record<string, string>,
    ): Promise<Figures> => {
      const before = cpuMillis(pid);
      const { seconds, latencies, statuses } = await load(url, REQUESTS, CONNECTIONS, () => ({
        path: `${path}?${asked.toString()}`,
        headers,
      }));
      if (statuses.get(200) !== REQUESTS) throw new Error(`answers: ${[...statuses].join(' ')}`);
      return {
        cpu: (cpuMillis(pid) - before) / REQUESTS,
        throughput: REQUESTS / seconds,
        p99: percentile(latencies, 99),
      };
    };
    const ours: Figures[] = [];
    const theirs: Figures[] = [];
    for (let done = -1; done < ROUNDS; done++) {
      const pair = [
        await measure(product, '/api/v1/shifts', product.headers),
        await measure(bare, '/', {}),
      ] as const;
      say(`cpu ms a request: ${pair[0].cpu.toFixed(3)} against ${pair[1].cpu.toFixed(3)}`);
      if (done < 0) continue;
      ours.push(pair[0]);
      theirs.push(pair[1]);
    }
    await stop(bare);
    await product.stop();
    await database.close();
    const cpu = [ours, theirs].map((side) => median(side.map((one) => one.cpu))) as [number, number];
    const text = (side: readonly Figures[], cpuMs: number): string =>
      `${round(cpuMs)} ms CPU, ${round(median(side.map((one) => one.throughput)))}/s, p99 ${round(median(side.map((one) => one.p99)))} ms`;
    return [
      {
        what: "a location's week of shifts over HTTP, CPU a request",
        product: text(ours, cpu[0]),
        baseline: `${text(theirs, cpu[1])} (node:http + pg)`,
        figure: cpu[0] / cpu[1],
        unit: '×',
        goal: { 'at-most': 1.5 },
      },
    ];
  };
