import { addDays, daysBetween, type LocalDate } from '../domain/local-date.js';

interface DateRange {
  from: LocalDate;
  to: LocalDate;
}

/** Dates on an axis that both phases of a pilot share. */
export interface DayAxis {
  /** The length of the axis, in drawn days. */
  length: number;
  /** The phases as drawn; the pilot's start may be at the end of the axis when it lies ahead. */
  baseline: readonly [number, number];
  pilot: readonly [number, number];
  /** The days between the phases that are left out of the axis, and where; null when all days are drawn. */
  leftOut: { at: number; days: number } | null;
  /** The place of a date. */
  placeOf: (date: LocalDate) => number;
  /** The dates from which labels may be chosen: the first of each month, or all days of a short axis. */
  ticks: readonly { at: number; date: LocalDate }[];
}

/** More days than these between the phases are not all drawn, because nothing was measured in them. */
const LONGEST_BETWEEN = 42;
const DRAWN_BETWEEN = 14;
/** A shorter axis has a label for a day, not for a month. */
const SHORT_AXIS = 70;

/** The axis of a pilot. It ends on the day before `end`, or with the last phase when that is earlier. */
export function dayAxis(baseline: DateRange, pilot: DateRange, end: LocalDate): DayAxis {
  const [first, second] = baseline.from <= pilot.from ? [baseline, pilot] : [pilot, baseline];
  const between = Math.max(0, daysBetween(first.to, second.from));
  const cut = between > LONGEST_BETWEEN ? between - DRAWN_BETWEEN : 0;
  const secondAt = daysBetween(first.from, second.from) - cut;
  const firstEnd = daysBetween(first.from, first.to);
  const placeOf = (date: LocalDate): number => {
    const day = daysBetween(first.from, date);
    if (day <= firstEnd || cut === 0) return day;
    return Math.max(firstEnd, day - cut);
  };
  const last = end < second.from ? second.from : end < second.to ? end : second.to;
  const length = Math.max(1, placeOf(last));
  const within = ({ from, to }: DateRange): readonly [number, number] => [
    placeOf(from),
    Math.max(placeOf(from), Math.min(length, placeOf(to))),
  ];
  const isDrawn = (date: LocalDate): boolean => date < first.to || date >= second.from || cut === 0;
  const ticks: { at: number; date: LocalDate }[] = [];
  for (let date = first.from; date < last; date = addDays(date, 1))
    if (isDrawn(date) && (length < SHORT_AXIS || date.endsWith('-01')))
      ticks.push({ at: placeOf(date), date });
  return {
    length,
    baseline: within(baseline),
    pilot: within(pilot),
    leftOut: cut === 0 ? null : { at: (firstEnd + secondAt) / 2, days: cut },
    placeOf,
    ticks,
  };
}

/** Every n-th of `ticks`, so that no two are closer than `room` drawn days. */
export function spacedTicks(ticks: DayAxis['ticks'], room: number): DayAxis['ticks'] {
  const chosen: { at: number; date: LocalDate }[] = [];
  for (const tick of ticks) if (tick.at - (chosen.at(-1)?.at ?? -Infinity) >= room) chosen.push(tick);
  return chosen;
}
