import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { metricOf, type FigureName } from '../../../../src/domain/metrics/metrics.js';
import type { Schemas } from '../../api/client.js';
import { formatLocale } from '../../i18n/language.js';
import { metricName } from '../metric-names.js';
import { figureText } from '../metrics.js';
import { bestOf, useChangeText } from './change-text.js';
import { SparkLine } from './spark-line.js';
import { useTargetText } from './target-text.js';

/** Less than this is not worth a word. */
const WORTH_TELLING = 1.5;

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
  const changeText = useChangeText();
  const targetText = useTargetText();
  const { baseline, pilot } = comparison;
  const best = bestOf(comparison);
  const change = changeText(best);
  const speed = metricOf(metric).unit === 'minutes' ? speedOf(baseline, pilot) : null;
  return (
    <div className="card">
      <dt>{metricName(metric)}</dt>
      <dd>
        <strong>
          {baseline === null
            ? figureText(metric, pilot)
            : t('fromTo', { baseline: figureText(metric, baseline), pilot: figureText(metric, pilot) })}
        </strong>
        {speed && <Text size="sm">{t(speed.key, { times: speed.times })}</Text>}
        <Text size="sm" c="dimmed">
          {change === null ? baseline === null && t('noBaseline') : change}
          {change !== null && best.isNet && `, ${t('netOfTrend')}`}
        </Text>
        {targets.map((target, index) => (
          <Text key={index} size="sm" className="judged" data-verdict={target.verdict}>
            {t('target', { target: targetText(target), verdict: t(`targetVerdicts.${target.verdict}`) })}
          </Text>
        ))}
        <SparkLine metric={metric} items={items} />
      </dd>
    </div>
  );
}

/** How many times as fast, where that is a word worth having. */
function speedOf(
  baseline: number | null,
  pilot: number | null,
): { key: 'timesFaster' | 'timesSlower'; times: string } | null {
  if (!baseline || !pilot) return null;
  const times = Math.max(baseline / pilot, pilot / baseline);
  if (times < WORTH_TELLING) return null;
  const text = new Intl.NumberFormat(formatLocale(), { maximumSignificantDigits: 2 }).format(times);
  return { key: pilot < baseline ? 'timesFaster' : 'timesSlower', times: text };
}
