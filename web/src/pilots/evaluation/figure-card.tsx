import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { FigureName } from '../../../../src/domain/metrics/metrics.js';
import { bestOf, changeText, speedText } from '../../../../src/domain/pilot-texts/change-text.js';
import { metricName } from '../../../../src/domain/pilot-texts/figure-text.js';
import { targetText } from '../../../../src/domain/pilot-texts/target-text.js';
import type { Schemas } from '../../api/client.js';
import { figureText } from '../metrics.js';
import { SparkLine } from './spark-line.js';
import { useTeller } from '../teller.js';

/** One figure: before and now, what changed, whether its target is met, and its weeks. */
export function FigureCard({
  metric,
  comparison,
  targets,
  items,
}: {
  metric: FigureName;
  comparison: Schemas['ComparisonDto'];
  targets: readonly Schemas['JudgedTargetDto'][];
  items: readonly Schemas['MetricsItemDto'][];
}) {
  const t = useTranslations('evaluation');
  const teller = useTeller();
  const { baseline, pilot } = comparison;
  const best = bestOf(comparison);
  const change = changeText(best, teller);
  const speed = speedText(comparison, teller);
  return (
    <div className="card">
      <dt>{metricName(metric)}</dt>
      <dd>
        <strong>
          {baseline === null
            ? figureText(metric, pilot)
            : t('fromTo', { baseline: figureText(metric, baseline), pilot: figureText(metric, pilot) })}
        </strong>
        {speed && <Text size="sm">{speed}</Text>}
        <Text size="sm" c="dimmed">
          {change === null ? baseline === null && t('noBaseline') : change}
          {change !== null && best.isNet && `, ${t('netOfTrend')}`}
        </Text>
        {targets.map((target, index) => (
          <Text key={index} size="sm" className="judged" data-verdict={target.verdict}>
            {t('target', {
              target: targetText(target, teller),
              verdict: t(`targetVerdicts.${target.verdict}`),
            })}
          </Text>
        ))}
        <SparkLine metric={metric} items={items} />
      </dd>
    </div>
  );
}
