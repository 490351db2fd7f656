import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { canReadWorkload } from '../access/person-visibility.js';
import { LocationsService } from '../coverage/locations.service.js';
import { SettingsService } from '../coverage/settings.service.js';
import { TermsService } from '../coverage/terms.service.js';
import { DAY } from '../domain/interval.js';
import { localDateOf, type Weekday } from '../domain/local-date.js';
import { Clock } from '../platform/clock/clock.js';
import { windowOf } from '../platform/http/time-window.js';
import { WorkerPool } from '../platform/workers/worker-pool.js';
import { LONGEST_DAYS, type QualityQuery, type ScheduleQualityDto } from './quality.dto.js';
import type { QualityJob } from './quality-job.js';

const TASK = new URL('./quality.task.js', import.meta.url);

/** Computes the quality of a location's schedule in a worker thread. */
@Injectable()
export class QualityService {
  constructor(
    private readonly locations: LocationsService,
    private readonly settings: SettingsService,
    private readonly terms: TermsService,
    private readonly workers: WorkerPool,
    private readonly clock: Clock,
  ) {}

  async of(caller: Caller, locationId: string, query: QualityQuery): Promise<ScheduleQualityDto> {
    const window = windowOf(query, LONGEST_DAYS);
    const { id, timeZone } = await this.locations.get(caller, locationId);
    const settings = await this.settings.get();
    const calendar = { zone: settings.timeZone, weekStartsOn: settings.weekStartsOn as Weekday };
    // The first and the last week may begin before the window and end after it.
    const [first, last] = [window.start - 7 * DAY, window.end + 7 * DAY].map((instant) =>
      localDateOf(instant, calendar.zone),
    );
    return this.workers.run<QualityJob, ScheduleQualityDto>(TASK, {
      location: { id, timeZone },
      window,
      now: this.clock.now(),
      calendar,
      limits: settings,
      terms: await this.terms.touching(first!, last!),
      withPeople: canReadWorkload(caller),
    });
  }
}
