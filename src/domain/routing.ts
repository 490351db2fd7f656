import type { Meanings } from './categories.js';
import type { LocalTime, Weekday } from './local-date.js';
import { expandWeekly } from './recurrence.js';
import type { Priority } from './service-clock.js';
import type { Team } from './staffing.js';
import type { Tier } from './tiers.js';

/** Weekly hours in the time zone of the location where a request is logged. An end at or before the start is on the next day. */
export interface RoutingHours {
  weekdays: readonly Weekday[];
  startsAt: LocalTime;
  endsAt: LocalTime;
}

export const STAFFINGS = ['somebody-on-shift', 'nobody-on-shift'] as const;
export type Staffing = (typeof STAFFINGS)[number];

/** Names the first tier of new requests that meet all of its conditions. Null: without this condition. */
export interface RoutingRule {
  /** Null for all locations. */
  locationId: string | null;
  /** Words of requests; a request meets the condition with one that counts as the same category as any of them. */
  categories: readonly string[] | null;
  priorities: readonly Priority[] | null;
  hours: RoutingHours | null;
  staffing: Staffing | null;
  /** Who has to be on shift, or not. Null for people of any position. */
  positionId: string | null;
  tier: Tier;
}

/** A new request. `at`: when it was opened, in epoch ms. */
export interface Arrival {
  locationId: string;
  timeZone: string;
  at: number;
  category: string | null;
  priority: Priority;
}

/** How many people are on shift, by position. */
export type OnShift = ReadonlyMap<string, number>;

/**
 * The rules that a new request meets as far as its fields tell, in the order in which they are asked: those of its location, then
 * those for all locations, each in the order of `rules`. It goes by the first of them whose `staffing` is met.
 */
export function candidatesFor<Rule extends RoutingRule>(
  rules: readonly Rule[],
  arrival: Arrival,
  meanings: Meanings,
): Rule[] {
  const isMet = (rule: Rule): boolean =>
    isOfCategory(rule.categories, arrival.category, meanings) &&
    (rule.priorities === null || rule.priorities.includes(arrival.priority)) &&
    isWithin(rule.hours, arrival);
  const of = (locationId: string | null): Rule[] =>
    rules.filter((rule) => rule.locationId === locationId && isMet(rule));
  return [...of(arrival.locationId), ...of(null)];
}

/** Whether it has to be known who is on shift before one of the candidates is chosen. */
export const dependsOnStaffing = (candidates: readonly RoutingRule[]): boolean =>
  (candidates[0]?.staffing ?? null) !== null;

/** The rule by which a request goes; null for none, when it begins with the library. */
export const chosenRule = <Rule extends RoutingRule>(
  candidates: readonly Rule[],
  onShift: OnShift,
): Rule | null => candidates.find((rule) => isStaffed(rule, onShift)) ?? null;

/** How many people are on shift at an instant, by position; positions without anybody are left out. */
export function onShiftAt(teams: readonly Team[], at: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { positionId, starts, ends } of teams) {
    const count = starts.filter((start, index) => start <= at && at < ends[index]!).length;
    if (count > 0) counts.set(positionId, (counts.get(positionId) ?? 0) + count);
  }
  return counts;
}

export const sumOf = (onShift: OnShift): number =>
  [...onShift.values()].reduce((sum, count) => sum + count, 0);

function isOfCategory(words: readonly string[] | null, category: string | null, meanings: Meanings): boolean {
  if (words === null) return true;
  return category !== null && words.some((word) => meanings.nameOf(word) === meanings.nameOf(category));
}

/** Rules have no first or last date. */
const ALWAYS = { effectiveFrom: '1970-01-01', effectiveTo: null };

const isWithin = (hours: RoutingHours | null, { at, timeZone }: Arrival): boolean =>
  hours === null || expandWeekly({ ...hours, ...ALWAYS }, timeZone, { start: at, end: at + 1 }).length > 0;

function isStaffed({ staffing, positionId }: RoutingRule, onShift: OnShift): boolean {
  if (staffing === null) return true;
  const count = positionId === null ? sumOf(onShift) : (onShift.get(positionId) ?? 0);
  return staffing === 'somebody-on-shift' ? count > 0 : count === 0;
}
