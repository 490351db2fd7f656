import { FIGURE_NAMES, metricOf } from '../../../src/domain/metrics/metrics.js';

/** The metrics that the page shows by default: shares first, times last. */
export const ON_PAGE = FIGURE_NAMES.filter((name) => metricOf(name).onPage).toSorted(
  (a, b) => placeOf(a) - placeOf(b),
);

function placeOf(name: (typeof FIGURE_NAMES)[number]): number {
  const { unit, about } = metricOf(name);
  return unit === 'share' ? 0 : about === 'times' ? 2 : 1;
}
