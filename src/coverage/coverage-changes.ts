import { Injectable } from '@nestjs/common';
import { Jobs } from '../platform/jobs/jobs.js';

export const COVERAGE_SCAN_QUEUE = 'coverage-scan';

/** A location and time whose alerts may be out of date. */
export interface CoverageChange {
  locationId: string;
}

/** Code that changes demand or staffing reports it here, in the same transaction. A scan follows. */
@Injectable()
export class CoverageChanges {
  constructor(private readonly jobs: Jobs) {}

  async touched(locationId: string): Promise<void> {
    await this.jobs.enqueue(COVERAGE_SCAN_QUEUE, { locationId } satisfies CoverageChange);
  }
}
