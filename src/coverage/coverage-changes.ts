import { Injectable } from '@nestjs/common';
import { Jobs } from '../platform/jobs/jobs.js';

export const COVERAGE_SCAN_QUEUE = 'coverage-scan';

/** A place whose alerts may no longer be true. */
export interface CoverageChange {
  locationId: string;
}

/** Whoever changes demand or staffing says so here, in the same transaction; a scan follows. */
@Injectable()
export class CoverageChanges {
  constructor(private readonly jobs: Jobs) {}

  async touched(locationId: string): Promise<void> {
    await this.jobs.enqueue(COVERAGE_SCAN_QUEUE, { locationId } satisfies CoverageChange);
  }
}
