import { Injectable } from '@nestjs/common';
import { DemandService } from '../../coverage/demand.service.js';
import { invalid } from '../../domain/errors.js';
import { DAY, type Span } from '../../domain/interval.js';
import { expandWeekly } from '../../domain/recurrence.js';
import type { Weekday } from '../../domain/local-date.js';
import { cutShifts, type CuttingPolicy } from '../../domain/shift-cutting.js';
import { datesSpan } from './schedule-dates.js';
import type { GenerateShiftsDto } from './schedules.dto.js';
import { SchedulesRepository, type ScheduledShiftRow, type ScheduleRow } from './schedules.repository.js';
import { ShiftTemplatesRepository } from './shift-templates.repository.js';

/** A shift to be made. Instants in epoch ms. */
export interface NewShift extends Span {
  positionId: string;
  seats: number;
  /** The schedule it belongs to where its own start date does not say so: one of a last night, past its midnight. */
  scheduleId: string | null;
}

/** What was wanted and is not made, with why. */
export interface SkippedShift extends NewShift {
  message: string;
}

export interface Generation {
  added: NewShift[];
  changed: { shift: ScheduledShiftRow; seats: number }[];
  skipped: SkippedShift[];
  left: number;
}

/** What a schedule lacks, from coverage hours or templates. It only reads. */
@Injectable()
export class GenerationService {
  constructor(
    private readonly schedules: SchedulesRepository,
    private readonly templates: ShiftTemplatesRepository,
    private readonly demand: DemandService,
  ) {}

  async plan(schedule: ScheduleRow, body: GenerateShiftsDto): Promise<Generation> {
    const policy = policyOf(body);
    const window = datesSpan(schedule);
    // What begins on the eve may reach into the first date, and what covers the last may begin after its midnight.
    const around = { start: window.start - DAY, end: window.end + 2 * DAY };
    const there = await this.schedules.findShifts(schedule.locationId, around);
    const own = await this.schedules.findShiftsOf(schedule);
    const generation =
      body.from === 'templates'
        ? await this.fromTemplates(schedule, window, own)
        : { added: await this.fromCoverage(schedule, window, there, policy), changed: [], skipped: [] };
    return { ...generation, left: own.length - generation.changed.length };
  }

  private async fromCoverage(
    { id, locationId, timeZone, startsOn, endsOn }: ScheduleRow,
    window: Span,
    there: readonly ScheduledShiftRow[],
    policy: CuttingPolicy,
  ): Promise<NewShift[]> {
    // Hours of the last date may end on the day after it.
    const reach = { start: window.start, end: window.end + 2 * DAY };
    const pieces = (await this.demand.expand([{ id: locationId, timeZone }], reach)).get(locationId)!;
    const wanted = pieces.filter(({ date, required }) => date >= startsOn && date <= endsOn && required > 0);
    const planned = Map.groupBy(there, (shift) => shift.positionId);
    return [...Map.groupBy(wanted, (piece) => piece.positionId)].flatMap(([positionId, required]) => {
      const seats = (planned.get(positionId) ?? []).map((shift) => ({
        start: +shift.startsAt,
        end: +shift.endsAt,
        seats: shift.seats,
      }));
      return cutShifts(required, seats, policy).flatMap((shift) => {
        const scheduleId = shift.start >= window.end ? id : null;
        return inFull(shift.seats).map((some) => ({ ...shift, seats: some, positionId, scheduleId }));
      });
    });
  }

  /** A template's shift is there already when one of its position has its very span; a draft gets the seats it lacks. */
  private async fromTemplates(
    { locationId, timeZone, startsOn, endsOn }: ScheduleRow,
    window: Span,
    own: readonly ScheduledShiftRow[],
  ): Promise<Pick<Generation, 'added' | 'changed' | 'skipped'>> {
    const skipped: SkippedShift[] = [];
    const wanted = new Map<string, NewShift>();
    for (const template of await this.templates.findAllOf(locationId)) {
      const { positionId, seats } = template;
      const hours = { ...template, weekdays: template.weekdays as Weekday[] };
      for (const { date, start, end } of expandWeekly(hours, timeZone, window)) {
        if (date < startsOn || date > endsOn) continue;
        const key = keyOf(positionId, start, end);
        const shift = {
          positionId,
          scheduleId: null,
          start,
          end,
          seats: (wanted.get(key)?.seats ?? 0) + seats,
        };
        if (end - start > DAY)
          skipped.push({ ...shift, message: 'The clock change makes this longer than 24 hours.' });
        else if (shift.seats > MOST_SEATS)
          skipped.push({ ...shift, seats, message: `A shift has at most ${MOST_SEATS} seats.` });
        else wanted.set(key, shift);
      }
    }
    const there = new Map(
      own.map((shift) => [keyOf(shift.positionId, +shift.startsAt, +shift.endsAt), shift]),
    );
    const added = [...wanted].filter(([key]) => !there.has(key)).map(([, shift]) => shift);
    const changed = [...wanted].flatMap(([key, { seats }]) => {
      const shift = there.get(key);
      return shift && shift.status === 'draft' && shift.seats < seats ? [{ shift, seats }] : [];
    });
    return { added: added.sort((a, b) => a.start - b.start), changed, skipped };
  }
}

const keyOf = (positionId: string, start: number, end: number): string => `${positionId}|${start}|${end}`;

const MOST_SEATS = 200;

/** Seats as shifts can hold them. */
const inFull = (seats: number): number[] =>
  seats <= MOST_SEATS ? [seats] : [MOST_SEATS, ...inFull(seats - MOST_SEATS)];

function policyOf({
  shortestMinutes = 120,
  longestMinutes = 360,
  preferredMinutes = 240,
  overlapMinutes = 0,
}: GenerateShiftsDto): CuttingPolicy {
  if (shortestMinutes > preferredMinutes)
    throw invalid('preferredMinutes', 'preferredMinutes must not lie below shortestMinutes.');
  if (preferredMinutes > longestMinutes)
    throw invalid('preferredMinutes', 'preferredMinutes must not lie above longestMinutes.');
  if (longestMinutes + overlapMinutes + (overlapMinutes > 0 || longestMinutes % 15 > 0 ? 15 : 0) > 1440)
    throw invalid('overlapMinutes', 'A shift lasts at most 24 hours, its handover included.');
  return { shortestMinutes, longestMinutes, preferredMinutes, overlapMinutes };
}
