import { useTranslations } from 'use-intl';
import { isFigure, metricOf } from '../../../../src/domain/metrics/metrics.js';
import type { Schemas } from '../../api/client.js';
import { formatLocale } from '../../i18n/language.js';

type Comparison = Pick<Schemas['ComparisonDto'], 'estimate' | 'interval95'>;
type Interval = readonly [number | null, number | null] | readonly (number | null)[] | null | undefined;

/** A change with its sign and interval, in the words of its unit. */
export interface Change {
  metric: string;
  estimate: number | null | undefined;
  interval: Interval;
}

const signed = (value: number, digits: number): string =>
  new Intl.NumberFormat(formatLocale(), { signDisplay: 'exceptZero', maximumFractionDigits: digits }).format(
    value,
  );

const isRate = (metric: string): boolean => isFigure(metric) && metricOf(metric).compared?.as === 'rate';

/** Rates change in per cent, shares in points, times in minutes. Null without an estimate. */
export function useChangeText(): (change: Change) => string | null {
  const t = useTranslations('evaluation');
  return ({ metric, estimate, interval }) => {
    if (estimate === null || estimate === undefined) return null;
    const unit = isFigure(metric) ? metricOf(metric).unit : 'count';
    const [scale, digits] = isRate(metric) || unit === 'share' ? [100, 1] : [1, 1];
    const zero = isRate(metric) ? 1 : 0;
    const textOf = (value: number): string => signed((value - zero) * scale, digits);
    const [low, high] = [interval?.[0], interval?.[1]].map((end) =>
      end === null || end === undefined ? t('open') : textOf(end),
    );
    const alone = textOf(estimate);
    const change = isRate(metric)
      ? `${alone} %`
      : unit === 'share'
        ? t('points', { change: alone })
        : unit === 'minutes'
          ? t('minutes', { change: alone })
          : alone;
    return interval ? t('range', { change, low: low!, high: high! }) : change;
  };
}

/** The comparison of a rate that verdicts go by: net of the trend where that can be had. */
export function bestOf(comparison: Schemas['ComparisonDto']): Change & { isNet: boolean } {
  const { metric, adjusted } = comparison;
  if (adjusted && adjusted.refused === undefined && adjusted.estimate !== undefined)
    return { metric, estimate: adjusted.estimate, interval: adjusted.interval95, isNet: true };
  return { ...crudeOf(metric, comparison), isNet: false };
}

export const crudeOf = (metric: string, { estimate, interval95 }: Comparison): Change => ({
  metric,
  estimate,
  interval: interval95,
});
