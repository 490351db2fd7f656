import { gateHours, ofWholeLocation, type AreaReading } from '../domain/activity/gate-hours.js';
import { LONGEST_GAP } from '../domain/activity/gate-spans.js';
import type { ActivitySeries } from '../domain/activity/series.js';
import { presenceSpan, workedSpan } from '../domain/attendance.js';
import { Meanings } from '../domain/categories.js';
import type { Mark } from '../domain/evaluation/around-maintenance.js';
import { DAY, HOUR, intersection, MINUTE, type Span } from '../domain/interval.js';
import { undesirableTimes } from '../domain/fairness.js';
import { openSpans, type DemandPiece } from '../domain/coverage.js';
import { LONGEST_ANSWER_DAYS, type MeasuringRules } from '../domain/metrics/accumulator.js';
import { hourUnits } from '../domain/metrics/buckets.js';
import { DayCounts } from '../domain/metrics/counts/day-counts.js';
import type { ClaimFact, LocationFacts, VisitedPart } from '../domain/metrics/facts.js';
import { COVER_BASIS } from '../domain/coverage-basis.js';
import { DemandService } from '../coverage/demand.service.js';
import type { MaintenanceMarkDto } from '../coverage/maintenance/maintenance.dto.js';
import type { Clock } from '../platform/clock/clock.js';
import type { Database } from '../platform/database/database.js';
import type { SeatsRow, StaffingRow } from '../scheduling/staffing/staffing.repository.js';
import { StaffingService } from '../scheduling/staffing/staffing.service.js';
import { meaningsOver } from '../support/categories/meanings-over.js';
import {
  SupportFactsRepository,
  type CountFactRow,
  type RequestFactRow,
  type TallyFactRow,
} from '../support/support-facts.repository.js';
import { CountsRepository } from './counts/counts.repository.js';
import { aroundMarks, marksOf } from './marks.js';
import type { PilotContext } from './parsed-metrics-query.js';

/** A location for which facts are loaded. */
export interface FactsLocation {
  id: string;
  timeZone: string;
}

/** An approved claim with its position's cost. A trainee works beside another: paid, but not on shift in the figures. */
export interface ApprovedClaim extends ClaimFact {
  positionId: string;
  isTrainee: boolean;
  hourlyCost: number | null;
}

/**
 * Everything except requests that happened at a location in a window, in the shape of the metrics, with the
 * values by which it may be split.
 */
export interface LocationRecord extends LocationFacts {
  locationId: string;
  timeZone: string;
  claims: readonly ApprovedClaim[];
  /** With those of trainees. */
  allClaims: readonly ApprovedClaim[];
  shifts: readonly SeatsRow[];
  tallies: readonly TallyFactRow[];
  requests: readonly RequestFactRow[];
}

/** Requests without the other facts, which are empty. */
export interface RequestsAlone extends LocationFacts {
  requests: readonly RequestFactRow[];
}

/** Words of categories as requests hold them: what is stored about them must not change with what they mean. */
const AS_WRITTEN = new Meanings([]);

/** Loads a pilot's facts, one location at a time. Use it within one transaction. Categories are what their words mean today. */
export class MetricsFacts {
  private readonly demand: DemandService;
  private readonly staffing: StaffingService;
  private readonly support: SupportFactsRepository;
  private readonly countsOfDays: CountsRepository;
  private meanings: Meanings | null;

  /** `asWritten`: with the words of categories instead of what they mean. */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    { asWritten = false } = {},
  ) {
    this.meanings = asWritten ? AS_WRITTEN : null;
    this.demand = DemandService.over(database);
    this.staffing = StaffingService.over(database, clock);
    this.support = new SupportFactsRepository(database);
    this.countsOfDays = new CountsRepository(database);
  }

  /** Maintenance at the locations of a context in either phase, by its start. */
  marks(context: Pick<PilotContext, 'locations' | 'phases'>): Promise<MaintenanceMarkDto[]> {
    return marksOf(this.demand, context);
  }

  /** What was done to the locations of a context in either phase: maintenance, and upgrades of workstations. */
  async aroundMarks(context: Pick<PilotContext, 'locations' | 'phases'>): Promise<Mark[]> {
    const upgrades = await this.support.findUpgrades(context.locations.map(({ id }) => id));
    return aroundMarks(await this.marks(context), upgrades, context);
  }

  /** What is required at a location in a window, in its dates. */
  async demandOf(location: FactsLocation, window: Span): Promise<DemandPiece[]> {
    const demand = await this.demand.expand([location], window);
    return demand.get(location.id) ?? [];
  }

  /** What holds for all figures of a pilot, in the basis that is not asked for by name. Its operators are those who could work at its locations now. */
  async rules({ now, locations, rules }: PilotContext): Promise<MeasuringRules> {
    const { followUpHours, escalationCost } = rules;
    const operators = await this.staffing.activeOperators(locations.map(({ id }) => id));
    return { now, basis: COVER_BASIS, followUpHours, escalationCost, operators };
  }

  /** Without requests; `fixedCostsPerMinute` as in the facts. */
  async load(location: FactsLocation, window: Span, fixedCostsPerMinute: number): Promise<LocationRecord> {
    const [ids, from, to] = [[location.id], new Date(window.start), new Date(window.end)];
    const during = { from, to, timeZone: location.timeZone };
    const now = this.clock.now();
    // Service hours are needed until the last answer, which may come after the window.
    const lastAnswer = (await this.support.findLastAnswer(location.id, from, to)) ?? 0;
    const end = Math.min(Math.max(lastAnswer, window.end) + MINUTE, window.end + LONGEST_ANSWER_DAYS * DAY);
    const calendar = await this.demandOf(location, { start: window.start, end });
    // Attendance may be up to a day before or after its shift.
    const surroundings = { start: window.start - DAY, end: window.end + DAY };
    const approved = await this.staffing.approvedClaims(ids, surroundings);
    const allClaims = approved.map((claim) => claimFact(claim, now));
    const claims = allClaims.filter(({ isTrainee }) => !isTrainee);
    return {
      locationId: location.id,
      timeZone: location.timeZone,
      demand: calendar,
      calendar,
      approved: claims.map(({ positionId, shift }) => ({ positionId, ...shift })),
      attended: claims.flatMap(({ positionId, worked }) => (worked ? [{ positionId, ...worked }] : [])),
      claims,
      allClaims,
      paid: allClaims.flatMap(({ present, hourlyCost }) => (present ? [{ ...present, hourlyCost }] : [])),
      fixedCostsPerMinute,
      undesirable: undesirableTimes(surroundings, location.timeZone),
      shifts: await this.staffing.seatsOffered(ids, window),
      tallies: meant(await this.meaningsOfWords(), await this.support.findTallies(ids, from, to)),
      requests: [],
      occupied: await this.support.findOccupiedHours(location.id, 'headcount', during),
      inUse: await this.support.findOccupiedHours(location.id, 'workstations-in-use', during),
      visits: await this.visits(location, window),
    };
  }

  /** Who came through the gates of a location in the hours of a window. */
  private async visits(location: FactsLocation, window: Span): Promise<VisitedPart[]> {
    const readings = await this.support.findGateReadings(location.id, window);
    if (readings.length === 0) return [];
    const around = { start: window.start - LONGEST_GAP - HOUR, end: window.end + LONGEST_GAP + HOUR };
    const open = openSpans(await this.demandOf(location, around));
    const hours = hourUnits(window, { zone: location.timeZone, weekStartsOn: 1 });
    return ofWholeLocation(gateHours(readings, open, hours).known)
      .filter(({ isOpen }) => isOpen)
      .map(({ start, end, entries, isReset, isLast }) => ({
        start,
        end,
        entries,
        isReset: isReset && isLast,
      }))
      .sort((a, b) => a.start - b.start);
  }

  /** What was counted of people or workstations at a location in a window. */
  activity(
    locationId: string,
    series: Exclude<ActivitySeries, 'gate'>,
    { start, end }: Span,
  ): Promise<CountFactRow[]> {
    return this.support.findCounts(locationId, series, new Date(start), new Date(end));
  }

  /** The readings of a location's gates that tell who came in a window. */
  gateReadings(locationId: string, window: Span): Promise<AreaReading[]> {
    return this.support.findGateReadings(locationId, window);
  }

  /** The requests opened at a location in a window, in batches of some thousands. */
  async *requests(locationId: string, { start, end }: Span): AsyncGenerator<RequestFactRow[]> {
    const meanings = await this.meaningsOfWords();
    for await (const rows of this.support.streamRequests(locationId, new Date(start), new Date(end)))
      yield meant(meanings, rows);
  }

  /** The days of a location in a window whose counts are right and can be used by a pilot, in order. */
  countedDays(location: FactsLocation, window: Span, { now, rules }: PilotContext): Promise<Span[]> {
    const settled = now - Math.max(DAY, rules.followUpHours * HOUR);
    return this.countsOfDays.findCounted(location, {
      start: window.start,
      end: Math.min(window.end, settled),
    });
  }

  /** The counts of such days; `withHours` also by hour and part. */
  async *counts(
    location: FactsLocation,
    days: readonly Span[],
    withHours: boolean,
  ): AsyncGenerator<DayCounts> {
    const meanings = await this.meaningsOfWords();
    const nameOf = (word: string | null): string | null => meanings.nameOf(word);
    for await (const batch of this.countsOfDays.read(location.id, days, withHours))
      for (const { start, end, whole, hours } of batch) yield new DayCounts(start, end, whole, hours, nameOf);
  }

  private async meaningsOfWords(): Promise<Meanings> {
    return (this.meanings ??= await meaningsOver(this.database));
  }
}

const meant = <Row extends { category: string | null }>(meanings: Meanings, rows: readonly Row[]): Row[] =>
  meanings.hasMerged ? rows.map((row) => ({ ...row, category: meanings.nameOf(row.category) })) : [...rows];

function claimFact(claim: StaffingRow, now: number): ApprovedClaim {
  const shift = shiftOf(claim);
  const due = intersection(shift, { start: shift.start, end: now });
  return {
    positionId: claim.positionId,
    operatorId: claim.operatorId,
    shift,
    due,
    worked: workedSpan(claim, shift, now),
    present: presenceSpan(claim, shift, now),
    noShow: claim.noShow,
    recorded: claim.noShow || claim.checkedInAt !== null,
    isImported: claim.isImported,
    isTrainee: claim.isShadow,
    hourlyCost: claim.hourlyCost,
  };
}

const shiftOf = ({ startsAt, endsAt }: StaffingRow): Span => ({ start: startsAt, end: endsAt });
