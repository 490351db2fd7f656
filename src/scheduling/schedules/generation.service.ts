import { Injectable } from '@nestjs/common';
import { DemandService } from '../../coverage/demand.service.js';
import { invalid } from '../../domain/errors.js';
import { DAY, type Span } from '../../domain/interval.js';
import { expandWeekly, spanOfDates } from '../../domain/recurrence.js';
import type { Weekday } from '../../domain/local-date.js';
import { copyOnto, type WantedShift } from '../../domain/shift-copying.js';
import { generateShifts, missingSeats, type ShiftLengths } from '../../domain/shift-generation.js';
import type { GenerateShiftsDto } from './schedules.dto.js';
import { SchedulesRepository, type ScheduledShiftRow, type ScheduleRow } from './schedules.repository.js';
import { ShiftTemplatesRepository } from './shift-templates.repository.js';

/** A shift to create. Instants in epoch ms. */
export interface NewShift extends Span {
  positionId: string;
  seats: number;
  /**
   * Its schedule, when its own start date does not determine it: a shift after the midnight of the last
   * night.
   */
  scheduleId: string | null;
}

/** A shift that is needed but not created, and why. */
export interface SkippedShift extends NewShift {
  message: string;
}

export interface Generation {
  added: NewShift[];
  changed: { shift: ScheduledShiftRow; seats: number }[];
  skipped: SkippedShift[];
  left: number;
}

/**
 * Computes the shifts that a schedule lacks, from coverage hours, templates or another schedule. Only reads.
 */
@Injectable()
export class GenerationService {
  constructor(
    private readonly schedules: SchedulesRepository,
    private readonly templates: ShiftTemplatesRepository,
    private readonly demand: DemandService,
  ) {}

  async plan(schedule: ScheduleRow, body: GenerateShiftsDto): Promise<Generation> {
    const policy = policyOf(body);
    const window = spanOfDates(schedule.startsOn, schedule.endsOn, schedule.timeZone);
    // A shift from the evening before may reach into the first date, and one of the last night may begin
    // after its midnight.
    const around = { start: window.start - DAY, end: window.end + 2 * DAY };
    const there = await this.schedules.findShifts(schedule.locationId, around);
    const own = await this.schedules.findShiftsOf(schedule);
    const generation =
      body.from === 'templates'
        ? fit(await this.wantedByTemplates(schedule, window), own, schedule)
        : body.from === 'schedule'
          ? fit(await this.wantedByCopy(schedule, body.scheduleId), own, schedule)
          : { added: await this.fromCoverage(schedule, window, there, policy), changed: [], skipped: [] };
    return { ...generation, left: own.length - generation.changed.length };
  }

  private async fromCoverage(
    { id, locationId, timeZone, startsOn, endsOn }: ScheduleRow,
    window: Span,
    there: readonly ScheduledShiftRow[],
    policy: ShiftLengths,
  ): Promise<NewShift[]> {
    // Hours of the last date may end on the next day.
    const reach = { start: window.start, end: window.end + 2 * DAY };
    const pieces = (await this.demand.expand([{ id: locationId, timeZone }], reach)).get(locationId)!;
    const wanted = pieces.filter(({ date, required }) => date >= startsOn && date <= endsOn && required > 0);
    return [...Map.groupBy(wanted, (piece) => piece.positionId)].flatMap(([positionId, required]) => {
      return generateShifts(required, spansFor(positionId, there), policy).flatMap((shift) => {
        const scheduleId = shift.start >= window.end ? id : null;
        return inFull(shift.seats).map((some) => ({ ...shift, seats: some, positionId, scheduleId }));
      });
    });
  }

  private async wantedByTemplates(
    { locationId, timeZone, startsOn, endsOn }: ScheduleRow,
    window: Span,
  ): Promise<WantedShift[]> {
    return (await this.templates.findAllOf(locationId)).flatMap(({ positionId, seats, ...template }) =>
      expandWeekly({ ...template, weekdays: template.weekdays as Weekday[] }, timeZone, window)
        .filter(({ date }) => date >= startsOn && date <= endsOn)
        .map(({ start, end }) => ({ positionId, seats, start, end })),
    );
  }

  /** Another schedule's shifts by weekday and wall-clock time, repeated when it is shorter. */
  private async wantedByCopy(schedule: ScheduleRow, sourceId: string | undefined): Promise<WantedShift[]> {
    if (sourceId === undefined) throw invalid('scheduleId', 'INVALID_FIELD.schedule-needed');
    const source = await this.schedules.find(sourceId);
    if (source?.locationId !== schedule.locationId) throw invalid('scheduleId', 'UNKNOWN_SCHEDULE');
    const shifts = (await this.schedules.findShiftsOf(source)).map(
      ({ positionId, seats, startsAt, endsAt }) => ({
        positionId,
        seats,
        start: +startsAt,
        end: +endsAt,
      }),
    );
    return copyOnto(shifts, source, schedule);
  }
}

/**
 * The needed shifts that do not exist yet. An existing draft with the same span and position gets the seats
 * that it lacks.
 */
function fit(
  wantedShifts: readonly WantedShift[],
  own: readonly ScheduledShiftRow[],
  schedule: ScheduleRow,
): Pick<Generation, 'added' | 'changed' | 'skipped'> {
  const { end: lastMidnight } = spanOfDates(schedule.startsOn, schedule.endsOn, schedule.timeZone);
  const skipped: SkippedShift[] = [];
  const wanted = new Map<string, NewShift>();
  for (const { positionId, start, end, seats } of wantedShifts) {
    const key = keyOf(positionId, start, end);
    const before = wanted.get(key)?.seats ?? 0;
    const scheduleId = start >= lastMidnight ? schedule.id : null;
    const shift = { positionId, scheduleId, start, end, seats: before + seats };
    if (end - start > DAY)
      skipped.push({ ...shift, message: 'The clock change makes this longer than 24 hours.' });
    else if (shift.seats > MOST_SEATS)
      skipped.push({ ...shift, seats, message: `A shift has at most ${MOST_SEATS} seats.` });
    else wanted.set(key, shift);
  }
  const there = new Map(own.map((shift) => [keyOf(shift.positionId, +shift.startsAt, +shift.endsAt), shift]));
  const missing = [...wanted].filter(([key]) => !there.has(key)).map(([, shift]) => shift);
  const others = own.filter((shift) => !wanted.has(keyOf(shift.positionId, +shift.startsAt, +shift.endsAt)));
  const added = notThereInParts(missing, others);
  const changed = [...wanted].flatMap(([key, { seats }]) => {
    const shift = there.get(key);
    return shift && shift.status === 'draft' && shift.seats < seats ? [{ shift, seats }] : [];
  });
  return { added: added.sort((a, b) => a.start - b.start), changed, skipped };
}

/**
 * Leaves out shifts that are already there in parts, as a split creates them. A part counts for one shift
 * only; the longest shifts are checked first.
 */
function notThereInParts(missing: readonly NewShift[], others: readonly ScheduledShiftRow[]): NewShift[] {
  const byPosition = Map.groupBy(
    others.toSorted((a, b) => +a.startsAt - +b.startsAt),
    (other) => other.positionId,
  );
  const used = new Set<ScheduledShiftRow>();
  return missing
    .toSorted((a, b) => b.end - b.start - (a.end - a.start))
    .filter((shift) => {
      const parts = startingWithin(byPosition.get(shift.positionId) ?? [], shift).filter(
        (other) => +other.endsAt <= shift.end && !used.has(other),
      );
      if (parts.length === 0) return true;
      const spans = spansFor(shift.positionId, parts);
      const isThere = missingSeats([{ ...shift, required: shift.seats }], spans).length === 0;
      if (isThere) parts.forEach((part) => used.add(part));
      return !isThere;
    });
}

/** The shifts (ordered by start) that begin within a span; avoids reading a year of them for each. */
function startingWithin(shifts: readonly ScheduledShiftRow[], { start, end }: Span): ScheduledShiftRow[] {
  let [low, high] = [0, shifts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (+shifts[middle]!.startsAt < start) low = middle + 1;
    else high = middle;
  }
  const found: ScheduledShiftRow[] = [];
  for (let at = low; at < shifts.length && +shifts[at]!.startsAt < end; at++) found.push(shifts[at]!);
  return found;
}

const spansFor = (positionId: string, shifts: readonly ScheduledShiftRow[]): (Span & { seats: number })[] =>
  shifts
    .filter((shift) => shift.positionId === positionId)
    .map(({ startsAt, endsAt, seats }) => ({ start: +startsAt, end: +endsAt, seats }));

const keyOf = (positionId: string, start: number, end: number): string => `${positionId}|${start}|${end}`;

const MOST_SEATS = 200;

/** Splits seats into numbers that a shift can have. */
const inFull = (seats: number): number[] =>
  seats <= MOST_SEATS ? [seats] : [MOST_SEATS, ...inFull(seats - MOST_SEATS)];

function policyOf({
  shortestMinutes = 120,
  longestMinutes = 360,
  preferredMinutes = 240,
  overlapMinutes = 0,
}: GenerateShiftsDto): ShiftLengths {
  if (shortestMinutes > preferredMinutes)
    throw invalid('preferredMinutes', 'INVALID_FIELD.usual-below-shortest');
  if (preferredMinutes > longestMinutes)
    throw invalid('preferredMinutes', 'INVALID_FIELD.usual-above-longest');
  if (longestMinutes + overlapMinutes + (overlapMinutes > 0 || longestMinutes % 15 > 0 ? 15 : 0) > 1440)
    throw invalid('overlapMinutes', 'INVALID_FIELD.longer-than-a-day', { hours: 24 });
  return { shortestMinutes, longestMinutes, preferredMinutes, overlapMinutes };
}
