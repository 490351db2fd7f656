import { Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { metricName } from '../metric-names.js';
import { crudeOf, useChangeText } from './change-text.js';

type Evaluation = Schemas['EvaluationDto'];
type Comparison = Schemas['ComparisonDto'];

/** All that the data itself says against the shown figures, and what the checks found. */
export function Doubts({ evaluation, shown }: { evaluation: Evaluation; shown: readonly Comparison[] }) {
  const t = useTranslations('evaluation');
  const checksOf = useChecks();
  const fieldName = useFieldName();
  const late = [...new Set(evaluation.lateChanges.map(({ field }) => field))].map(fieldName);
  const warnings = [...new Set(shown.flatMap((comparison) => comparison.warnings))];
  const warnedOf = (warning: Comparison['warnings'][number]): string =>
    shown
      .filter((comparison) => comparison.warnings.includes(warning))
      .map(({ metric }) => metricName(metric))
      .join('; ');
  const said = [
    ...(late.length > 0 ? [t('late', { fields: late.join(', ') })] : []),
    ...(evaluation.unjudgedTargets.length > 0
      ? [t('unjudged', { metrics: evaluation.unjudgedTargets.join(', ') })]
      : []),
    ...warnings.map((warning) => t(`warnings.${warning}`, { metric: warnedOf(warning) })),
    ...shown.flatMap(checksOf),
  ];
  return (
    <details className="doubts" open>
      <summary>
        <Title order={3} size="h5">
          {t('doubts')} ({said.length})
        </Title>
      </summary>
      {said.length === 0 ? (
        <Text size="sm">{t('noDoubts')}</Text>
      ) : (
        <ul>
          {said.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </details>
  );
}

/** The name of a criterion that was changed. */
function useFieldName(): (field: string) => string {
  const t = useTranslations('evaluation.lateFields');
  return (field) =>
    t.has(field as Parameters<typeof t.has>[0]) ? t(field as Parameters<typeof t>[0]) : field;
}

/** What placebo dates, the negative control, other locations and the old mix say. */
function useChecks(): (comparison: Comparison) => string[] {
  const t = useTranslations('evaluation');
  const changeText = useChangeText();
  return (comparison) => {
    const { placebo, negativeControl, differenceInDifferences, standardised, adjusted } = comparison;
    const metric = metricName(comparison.metric);
    const checks: string[] = [];
    if (adjusted?.refused !== undefined) {
      const reason = adjusted.refused;
      const known = reason === 'few-baseline-weeks' || reason === 'few-pilot-weeks' ? reason : 'other';
      checks.push(t(`refused.${known}`, { metric }));
    }
    if (placebo) checks.push(t('placebo', { metric, ...placebo }));
    const control = negativeControl && changeText(crudeOf(comparison.metric, negativeControl));
    if (control) checks.push(t('control', { metric, change: control }));
    const compared = differenceInDifferences && {
      metric: comparison.metric,
      estimate: differenceInDifferences.estimate,
      interval: differenceInDifferences.interval95,
    };
    const against = compared && changeText(compared);
    if (against) checks.push(t('compared', { metric, change: against }));
    const mixed =
      standardised &&
      changeText({ metric: comparison.metric, estimate: standardised.estimate, interval: null });
    if (mixed) checks.push(t('mix', { metric, change: mixed }));
    return checks;
  };
}
