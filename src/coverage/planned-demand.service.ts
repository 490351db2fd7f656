import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { inZone } from '../domain/iso-text.js';
import { localDateOf } from '../domain/local-date.js';
import { exceptionsBeside, plannedDemand } from '../domain/planned-demand.js';
import { windowOf } from '../platform/http/time-window.js';
import { CoverageExceptionsService } from './coverage-exceptions.service.js';
import { CoverageHoursService } from './coverage-hours.service.js';
import type { DemandDto, DemandQuery } from './demand.dto.js';
import { DemandService } from './demand.service.js';
import { LocationsService } from './locations.service.js';

/** The planned demand of one location, optionally with a draft. */
@Injectable()
export class PlannedDemand {
  constructor(
    private readonly locations: LocationsService,
    private readonly demand: DemandService,
    private readonly hours: CoverageHoursService,
    private readonly exceptions: CoverageExceptionsService,
  ) {}

  async find(caller: Caller, query: DemandQuery): Promise<DemandDto> {
    const window = windowOf(query);
    const location = await this.locations.get(caller, query.locationId);
    const plan = {
      ...(await this.demand.planFor(location, window)),
      draftRule: query.draftRule && (await this.hours.draft(caller, location.id, query.draftRule)),
      draftException:
        query.draftException && (await this.exceptions.draft(caller, location.id, query.draftException)),
    };
    const { zone, draftException: draft } = plan;
    const [first, last] = [localDateOf(window.start, zone), localDateOf(window.end - 1, zone)];
    return {
      items: plannedDemand(plan, window).map(({ start, end, ...rest }) => ({
        startsAt: inZone(start, zone),
        endsAt: inZone(end, zone),
        ...rest,
      })),
      exceptions: [...exceptionsBeside(plan), ...(draft ? [{ ...draft, reason: null }] : [])]
        .filter(({ date, untilDate }) => date <= last && first <= untilDate)
        .map(({ date, untilDate, kind, reason }) => ({ date, untilDate, kind, reason }))
        .sort((a, b) => (a.date < b.date ? -1 : 1)),
    };
  }
}
