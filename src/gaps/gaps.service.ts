import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { DemandService } from '../coverage/demand.service.js';
import { LocationsService } from '../coverage/locations.service.js';
import { COVER_BASIS } from '../domain/coverage-basis.js';
import { closedWithin, staffedIn, type StaffedStretch } from '../domain/closing.js';
import { expandDemand } from '../domain/coverage.js';
import { minutesOf, overlaps } from '../domain/interval.js';
import {
  addSegment,
  coverageSummary,
  emptyCoverageTotals,
  gapsIn,
  staffingOf,
  teamsOf,
} from '../domain/staffing.js';
import { Clock } from '../platform/clock/clock.js';
import { inZone } from '../domain/iso-text.js';
import { windowOf } from '../platform/http/time-window.js';
import { StaffingService } from '../scheduling/staffing/staffing.service.js';
import type { GapsDto, GapsQuery, StaffedWhileClosedDto } from './gaps.dto.js';

/** Computes the coverage gaps of one location on request. */
@Injectable()
export class GapsService {
  constructor(
    private readonly locations: LocationsService,
    private readonly demand: DemandService,
    private readonly staffing: StaffingService,
    private readonly clock: Clock,
  ) {}

  async find(caller: Caller, query: GapsQuery): Promise<GapsDto> {
    const basis = query.basis ?? COVER_BASIS;
    const location = await this.locations.get(caller, query.locationId);
    const asked = windowOf(query);
    // Attendance is known only up to now; the future has neither presence nor absence.
    const window = basis === 'attended' ? { ...asked, end: Math.min(asked.end, this.clock.now()) } : asked;
    const plan = await this.demand.planFor(location, window);
    const positionId = query.positionId?.toLowerCase();
    const isAsked = (of: { positionId: string }): boolean => !positionId || of.positionId === positionId;
    const demand = expandDemand(plan.rules, plan.exceptions, plan.zone, window, plan.closures).filter(
      isAsked,
    );
    const attended = basis === 'attended' ? await this.staffing.attended([location.id], window) : [];
    const teams =
      basis === 'attended' ? teamsOf(attended) : await this.staffing.onShift([location.id], window, basis);
    const segments = staffingOf(demand, teams, window);
    const closed = closedWithin(plan, window, plan.closures);
    const whileClosed = staffedIn(closed, teams.filter(isAsked), window);
    const totals = emptyCoverageTotals();
    for (const segment of segments) addSegment(totals, segment);
    const missingCheckOuts = attended.filter(
      (span) => isAsked(span) && span.checkOutMissing && overlaps(span, window),
    ).length;
    return {
      items: gapsIn(segments).map(({ start, end, positionId, required, assigned, missing }) => ({
        startsAt: inZone(start, location.timeZone),
        endsAt: inZone(end, location.timeZone),
        positionId,
        required,
        assigned,
        missing,
      })),
      ...(closed.length > 0 && { staffedWhileClosed: toStaffedDto(whileClosed, location.timeZone) }),
      summary: { ...coverageSummary(totals), ...(basis === 'attended' && { missingCheckOuts }) },
    };
  }
}

const toStaffedDto = (stretches: readonly StaffedStretch[], zone: string): StaffedWhileClosedDto => ({
  minutes: stretches.reduce((sum, stretch) => sum + stretch.assigned * minutesOf(stretch), 0),
  items: stretches.map(({ start, end, positionId, assigned }) => ({
    startsAt: inZone(start, zone),
    endsAt: inZone(end, zone),
    positionId,
    assigned,
  })),
});
