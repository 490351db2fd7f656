import { quasiPoisson, type ModelRefusal } from './quasi-poisson.js';
import { serialErrors } from './serial-errors.js';
import type { SeriesWeek } from './series-types.js';

/** One calendar week of one location. */
export interface LocationWeek extends Omit<SeriesWeek, 'weekOfTerm'> {
  readonly location: string;
  /** Whether the pilot runs at this location in its phase; the others are for comparison. */
  readonly treated: boolean;
}

/**
 * The weeks that say something about a difference between locations, by location and time: those with open hours,
 * of locations with an event, in weeks that both kinds of location have and in which anything happened.
 */
export function ordered(weeks: readonly LocationWeek[]): LocationWeek[] {
  const eventful = new Set(weeks.filter(({ count }) => count > 0).map(({ location }) => location));
  const open = weeks.filter(({ openHours, location }) => openHours > 0 && eventful.has(location));
  const byWeek = Map.groupBy(open, ({ week }) => week);
  return open
    .filter(({ week }) => {
      const all = byWeek.get(week)!;
      return (
        all.some(({ treated }) => treated) &&
        all.some(({ treated }) => !treated) &&
        all.some(({ count }) => count > 0)
      );
    })
    .toSorted((a, b) => (a.location === b.location ? a.week - b.week : a.location < b.location ? -1 : 1));
}

/** The same weeks with the start at another week. */
export const startedAt = (rows: readonly LocationWeek[], start: number): LocationWeek[] =>
  rows.map((row) => ({ ...row, post: row.week >= start }));

/** The effect's coefficient, the logarithm of a ratio, with its error. */
export interface DifferenceEffect {
  readonly log: number;
  readonly error: number;
  readonly dispersion: number;
  /** Degrees of freedom for Student's t. */
  readonly df: number;
}

/** Fits ln E[count] = ln(open hours) + week + location + effect, with errors for weeks that depend on each other. */
export function differenceEffect(
  rows: readonly LocationWeek[],
  effect: (row: LocationWeek) => number,
): DifferenceEffect | { readonly refused: ModelRefusal } {
  const usable = ordered(rows);
  if (usable.length === 0) return { refused: 'no-events' };
  const others = [...new Set(usable.map(({ location }) => location))].slice(1);
  const week = usable.map((row) => row.week);
  const fit = quasiPoisson({
    counts: usable.map(({ count }) => count),
    design: usable.map((row) => [effect(row), ...others.map((name) => Number(row.location === name))]),
    offset: usable.map(({ openHours }) => Math.log(openHours)),
    strata: week,
  });
  if ('refused' in fit) return fit;
  const { covariance, df } = serialErrors(fit, { week, place: usable.map(({ location }) => location) });
  const { coefficients, dispersion } = fit;
  return { log: coefficients[0]!, error: Math.sqrt(covariance.get(0, 0)), dispersion, df };
}
