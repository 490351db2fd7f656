import { Injectable } from '@nestjs/common';
import { workedSpan } from '../domain/attendance.js';
import { DAY, intersection, MINUTE, type Span } from '../domain/interval.js';
import type { ClaimFact, LocationFacts } from '../domain/metrics/pilot-metrics.js';
import { DemandService } from '../coverage/demand.service.js';
import type { LocationDto } from '../coverage/locations.dto.js';
import { Clock } from '../platform/clock/clock.js';
import { StaffingService } from '../scheduling/staffing.service.js';
import type { SeatsRow, StaffingRow } from '../scheduling/staffing.repository.js';
import {
  SupportFactsRepository,
  type RequestFactRow,
  type TallyFactRow,
} from '../support/support-facts.repository.js';

/** An answer later than that is a slip of the pen; it must not make every report expand decades of hours. */
const LONGEST_ANSWER_DAYS = 400;

/** All that happened at one location in a window, as the metrics take it, with what it may be split by. */
export interface LocationRecord extends LocationFacts {
  locationId: string;
  claims: readonly (ClaimFact & { positionId: string })[];
  shifts: readonly SeatsRow[];
  requests: readonly RequestFactRow[];
  tallies: readonly TallyFactRow[];
}

/** Loads a pilot's facts: six queries whatever the number of locations. In the approved basis. */
@Injectable()
export class MetricsFacts {
  constructor(
    private readonly demand: DemandService,
    private readonly staffing: StaffingService,
    private readonly support: SupportFactsRepository,
    private readonly clock: Clock,
  ) {}

  async load(locations: readonly LocationDto[], window: Span): Promise<LocationRecord[]> {
    const ids = locations.map((location) => location.id);
    const [from, to] = [new Date(window.start), new Date(window.end)];
    const requests = await this.support.findRequests(ids, from, to);
    // Service hours are needed until the last answer, which may come after the window.
    const lastAnswer = requests.reduce(
      (last, { firstResponseAt, firstResolvedAt, resolvedAt }) =>
        Math.max(last, firstResponseAt ?? 0, firstResolvedAt ?? 0, resolvedAt ?? 0),
      window.end,
    );
    const end = Math.min(lastAnswer + MINUTE, window.end + LONGEST_ANSWER_DAYS * DAY);
    const demand = await this.demand.expand(locations, { start: window.start, end });
    // Attendance may lie up to a day beside its shift.
    const around = { start: window.start - DAY, end: window.end + DAY };
    const claims = Map.groupBy(await this.staffing.approvedClaims(ids, around), (row) => row.locationId);
    const seats = Map.groupBy(await this.staffing.seatsOffered(ids, window), (row) => row.locationId);
    const tallies = Map.groupBy(await this.support.findTallies(ids, from, to), (row) => row.locationId);
    const requestsByLocation = Map.groupBy(requests, (row) => row.locationId);
    return ids.map((locationId) => {
      const calendar = demand.get(locationId) ?? [];
      const approved = claims.get(locationId) ?? [];
      return {
        locationId,
        demand: calendar,
        calendar,
        staff: approved
          .filter(({ isShadow }) => !isShadow)
          .map(({ positionId, startsAt, endsAt }) => ({
            positionId,
            start: startsAt,
            end: endsAt,
          })),
        claims: approved.map((claim) => claimFact(claim, this.clock.now())),
        shifts: seats.get(locationId) ?? [],
        requests: requestsByLocation.get(locationId) ?? [],
        tallies: tallies.get(locationId) ?? [],
      };
    });
  }
}

function claimFact(claim: StaffingRow, now: number): ClaimFact & { positionId: string } {
  const shift = { start: claim.startsAt, end: claim.endsAt };
  const due = intersection(shift, { start: shift.start, end: now });
  return {
    positionId: claim.positionId,
    shift,
    due,
    worked: workedSpan(claim, shift, now),
    noShow: claim.noShow,
  };
}
