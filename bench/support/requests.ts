import { load, percentile, type LoadRequest } from '../../test/support/load.js';
import { median } from './median.js';
import { cpuMillis, startBaseline, stop } from './processes.js';
import type { Product } from './product.js';
import { round, type Result } from './report.js';
import type { BenchDatabase } from './server.js';

/**
 * CPU milliseconds per request of Node and of PostgreSQL, requests per second, and the 99th percentile of the
 * latencies in milliseconds.
 */
interface Figures {
  node: number;
  postgres: number;
  throughput: number;
  p99: number;
}

/** Sends requests, and measures them. Throws if an answer has another status than the expected one. */
export async function measure(
  { url, pid }: { url: string; pid: number },
  database: Pick<BenchDatabase, 'cpuMillis'>,
  { requests, connections, status = 200 }: { requests: number; connections: number; status?: number },
  next: (index: number) => LoadRequest,
): Promise<Figures> {
  const [nodeBefore, postgresBefore] = [cpuMillis(pid), database.cpuMillis()];
  const { seconds, latencies, statuses } = await load(url, requests, connections, next);
  if (statuses.get(status) !== requests) throw new Error(`answers: ${[...statuses].join(' ')}`);
  return {
    node: (cpuMillis(pid) - nodeBefore) / requests,
    postgres: (database.cpuMillis() - postgresBefore) / requests,
    throughput: requests / seconds,
    p99: percentile(latencies, 99),
  };
}

/**
 * Measures product and baseline in turn, in several rounds. The figure is the ratio of their CPU time, Node
 * and PostgreSQL together, from the medians of the rounds.
 */
export async function compare(
  product: Product,
  baseline: { name: string; database: BenchDatabase },
  asked: {
    requests: number;
    connections: number;
    rounds: number;
    /** Rounds at the start that do not count. */
    warmUps?: number;
    paths: { product: string; baseline: string };
  },
  say: (line: string) => void,
): Promise<Pick<Result, 'product' | 'baseline' | 'figure' | 'unit'>> {
  const bare = await startBaseline(baseline.name, baseline.database.url);
  const { rounds, warmUps = 0, paths } = asked;
  const ours: Figures[] = [];
  const theirs: Figures[] = [];
  for (let done = -warmUps; done < rounds; done++) {
    const mine = await measure(product, baseline.database, asked, () => ({
      path: paths.product,
      headers: product.headers,
    }));
    const its = await measure(bare, baseline.database, asked, () => ({ path: paths.baseline, headers: {} }));
    say(`${figuresText(mine)} against ${figuresText(its)}`);
    if (done < 0) continue;
    ours.push(mine);
    theirs.push(its);
  }
  await stop(bare);
  const [mine, its] = [middle(ours), middle(theirs)];
  return {
    product: figuresText(mine),
    baseline: figuresText(its),
    figure: cpuOf(mine) / cpuOf(its),
    unit: '×',
  };
}

/** The median of each figure over several rounds. */
const middle = (rounds: readonly Figures[]): Figures => ({
  node: median(rounds.map(({ node }) => node)),
  postgres: median(rounds.map(({ postgres }) => postgres)),
  throughput: median(rounds.map(({ throughput }) => throughput)),
  p99: median(rounds.map(({ p99 }) => p99)),
});

const cpuOf = ({ node, postgres }: Figures): number => node + postgres;

export const figuresText = (figures: Figures): string => {
  const { node, postgres, throughput, p99 } = figures;
  return `${round(cpuOf(figures))} ms CPU (Node ${round(node)}, PostgreSQL ${round(postgres)}), ${round(throughput)}/s, p99 ${round(p99)} ms`;
};
