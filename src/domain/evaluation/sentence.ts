import { LABELS } from '../metrics/labels.js';
import type { Unit } from '../metrics/metric.js';
import { metricOf } from '../metrics/metrics.js';
import type { Interval } from '../statistics/confidence.js';
import type { Comparison, EvaluatedTarget, Evaluation } from './evaluation.js';

/** A few sentences that answer whether the pilot should go on, and warn where a plain ratio misleads. */
export function sentenceOf(
  { targets, comparisons }: Pick<Evaluation, 'targets' | 'comparisons'>,
  isInterim: boolean,
): string {
  const primary = targets.find((target) => target.primary);
  const ofPrimary = comparisons.find(({ metric, hours }) => metric === primary?.metric && hours === 'all');
  const misleading = comparisons.find(
    ({ hours, warnings }) => hours === 'all' && warnings.includes('disagreement'),
  );
  const verdict = primary
    ? verdictSentence(primary, ofPrimary?.baseline ?? null, isInterim)
    : 'The pilot has no target, so no figure can say whether it should go on.';
  return misleading ? `${verdict} ${disagreementSentence(misleading)}` : verdict;
}

function verdictSentence(target: EvaluatedTarget, baseline: number | null, isInterim: boolean): string {
  const { metric, actual, interval, verdict, weeksNeeded, value, comparison } = target;
  const { unit } = metricOf(metric);
  const aim = `the target of ${comparison === 'at-least' ? 'at least' : 'at most'} ${written(value, unit)}`;
  const label = LABELS[metric];
  if (actual === null && interval === null)
    return `${label}: nothing was measured yet, so nobody can tell whether ${aim} is met.`;
  const figure = actual === null ? 'not reached' : written(actual, unit);
  const before = baseline === null ? '' : ` (${written(baseline, unit)} before)`;
  const so = `${label}: ${figure}${before}.`;
  const when = isInterim ? ', before the planned end' : '';
  if (verdict !== 'cannot-tell')
    return `${so} ${capital(aim)} is ${verdict === 'met' ? '' : 'not '}met${when}.`;
  const range = interval ? ` It lies ${rangeText(interval, unit)}.` : '';
  return `${so} Whether ${aim} is met, nobody can tell yet.${range}${weeksText(weeksNeeded)}`;
}

function weeksText(weeks: number | null): string {
  if (weeks === null || weeks === 0) return '';
  return ` At this rate ${weeks === 1 ? 'one more week is' : `${weeks} more weeks are`} needed.`;
}

/** What the model says where the crude ratio says something else. */
function disagreementSentence({ metric, estimate, adjusted }: Comparison): string {
  if (!adjusted || 'refused' in adjusted) return '';
  const [low, high] = adjusted.interval.map(ratioText);
  return (
    `${LABELS[metric]}: net of the trend before the pilot, its start changed this by the factor ` +
    `${ratioText(adjusted.estimate)} (${low} to ${high}); the plain ratio of ${ratioText(estimate ?? Number.NaN)} misleads.`
  );
}

const ratioText = (ratio: number): string => String(Number(ratio.toPrecision(3)));

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

function rangeText([low, high]: Interval, unit: Unit): string {
  if (!Number.isFinite(high)) return `above ${written(low, unit)}, or is not reached`;
  return `between ${written(low, unit)} and ${written(high, unit)}`;
}

/** A figure with its unit: shares in per cent. */
function written(value: number, unit: Unit): string {
  const rounded = (digits: number): string => String(Number(value.toFixed(digits)));
  if (unit === 'share') return `${Number((value * 100).toFixed(1))}%`;
  if (unit === 'minutes') return `${rounded(1)} min`;
  if (unit === 'hours') return `${rounded(1)} h`;
  if (unit === 'per hour') return `${rounded(2)} per hour`;
  return rounded(Math.abs(value) < 10 ? 2 : 1);
}
