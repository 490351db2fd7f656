import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { requireVisibleLocation, type Caller } from '../../access/caller.js';
import { notFound } from '../../domain/errors.js';
import { DAY } from '../../domain/interval.js';
import { localDateOf } from '../../domain/local-date.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { ownEntry, staffedEntry, type CalendarEntry } from './calendar-entries.js';
import { CalendarShiftsRepository } from './calendar-shifts.repository.js';
import { writeCalendar, type CalendarHead } from './write-calendar.js';

const DAYS_BACK = 60;
const DAYS_AHEAD = 400;
const MOST_ENTRIES = 3_000;
/** In each ETag, so that programs read again what is written in another way. */
const WRITER_VERSION = 1;

export interface CalendarOptions {
  withPending: boolean;
  alarmMinutes: number | null;
}

/** A calendar, written only if whoever asks has another one. */
export interface WrittenCalendar {
  etag: string;
  write(this: void): Promise<string>;
}

/** Shifts as calendars. */
@Injectable()
export class CalendarsService {
  constructor(
    private readonly shifts: CalendarShiftsRepository,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** An operator's own shifts. */
  async own(operatorId: string, { withPending, alarmMinutes }: CalendarOptions): Promise<WrittenCalendar> {
    const { from, to } = this.span();
    const rows = await this.shifts.findOwn(operatorId, from, to, MOST_ENTRIES + 1);
    const entries = rows.map((row) => ownEntry(row, { withPending })).filter((entry) => entry !== null);
    return this.calendar('My shifts', '/my-shifts', alarmMinutes, entries, rows.length > MOST_ENTRIES);
  }

  /** The shifts of locations (null: all), with those who have their seats. */
  async staffed(
    caller: Caller,
    locationIds: readonly string[] | null,
    { withPending, alarmMinutes, name }: CalendarOptions & { name: string },
  ): Promise<WrittenCalendar> {
    const { from, to } = this.span();
    const rows = await this.shifts.findStaffed(locationIds, from, to, MOST_ENTRIES + 1);
    const withLocation = locationIds?.length !== 1;
    const entries = rows.map((row) => staffedEntry(row, caller, { withPending, withLocation }));
    const path = caller.role === 'operator' ? '/open-shifts' : '/board';
    return this.calendar(name, path, alarmMinutes, entries, rows.length > MOST_ENTRIES);
  }

  /** One shift: as the caller's own if they have or had it, otherwise with those who have its seats. */
  async one(caller: Caller, shiftId: string): Promise<WrittenCalendar> {
    const shift = await this.shifts.findStaffedOne(shiftId);
    if (!shift) throw notFound('shift');
    requireVisibleLocation(caller, shift.locationId, 'shift');
    const { operatorId } = caller;
    const own = operatorId === null ? null : await this.shifts.findOwnOne(operatorId, shiftId);
    const entry = own && ownEntry(own, { withPending: true });
    if (entry) return this.calendar('Shift', '/my-shifts', null, [entry], false);
    const shown = staffedEntry(shift, caller, { withPending: false, withLocation: true });
    return this.calendar('Shift', '/', null, [shown], false);
  }

  private span(): { from: Date; to: Date } {
    // Whole days, so that the calendar, and its ETag, changes once a day by itself.
    const today = Math.floor(this.clock.now() / DAY) * DAY;
    return { from: new Date(today - DAYS_BACK * DAY), to: new Date(today + DAYS_AHEAD * DAY) };
  }

  private calendar(
    name: string,
    path: string,
    alarmMinutes: number | null,
    all: readonly CalendarEntry[],
    isCut: boolean,
  ): WrittenCalendar {
    const entries = all.slice(0, MOST_ENTRIES);
    const last = entries.at(-1);
    const description =
      isCut && last
        ? `There are more shifts than a calendar holds: later ones than ${localDateOf(last.start, last.timeZone)} are missing here.`
        : 'Shifts at Afterhours.';
    const head: CalendarHead = {
      name: `${name} (Afterhours)`,
      description,
      url: `${this.config.baseUrl}${path}`,
      alarmMinutes,
    };
    const digest = createHash('sha256').update(JSON.stringify([WRITER_VERSION, head, entries]));
    return { etag: `"${digest.digest('base64url')}"`, write: () => writeCalendar(head, entries) };
  }
}
