import { useTranslations } from 'use-intl';
import { FIGURE_NAMES, isFigure, metricOf } from '../../../src/domain/metrics/metrics.js';

/** The metrics that the page shows by default: shares first, times last. */
export const ON_PAGE = FIGURE_NAMES.filter((name) => metricOf(name).onPage).toSorted(
  (a, b) => placeOf(a) - placeOf(b),
);

function placeOf(name: (typeof FIGURE_NAMES)[number]): number {
  const { unit, about } = metricOf(name);
  return unit === 'share' ? 0 : about === 'times' ? 2 : 1;
}

/** A metric's name in words; unknown names do not change. */
export function useMetricName(): (name: string) => string {
  const t = useTranslations('pilots');
  return (name) => (isFigure(name) ? t(`metrics.${name}`) : name);
}
