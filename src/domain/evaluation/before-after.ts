import type { FigureName } from '../metrics/metrics.js';
import { LEVEL } from '../statistics/confidence.js';
import type { ChosenWeeks, Mark, NotCompared } from './around-maintenance.js';
import { compare, type CrudeComparison } from './comparison.js';
import { dataWarnings } from './warnings.js';
import { totalOf, type MeasuredWeek } from './weeks.js';

/** The latest so many events are compared. */
export const MOST_EVENTS = 20;

/** What work on computers and cables may change, and means the same before and after it. */
export const COMPARED_AROUND = [
  'requestsPerOpenHour',
  'firstResponseWallMinutesP50',
  'answeredWithin15Minutes',
  'resolutionWallMinutesP50',
  'firstLevelResolutionRate',
  'escalationShare',
] as const satisfies readonly FigureName[];

export const BEFORE_AFTER_WARNINGS = [
  'many-looks',
  'few-requests',
  'few-weeks',
  'different-periods',
] as const;
/**
 * What has to be said beside all comparisons of an event.
 * - `many-looks`: many intervals are computed, and of each twenty about one misses the truth by chance.
 * - `few-requests`: a side has fewer than 30 requests.
 * - `few-weeks`: a side has fewer than four weeks, so that intervals are too narrow where weeks differ more than by chance.
 * - `different-periods`: the shares of days of classes, exams, break and no term differ by more than a tenth.
 */
export type BeforeAfterWarning = (typeof BEFORE_AFTER_WARNINGS)[number];

const FEWEST_REQUESTS = 30;
const FEW_WEEKS = 4;
const REPLICATES = 500;

/** One figure before and after; in the comparison, `baseline` is before and `pilot` after. */
export interface ComparedAround extends CrudeComparison {
  readonly metric: FigureName;
}

/** An event with its weeks and comparisons, or why there are none. */
export interface BeforeAfter {
  readonly event: Mark;
  readonly weeks: ChosenWeeks | NotCompared;
  readonly comparisons: readonly ComparedAround[];
  readonly warnings: readonly BeforeAfterWarning[];
}

/** What was measured in the weeks before and after an event, by week. Weeks without counted time are left out. */
export interface MeasuredAround {
  readonly before: readonly MeasuredWeek[];
  readonly after: readonly MeasuredWeek[];
}

/**
 * Compares the weeks before an event with those after it, by the crude comparison of a pilot with its baseline. It is
 * exploratory: nothing is adjusted for a trend or for many looks, and no verdict depends on it. `seed`: for drawing weeks.
 */
export function comparedAround(
  { before, after }: MeasuredAround,
  { seed, isOtherPeriod }: { readonly seed: number; readonly isOtherPeriod: boolean },
): Pick<BeforeAfter, 'comparisons' | 'warnings'> {
  const weeks = { baseline: before, pilot: after };
  const comparisons = COMPARED_AROUND.map((metric): ComparedAround => {
    const crude = compare(metric, weeks, { level: LEVEL, seed, replicates: REPLICATES });
    return { metric, ...crude, warnings: [...crude.warnings, ...dataWarnings(metric, weeks)] };
  });
  const warnings: BeforeAfterWarning[] = ['many-looks'];
  if (Math.min(requestsIn(before), requestsIn(after)) < FEWEST_REQUESTS) warnings.push('few-requests');
  if (Math.min(before.length, after.length) < FEW_WEEKS) warnings.push('few-weeks');
  if (isOtherPeriod) warnings.push('different-periods');
  return { comparisons, warnings };
}

const requestsIn = (weeks: readonly MeasuredWeek[]): number =>
  weeks.length === 0 ? 0 : totalOf(weeks).sums.requests;

/** The events to compare: of those that have begun the latest, then those ahead, by their dates; and how many are left out. */
export function latestOf(
  events: readonly Mark[],
  isBegun: (event: Mark) => boolean,
): { chosen: ReadonlySet<Mark>; leftOut: number } {
  const byDate = events.toSorted((a, b) => (a.at.from < b.at.from ? -1 : 1));
  const begun = byDate.filter(isBegun).slice(-MOST_EVENTS);
  const ahead = byDate.filter((event) => !isBegun(event)).slice(0, MOST_EVENTS - begun.length);
  return { chosen: new Set([...begun, ...ahead]), leftOut: events.length - begun.length - ahead.length };
}
