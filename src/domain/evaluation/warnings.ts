import { metricOf, type FigureName } from '../metrics/metrics.js';
import type { Duration, MetricsAccumulator } from '../metrics/accumulator.js';
import { PHASE_NAMES } from '../pilots/phases.js';
import { totalOf, type MeasuredWeek, type PhaseWeeks } from './weeks.js';

export const COMPARISON_WARNINGS = [
  'no-baseline',
  'small-counts',
  'over-dispersed',
  'not-reached',
  'few-weeks',
  'dependent-weeks',
  'service-clock',
  'unmeasured-waits',
  'missing-data',
  'different-term-weeks',
  'changed-mix',
  'trend-before-start',
  'exploratory',
  'disagreement',
] as const;
/**
 * What has to be said beside a comparison.
 * - `over-dispersed`: weeks differ more than by chance, so that counts say less than their number.
 * - `few-weeks`: too few weeks for an interval, or to know how much they depend on each other.
 * - `dependent-weeks`: neighbouring weeks are alike, and intervals are somewhat too narrow even so.
 * - `service-clock`: the figure counts only open time, which the pilot itself made longer.
 * - `unmeasured-waits`: of more than a tenth of a phase's requests nobody knows how long they waited.
 * - `missing-data`: a phase has open weeks without any request where about ten or more would be usual, or, for figures of
 *   attendance, more than a tenth of its finished claims has no record.
 * - `different-term-weeks`: more than a quarter of a phase's open hours lies in weeks of term that the other lacks.
 * - `changed-mix`: a location, tier, channel or category has a share that moved by more than five points.
 * - `trend-before-start`, `exploratory`, `disagreement`: see the adjusted ratio.
 */
export type ComparisonWarning = (typeof COMPARISON_WARNINGS)[number];

const MANY_UNKNOWN = 0.1;
const MUCH_TIME = 0.25;
/** A week has no request by chance in 5 of 100,000 cases where ten are usual (Poisson). */
const USUAL_REQUESTS = 10;

const OF_ATTENDANCE: ReadonlySet<FigureName> = new Set([
  'attendanceRate',
  'noShowRate',
  'coverageRateAttended',
  'uncoveredMinutesAttended',
  'staffedHours',
  'requestsPerStaffedHour',
  'costPerRequest',
]);

/** What is to be said of the data behind a figure. */
export function dataWarnings(name: FigureName, weeks: PhaseWeeks): ComparisonWarning[] {
  const { compared, about } = metricOf(name);
  const phases = PHASE_NAMES.map((phase) => weeks[phase]).filter(({ length }) => length > 0);
  const isTrue = (of: (phase: readonly MeasuredWeek[]) => boolean): boolean => phases.some(of);
  const warnings: ComparisonWarning[] = [];
  if (compared?.as === 'wait' && compared.clock === 'Service') warnings.push('service-clock');
  const duration = compared?.as === 'wait' ? compared.duration : 'firstResponse';
  if (about === 'times' && isTrue((phase) => shareUnknown(duration, totalOf(phase)) > MANY_UNKNOWN))
    warnings.push('unmeasured-waits');
  const lacksRecords =
    OF_ATTENDANCE.has(name) && isTrue((phase) => shareUnrecorded(totalOf(phase)) > MANY_UNKNOWN);
  if (lacksRecords || (about !== 'coverage' && isTrue(hasEmptyWeeks))) warnings.push('missing-data');
  if (differInTerm(weeks)) warnings.push('different-term-weeks');
  return warnings;
}

function shareUnknown(duration: Duration, total: MetricsAccumulator): number {
  const { answered, censored } = total.histogram(duration, 'Wall').n;
  const unknown = total.waitUnknown[duration] + total.outOfOrder[duration];
  return unknown === 0 ? 0 : unknown / (answered + censored + unknown);
}

const shareUnrecorded = ({ sums: { finishedClaims, recordedClaims } }: MetricsAccumulator): number =>
  finishedClaims === 0 ? 0 : 1 - recordedClaims / finishedClaims;

/** Weeks that nobody may have collected. */
function hasEmptyWeeks(phase: readonly MeasuredWeek[]): boolean {
  const open = phase.filter(({ gathered }) => gathered.sums.openMillis > 0);
  const millis = open.reduce((sum, { gathered }) => sum + gathered.sums.openMillis, 0);
  const requests = open.reduce((sum, { gathered }) => sum + gathered.sums.requests, 0);
  return open.some(
    ({ gathered: { sums } }) =>
      sums.requests === 0 && (requests / millis) * sums.openMillis >= USUAL_REQUESTS,
  );
}

function differInTerm({ baseline, pilot }: PhaseWeeks): boolean {
  if (baseline.length === 0 || pilot.length === 0) return false;
  return shareNotIn(baseline, pilot) > MUCH_TIME || shareNotIn(pilot, baseline) > MUCH_TIME;
}

/** The share of a phase's open hours in weeks of term that the other phase has not got. */
function shareNotIn(phase: readonly MeasuredWeek[], other: readonly MeasuredWeek[]): number {
  const known = new Set(other.map(({ weekOfTerm }) => weekOfTerm));
  let [all, alone] = [0, 0];
  for (const { weekOfTerm, gathered } of phase) {
    all += gathered.sums.openMillis;
    if (!known.has(weekOfTerm)) alone += gathered.sums.openMillis;
  }
  return all === 0 ? 0 : alone / all;
}
