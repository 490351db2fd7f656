import { Injectable } from '@nestjs/common';
import type { Span } from '../domain/interval.js';
import { Jobs } from '../platform/jobs/jobs.js';

export const COVERAGE_SCAN_QUEUE = 'coverage-scan';

/** A place whose alerts may no longer be true. Without `from` and `to`, all of the scan's window is meant. */
export interface CoverageChange {
  locationId: string;
  from?: string;
  to?: string;
}

/** Whoever changes demand or staffing says so here, in the same transaction; a scan follows. */
@Injectable()
export class CoverageChanges {
  constructor(private readonly jobs: Jobs) {}

  async touched(locationId: string, span?: Span): Promise<void> {
    const change: CoverageChange = {
      locationId,
      ...(span && { from: new Date(span.start).toISOString(), to: new Date(span.end).toISOString() }),
    };
    await this.jobs.enqueue(COVERAGE_SCAN_QUEUE, change);
  }
}
