import { intersect, overlaps, unite, type Span } from '../interval.js';
import type { ByPhase } from '../pilots/phases.js';
import type { WeekCalendar } from '../week-calendar.js';
import { hourUnits, type HourUnit } from './buckets.js';

export const HOURS_KINDS = ['all', 'common', 'extended'] as const;
/**
 * Which hours of the week figures count: `common` ones were open in both phases, `extended` ones in the pilot
 * only.
 */
export type HoursKind = (typeof HOURS_KINDS)[number];

/** The counted time of a phase in one zone (sorted and disjoint, without exclusions), and its local hours. */
export interface CountedPhase {
  spans: readonly Span[];
  units: readonly HourUnit[];
}

export const countedPhase = (spans: readonly Span[], calendar: WeekCalendar): CountedPhase => {
  const [first, last] = [spans[0], spans.at(-1)];
  const units = first && last ? hourUnits({ start: first.start, end: last.end }, calendar) : [];
  return { spans, units };
};

/** `control`: the common hours in which nobody was required in either phase, so that the pilot changed nothing. */
export type CountedKind = HoursKind | 'control';

/**
 * The counted time of a location in each kind of hours. Hours are the 168 local ones of the week; one was open
 * in a phase when any of its counted hours had open time. `open`, and `required` where somebody was required: sorted
 * and disjoint. Costs grow linearly.
 */
export function timeOfKinds(
  { baseline, pilot }: ByPhase<CountedPhase>,
  open: readonly Span[],
  required: readonly Span[],
): Record<CountedKind, ByPhase<readonly Span[]>> {
  const [before, during] = [openPlaces(baseline, open), openPlaces(pilot, open)];
  const planned = new Set([...openPlaces(baseline, required), ...openPlaces(pilot, required)]);
  const common = new Set([...during].filter((place) => before.has(place)));
  const at = (places: ReadonlySet<number>): ByPhase<readonly Span[]> => ({
    baseline: timeAt(baseline, places),
    pilot: timeAt(pilot, places),
  });
  return {
    all: { baseline: baseline.spans, pilot: pilot.spans },
    common: at(common),
    extended: at(new Set([...during].filter((place) => !before.has(place)))),
    control: at(new Set([...common].filter((place) => !planned.has(place)))),
  };
}

const placeOf = ({ weekday, hour }: HourUnit): number => (weekday - 1) * 24 + hour;

function openPlaces({ spans, units }: CountedPhase, open: readonly Span[]): Set<number> {
  const places = new Set<number>();
  const counted = intersect(spans, open);
  for (let i = 0, j = 0; i < units.length && j < counted.length;) {
    if (overlaps(units[i]!, counted[j]!)) places.add(placeOf(units[i]!));
    if (units[i]!.end < counted[j]!.end) i++;
    else j++;
  }
  return places;
}

const timeAt = ({ spans, units }: CountedPhase, places: ReadonlySet<number>): readonly Span[] =>
  intersect(spans, unite(units.filter((unit) => places.has(placeOf(unit)))));
