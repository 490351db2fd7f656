import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { PastRosters } from '../../../scheduling/seats/past-rosters.service.js';
import type { ImportCounts } from '../imports.repository.js';
import type { Remarks } from '../remarks.js';
import type { SampledRoster } from '../staging.repository.js';
import { rowRefusal, unknownPeople, unrecordedWork } from './roster-words.js';
import { StagedSamplesRepository } from './staged-samples.repository.js';

/** Stores who worked in the past, and says what was not taken. Call it within the import's transaction. */
@Injectable()
export class RosterStore {
  constructor(
    private readonly rosters: PastRosters,
    private readonly samples: StagedSamplesRepository,
    private readonly clock: Clock,
  ) {}

  open(): Promise<void> {
    return this.rosters.open();
  }

  sample(limit: number): Promise<SampledRoster[]> {
    return this.samples.sampleRosters(limit);
  }

  async merge(
    { locationId, importId }: { locationId: string; importId: string },
    remarks: Remarks,
  ): Promise<Omit<ImportCounts, 'rows'>> {
    const merged = await this.rosters.merge(locationId, importId, this.clock.date());
    for (const { line, code, about } of merged.refused)
      remarks.reject(line, { code, message: rowRefusal(code, about) });
    for (const { line } of merged.repeated)
      remarks.warn(
        line,
        'REPEATED_IN_FILE',
        'A later line has the same person on the same shift, and counts instead.',
      );
    const unknown = new Map<string, number>();
    for (const { code, about } of merged.refused)
      if (code === 'UNKNOWN_OPERATOR') unknown.set(about, (unknown.get(about) ?? 0) + 1);
    if (unknown.size > 0) remarks.warn(null, 'UNKNOWN_OPERATORS', unknownPeople(unknown));
    if (merged.unrecorded > 0)
      remarks.warn(null, 'WORK_NOT_RECORDED', unrecordedWork(merged.unrecorded, merged.created));
    return { created: merged.created, updated: 0, skipped: merged.known + merged.repeated.length };
  }
}
