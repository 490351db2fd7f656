import { FIGURE_NAMES } from '../../../src/domain/metrics/metrics.js';
import { LABELS } from '../../../src/domain/metrics/labels.js';
import { ON_PAGE } from './metric-names.js';

describe('a metric', () => {
  it.each(FIGURE_NAMES)('has its own label: %s', (name) => {
    expect(LABELS[name]).toMatch(/\S/);
    expect(Object.values(LABELS).filter((label) => label === LABELS[name])).toHaveLength(1);
  });

  it('is listed on the page with shares first, times last', () => {
    expect(ON_PAGE.slice(0, 2)).toEqual(['coverageRate', 'fullyCoveredRate']);
    expect(ON_PAGE.at(-1)).toBe('firstResponseStatedN');
  });
});
