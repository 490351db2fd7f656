import { presentSpan, workedSpan } from '../domain/attendance.js';
import { DAY, intersection, MINUTE, type Span } from '../domain/interval.js';
import type { ClaimFact, LocationFacts } from '../domain/metrics/facts.js';
import { DemandService } from '../coverage/demand.service.js';
import type { Clock } from '../platform/clock/clock.js';
import type { Database } from '../platform/database/database.js';
import type { SeatsRow, StaffingRow } from '../scheduling/staffing/staffing.repository.js';
import { StaffingService } from '../scheduling/staffing/staffing.service.js';
import {
  SupportFactsRepository,
  type RequestFactRow,
  type SupportDimension,
  type TallyFactRow,
} from '../support/support-facts.repository.js';

/** An answer later than that is a slip of the pen; it must not make every report expand decades of hours. */
const LONGEST_ANSWER_DAYS = 400;

/** A location as its facts are loaded. */
export interface FactsLocation {
  id: string;
  timeZone: string;
}

/** All that happened at one location in a window but its requests, as the metrics take it, with what it may be split by. */
export interface LocationRecord extends LocationFacts {
  locationId: string;
  timeZone: string;
  claims: readonly (ClaimFact & { positionId: string })[];
  shifts: readonly SeatsRow[];
  tallies: readonly TallyFactRow[];
  requests: readonly RequestFactRow[];
}

/** Loads a pilot's facts, a location at a time, in the approved basis. To be used within one transaction. */
export class MetricsFacts {
  private readonly demand: DemandService;
  private readonly staffing: StaffingService;
  private readonly support: SupportFactsRepository;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.demand = DemandService.over(database);
    this.staffing = StaffingService.over(database, clock);
    this.support = new SupportFactsRepository(database);
  }

  async load(location: FactsLocation, window: Span): Promise<LocationRecord> {
    const [ids, from, to] = [[location.id], new Date(window.start), new Date(window.end)];
    // Service hours are needed until the last answer, which may come after the window.
    const lastAnswer = (await this.support.findLastAnswer(location.id, from, to)) ?? 0;
    const end = Math.min(Math.max(lastAnswer, window.end) + MINUTE, window.end + LONGEST_ANSWER_DAYS * DAY);
    const demand = await this.demand.expand([location], { start: window.start, end });
    const calendar = demand.get(location.id) ?? [];
    // Attendance may lie up to a day beside its shift.
    const approved = await this.staffing.approvedClaims(ids, {
      start: window.start - DAY,
      end: window.end + DAY,
    });
    // Somebody in training works beside an operator, and is none in these figures.
    const operators = approved.filter(({ isShadow }) => !isShadow);
    return {
      locationId: location.id,
      timeZone: location.timeZone,
      demand: calendar,
      calendar,
      staff: operators.map(({ positionId, startsAt, endsAt }) => ({
        positionId,
        start: startsAt,
        end: endsAt,
      })),
      claims: operators.map((claim) => claimFact(claim, this.clock.now())),
      shifts: await this.staffing.seatsOffered(ids, window),
      tallies: await this.support.findTallies(ids, from, to),
      requests: [],
    };
  }

  /** The requests opened at a location in a window, some thousands at a time. */
  requests(locationId: string, { start, end }: Span): AsyncGenerator<RequestFactRow[]> {
    return this.support.streamRequests(locationId, new Date(start), new Date(end));
  }

  /** Which values of a dimension the requests and tallies of some locations have. */
  values(
    locationIds: readonly string[],
    { start, end }: Span,
    by: Exclude<SupportDimension, 'tier'>,
  ): Promise<(string | null)[]> {
    return this.support.findValues(locationIds, new Date(start), new Date(end), by);
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
    present: presentSpan(claim, shift, now),
    noShow: claim.noShow,
    recorded: claim.noShow || claim.checkedInAt !== null,
  };
}
