import { performance } from 'node:perf_hooks';
import { quantile } from '../../../src/domain/metrics/percentile.js';

/** How long each of many requests took, told in one line and never asserted: that depends on the machine. */
export class Timing {
  private readonly milliseconds: number[] = [];
  private readonly startedAt = performance.now();

  async of<T>(request: () => Promise<T>): Promise<T> {
    const sentAt = performance.now();
    const answer = await request();
    this.milliseconds.push(performance.now() - sentAt);
    return answer;
  }

  report(what: string): void {
    const seconds = (performance.now() - this.startedAt) / 1000;
    const sorted = this.milliseconds.toSorted((a, b) => a - b);
    const [p50, p99] = [0.5, 0.99].map((p) => Math.round(quantile(sorted, p) ?? 0));
    const rate = Math.round(sorted.length / seconds);
    process.stderr.write(
      `${what}: ${sorted.length} requests in ${seconds.toFixed(1)} s, ${rate}/s, p50 ${p50} ms, p99 ${p99} ms\n`,
    );
  }
}
