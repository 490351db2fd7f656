import { intersection, subtract, unite, type Span } from './interval.js';
import { addDays, localDateOf, type LocalDate, type LocalTime, type Weekday } from './local-date.js';
import { expandWeekly, type WeeklyHours } from './recurrence.js';

const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/**
 * A location's recurring demand: how many operators of a position its weekly hours require; 0 means open
 * without an operator.
 */
export interface CoverageRule extends WeeklyHours {
  positionId: string;
  required: number;
}

/**
 * Dates (both inclusive) with other hours: they replace everything that would start on them, for all
 * positions.
 */
export interface CoverageException {
  date: LocalDate;
  untilDate: LocalDate;
  hours: readonly { positionId: string; startsAt: LocalTime; endsAt: LocalTime; required: number }[];
}

/** Demand of one rule in one occurrence; `date` is the local date on which it starts. */
export interface DemandPiece extends Span {
  positionId: string;
  date: LocalDate;
  required: number;
}

/**
 * A location's demand within a window, as pieces clipped to it. Pieces of different rules over the same time
 * add up; pieces of one rule never overlap. Pieces with `required: 0` are only opening hours. `closures`: time
 * in which nobody is needed and the location is closed, such as maintenance; it may overlap and be in any order.
 */
export function expandDemand(
  rules: readonly CoverageRule[],
  exceptions: readonly CoverageException[],
  zone: string,
  window: Span,
  closures: readonly Span[] = [],
): DemandPiece[] {
  const replaced = datesOf(exceptions, zone, window);
  const regular = rules.flatMap((rule) =>
    expandWeekly(rule, zone, window, replaced).map((occurrence) => ({
      ...occurrence,
      positionId: rule.positionId,
      required: rule.required,
    })),
  );
  const special = exceptions.flatMap(({ date, untilDate, hours }) =>
    hours.flatMap(({ positionId, required, startsAt, endsAt }) => {
      const daily = { weekdays: EVERY_DAY, startsAt, endsAt, effectiveFrom: date, effectiveTo: untilDate };
      return expandWeekly(daily, zone, window).map((occurrence) => ({ ...occurrence, positionId, required }));
    }),
  );
  const closed = unite(closures);
  return [...regular, ...special].flatMap((piece) => {
    const clipped = intersection(piece, window);
    return clipped ? subtract([clipped], closed).map((open) => ({ ...piece, ...open })) : [];
  });
}

/** The exception dates that can affect a window. */
function datesOf(exceptions: readonly CoverageException[], zone: string, window: Span): Set<LocalDate> {
  const [first, last] = [addDays(localDateOf(window.start, zone), -2), localDateOf(window.end, zone)];
  const dates = new Set<LocalDate>();
  for (const { date, untilDate } of exceptions) {
    const end = untilDate < last ? untilDate : last;
    for (let day = date > first ? date : first; day <= end; day = addDays(day, 1)) dates.add(day);
  }
  return dates;
}

/** When the location is open: the union of all coverage hours of all positions, including `required: 0`. */
export const openSpans = (demand: readonly DemandPiece[]): Span[] => unite(demand);

/**
 * Splits the time with demand by its local date. An instant in occurrences of two dates belongs to the
 * earlier date. Sorted by date; the spans of each date are sorted and disjoint.
 */
export function demandByDate(demand: readonly DemandPiece[]): Map<LocalDate, Span[]> {
  const pieces = demand.filter((piece) => piece.required > 0);
  const byDate = Map.groupBy(pieces, (piece) => piece.date);
  const dates = new Map<LocalDate, Span[]>();
  let earlier: Span[] = [];
  for (const date of [...byDate.keys()].sort()) {
    const spans = subtract(unite(byDate.get(date)!), earlier);
    dates.set(date, spans);
    earlier = unite([...earlier, ...spans]);
  }
  return dates;
}
