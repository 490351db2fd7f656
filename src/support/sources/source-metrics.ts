import { Injectable, Logger } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Database } from '../../platform/database/database.js';
import { Metrics } from '../../platform/health/metrics.js';
import { isCircuitOpen } from './next-run.js';
import type { SourceProblem } from './sources.repository.js';

interface SourceHealth {
  name: string;
  failures: number;
  problem: SourceProblem | null;
  lastSuccessAt: Date | null;
  lastNewsAt: Date;
  unassigned: number;
}

/** The state of sources at /metrics. */
@Injectable()
export class SourceMetrics {
  private readonly logger = new Logger('Sources');
  private readonly gauges: Record<
    'failures' | 'open' | 'lastSuccess' | 'lastNews' | 'unassigned',
    Gauge<'source'>
  >;
  /** The gauges are read at the same time, and share one statement. */
  private reading: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    { registry }: Metrics,
  ) {
    const collect = (): Promise<void> =>
      (this.reading ??= this.collect().finally(() => (this.reading = null)));
    const gauge = (name: string, help: string): Gauge<'source'> =>
      new Gauge({
        name: `afterhours_support_source_${name}`,
        help,
        labelNames: ['source'],
        registers: [registry],
        collect,
      });
    this.gauges = {
      failures: gauge('failures', 'Runs that failed since the last success.'),
      open: gauge('circuit_open', '1 when it is tried only every few hours, and somebody has to look at it.'),
      lastSuccess: gauge('last_success_timestamp_seconds', 'When it was last collected.'),
      lastNews: gauge('last_news_timestamp_seconds', 'When a request of it was last new or different.'),
      unassigned: gauge('unassigned_requests', 'Requests that wait for a location.'),
    };
  }

  /** Without a database the other metrics are still told. */
  private async collect(): Promise<void> {
    for (const gauge of Object.values(this.gauges)) gauge.reset();
    try {
      for (const { name, failures, problem, lastSuccessAt, lastNewsAt, unassigned } of await this.find()) {
        this.gauges.failures.set({ source: name }, failures);
        this.gauges.open.set({ source: name }, isCircuitOpen({ failures, problem }) ? 1 : 0);
        this.gauges.unassigned.set({ source: name }, unassigned);
        this.gauges.lastNews.set({ source: name }, +lastNewsAt / 1000);
        if (lastSuccessAt) this.gauges.lastSuccess.set({ source: name }, +lastSuccessAt / 1000);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'the state of sources is missing at /metrics');
    }
  }

  private find(): Promise<SourceHealth[]> {
    return this.database.query(
      `SELECT s.name, s.failures, s.problem, s.last_success_at AS "lastSuccessAt", s.last_news_at AS "lastNewsAt",
              (SELECT count(*) FROM support_requests r WHERE r.source = s.name AND r.location_id IS NULL) AS unassigned
       FROM support_sources s WHERE s.enabled ORDER BY s.name`,
    );
  }
}
