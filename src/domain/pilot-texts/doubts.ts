import { changeText, crudeOf } from './change-text.js';
import { metricName } from './figure-text.js';
import type { Teller } from './say.js';
import type { ToldComparison, ToldEvaluation } from './told.js';

const LATE_FIELDS = [
  'targets',
  'baseline',
  'pilot',
  'exclusions',
  'locationIds',
  'comparisonLocationIds',
  'followUpHours',
] as const;
type LateField = (typeof LATE_FIELDS)[number];

/** All that the data itself says against the shown comparisons, and what the checks found, a sentence each. */
export function doubtsOf(
  evaluation: ToldEvaluation,
  shown: readonly ToldComparison[],
  teller: Teller,
): string[] {
  const say = teller.evaluation;
  const fieldName = (field: string): string =>
    LATE_FIELDS.includes(field as LateField) ? say(`lateFields.${field as LateField}`) : field;
  const late = [...new Set(evaluation.lateChanges.map(({ field }) => field))].map(fieldName);
  const warnings = [...new Set(shown.flatMap((comparison) => comparison.warnings))];
  const warnedOf = (warning: (typeof warnings)[number]): string =>
    shown
      .filter((comparison) => comparison.warnings.includes(warning))
      .map(({ metric }) => metricName(metric))
      .join('; ');
  return [
    ...(late.length > 0 ? [say('late', { fields: late.join(', ') })] : []),
    ...(evaluation.unjudgedTargets.length > 0
      ? [say('unjudged', { metrics: evaluation.unjudgedTargets.join(', ') })]
      : []),
    ...warnings.map((warning) => say(`warnings.${warning}`, { metric: warnedOf(warning) })),
    ...shown.flatMap((comparison) => checksOf(comparison, teller)),
  ];
}

/** What placebo dates, the negative control, other locations and the old mix say. */
function checksOf(comparison: ToldComparison, teller: Teller): string[] {
  const say = teller.evaluation;
  const { placebo, negativeControl, differenceInDifferences, standardised, adjusted } = comparison;
  const metric = metricName(comparison.metric);
  const checks: string[] = [];
  if (adjusted?.refused !== undefined) {
    const reason = adjusted.refused;
    const known = reason === 'few-baseline-weeks' || reason === 'few-pilot-weeks' ? reason : 'other';
    checks.push(say(`refused.${known}`, { metric }));
  }
  if (placebo) checks.push(say('placebo', { metric, dates: placebo.dates, beyond: placebo.beyond }));
  const control = negativeControl && changeText(crudeOf(comparison.metric, negativeControl), teller);
  if (control) checks.push(say('control', { metric, change: control }));
  if (differenceInDifferences?.refused !== undefined) checks.push(say('comparedRefused', { metric }));
  if (differenceInDifferences?.warnings?.includes('trend-before-start'))
    checks.push(say('comparedDoubt', { metric }));
  const against =
    differenceInDifferences &&
    changeText(
      {
        metric: comparison.metric,
        estimate: differenceInDifferences.estimate,
        interval: differenceInDifferences.interval95,
      },
      teller,
    );
  if (against) checks.push(say('compared', { metric, change: against }));
  const mixed =
    standardised &&
    changeText({ metric: comparison.metric, estimate: standardised.estimate, interval: null }, teller);
  if (mixed) checks.push(say('mix', { metric, change: mixed }));
  return checks;
}
