import { FIGURE_NAMES } from '../../../src/domain/metrics/metrics.js';
import en from '../i18n/en-pilots.json' with { type: 'json' };
import { ON_PAGE } from './metric-names.js';

const LABELS: Readonly<Record<string, string>> = en.pilots.metrics;

describe('a metric', () => {
  it.each(FIGURE_NAMES)('has its own label: %s', (name) => {
    expect(LABELS[name]).toMatch(/\S/);
    expect(Object.values(LABELS).filter((label) => label === LABELS[name])).toHaveLength(1);
  });

  it('has no unused label', () => expect(Object.keys(LABELS).toSorted()).toEqual(FIGURE_NAMES.toSorted()));

  it('is listed on the page with shares first, times last', () => {
    expect(ON_PAGE.slice(0, 2)).toEqual(['coverageRate', 'fullyCoveredRate']);
    expect(ON_PAGE.at(-1)).toBe('firstResponseStatedN');
  });
});
