import { conflict } from '../errors.js';
import { addDays, daysBetween, localDateOf, type LocalDate } from '../local-date.js';
import type { PilotState } from './findings.js';

/** Local dates; `to` is exclusive. */
export interface DateRange {
  from: LocalDate;
  to: LocalDate;
}

/** The last local date that any of the zones shows at an instant. */
export const latestDateOf = (instant: number, zones: readonly string[]): LocalDate =>
  zones.reduce((latest, zone) => maxDate(latest, localDateOf(instant, zone)), '');

/** The first local date that any of the zones shows at an instant. */
const earliestDateOf = (instant: number, zones: readonly string[]): LocalDate =>
  zones.map((zone) => localDateOf(instant, zone)).reduce(minDate);

/**
 * What a pilot is at an instant. What people recorded comes first. Without a record, the pilot runs from its
 * first date on, as soon as one of its locations has that date.
 */
export function stateAt(
  now: number,
  {
    firstDate,
    zones,
    recorded,
  }: { firstDate: LocalDate; zones: readonly string[]; recorded: 'paused' | 'ended' | null },
): PilotState {
  if (recorded) return recorded;
  return latestDateOf(now, zones) < firstDate ? 'planned' : 'running';
}

/** What people do with a pilot, and the states in which it is possible. */
const POSSIBLE = {
  pause: ['running'],
  resume: ['paused'],
  end: ['running', 'paused'],
  succeed: ['running', 'paused', 'ended'],
} as const satisfies Record<string, readonly PilotState[]>;

/** Throws a conflict when the act makes no sense in this state. */
export function requirePossible(act: keyof typeof POSSIBLE, state: PilotState): void {
  const states: readonly PilotState[] = POSSIBLE[act];
  if (!states.includes(state)) throw conflict(`PILOT_STATE.${act}`, { state });
}

/**
 * The days that a pause touches, whole days in every zone of the pilot; `to` is null while it lasts. Both
 * instants in epoch milliseconds.
 */
export const pausedDays = (
  { pausedAt, resumedAt }: { pausedAt: number; resumedAt: number | null },
  zones: readonly string[],
): { from: LocalDate; to: LocalDate | null } => ({
  from: earliestDateOf(pausedAt, zones),
  to: resumedAt === null ? null : addDays(latestDateOf(resumedAt, zones), 1),
});

/** Whether one of the exclusions contains all of these days. */
export const isExcluded = (
  { from, to }: { from: LocalDate; to: LocalDate | null },
  exclusions: readonly DateRange[],
): boolean => to !== null && exclusions.some((range) => range.from <= from && to <= range.to);

/** What the successor of a pilot takes over, unless other values are given. */
interface Succeeded {
  name: string;
  baseline: DateRange;
  pilot: DateRange;
}

/**
 * A pilot that starts the process over: the same baseline, and a pilot of the same length. It begins where the
 * old one ended, but not in the past. `endedOn` is the day on which people ended the old one.
 */
export function successorOf(
  old: Succeeded,
  given: Partial<Succeeded>,
  { today, endedOn }: { today: LocalDate; endedOn: LocalDate | null },
): Succeeded {
  const end = endedOn === null ? old.pilot.to : minDate(endedOn, old.pilot.to);
  const from = maxDate(today, end);
  const pilot = { from, to: addDays(from, daysBetween(old.pilot.from, old.pilot.to)) };
  return {
    name: given.name ?? nextName(old.name),
    baseline: given.baseline ?? old.baseline,
    pilot: given.pilot ?? pilot,
  };
}

/** `Late lab` becomes `Late lab (2)`, and that `Late lab (3)`. */
function nextName(name: string): string {
  const [, base = name, number = '1'] = /^(.*) \((\d{1,4})\)$/.exec(name) ?? [];
  return `${base} (${Number(number) + 1})`;
}

const minDate = (one: LocalDate, other: LocalDate): LocalDate => (one < other ? one : other);
const maxDate = (one: LocalDate, other: LocalDate): LocalDate => (one > other ? one : other);
