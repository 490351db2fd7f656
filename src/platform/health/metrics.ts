import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics at /metrics, for Prometheus. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly requests = new Histogram({
    name: 'afterhours_http_request_seconds',
    help: 'Time to answer, by route template.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  readonly scans = new Counter({
    name: 'afterhours_coverage_scans_total',
    help: 'Coverage scans of a location, by result.',
    labelNames: ['result'],
    registers: [this.registry],
  });

  readonly lastScan = new Gauge({
    name: 'afterhours_coverage_last_scan_timestamp_seconds',
    help: 'When this replica last finished a coverage scan.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    const loopCpu = new Gauge({
      name: 'afterhours_event_loop_cpu_seconds_total',
      help: 'CPU time of the thread that answers requests; worker threads apart.',
      registers: [this.registry],
      collect: () => {
        const { user, system } = process.threadCpuUsage();
        loopCpu.set((user + system) / 1e6);
      },
    });
  }
}
