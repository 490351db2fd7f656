import { readFileSync } from 'node:fs';
import { gather, RULES } from '../../../test/support/metrics.js';
import { MINUTE } from '../interval.js';
import { MetricsAccumulator } from './accumulator.js';
import { withTables } from './documented.js';
import { NO_FACTS, type LocationFacts } from './facts.js';
import { DIMENSIONS } from './metric.js';
import { FIGURE_NAMES, METRIC_NAMES, metricOf, metricsOf, noMetrics, visibleIn } from './metrics.js';
import { COMPARISONS, comparisonsFor, faultOf } from './targets.js';

const DOCS = readFileSync('docs/metrics.md', 'utf8');
/** What is generated: other tables may have rows of the same name. */
const TABLES = DOCS.match(/<!-- metrics about .*?<!-- end -->/gs)!.join('\n');

const OPERATORS = ['maya', 'leo'].map((id) => ({ id, weeklyHourCap: 20 }));

/** One hour with one of everything, so that every rate has a denominator. */
function anHour(): MetricsAccumulator {
  const hour = { start: 0, end: 60 * MINUTE };
  const demand = [{ ...hour, date: '1970-01-01', positionId: 'lab', required: 2 }];
  const facts: LocationFacts = {
    ...NO_FACTS,
    demand,
    calendar: demand,
    approved: [{ ...hour, positionId: 'lab' }],
    attended: [{ ...hour, positionId: 'lab' }],
    claims: [
      {
        operatorId: 'maya',
        shift: hour,
        due: hour,
        worked: hour,
        present: hour,
        recorded: true,
        noShow: false,
        isImported: false,
      },
    ],
    paid: [{ ...hour, hourlyCost: 15 }],
    occupied: [{ ...hour, seats: 4 }],
    inUse: [{ ...hour, seats: 3 }],
    visits: [{ ...hour, entries: 12, isReset: true }],
    undesirable: [hour],
    shifts: [{ startsAt: 0, seats: 2, filledSeats: 1 }],
    tallies: [{ at: 5 * MINUTE, count: 3, directional: true }],
    requests: [
      {
        openedAt: MINUTE,
        firstResponseAt: 3 * MINUTE,
        escalatedAt: null,
        firstResolvedAt: 9 * MINUTE,
        resolvedAt: 9 * MINUTE,
        stops: [{ start: 4 * MINUTE, end: 6 * MINUTE }],
        waitedMinutes: 2,
        isLogged: true,
        tier: 'library',
        directional: false,
        readLevel: 2,
      },
    ],
  };
  const accumulator = new MetricsAccumulator({ ...RULES, operators: OPERATORS });
  gather(facts, [{ ...hour, bucket: 0 }], () => accumulator);
  return accumulator;
}

/** Metrics of the whole pilot only. */
const WHOLE = ['costPerRequest', 'fairness'];

describe('every metric', () => {
  const figures = metricsOf(anHour());
  const empty = metricsOf(new MetricsAccumulator(RULES));

  it.each(METRIC_NAMES)('%s has a value of its unit, and no NaN where there is nothing', (name) => {
    const { unit, parts } = metricOf(name);
    if (unit === 'counts') {
      expect(Object.keys(figures[name] as object)).toEqual(parts);
      expect(Object.values(empty[name] as object).every((count) => [0, null].includes(count))).toBe(true);
      return;
    }
    const value = figures[name] as number;
    expect(value).toBeGreaterThanOrEqual(0);
    if (unit === 'share') expect(value).toBeLessThanOrEqual(1);
    if (unit === 'count') expect(Number.isInteger(value)).toBe(true);
    expect([0, null]).toContain(empty[name]);
  });

  it.each(METRIC_NAMES)('%s is null in the splits that it does not allow, and in no other', (name) => {
    const { splits } = metricOf(name);
    expect(splits.includes('location')).toBe(!WHOLE.includes(name));
    for (const by of DIMENSIONS)
      expect(visibleIn(figures, by)[name]).toEqual(splits.includes(by) ? figures[name] : null);
    expect(visibleIn(figures, undefined)[name]).toEqual(figures[name]);
    expect(noMetrics()[name]).toBeNull();
  });

  it.each(METRIC_NAMES)('%s is in docs/metrics.md once', (name) => {
    expect(TABLES.split('\n').filter((line) => line.startsWith(`| ${name} |`))).toHaveLength(1);
  });

  it('is documented as it is; otherwise run npm run generate', () => {
    expect(withTables(DOCS)).toBe(DOCS);
  });
});

describe('a target', () => {
  it.each(FIGURE_NAMES)('on %s can be judged where its side and its value make sense', (metric) => {
    const fitting = comparisonsFor(metric);
    for (const comparison of COMPARISONS)
      expect(faultOf({ metric, comparison, value: 0.5 }) === null).toBe(fitting.includes(comparison));
    const [comparison] = fitting as [(typeof COMPARISONS)[number]];
    expect(faultOf({ metric, comparison, value: -1 })).toBe(
      metricOf(metric).unit === 'share' ? 'share' : 'negative',
    );
    expect(faultOf({ metric, comparison, value: 90 })).toBe(
      metricOf(metric).unit === 'share' ? 'share' : null,
    );
  });

  it.each(['coverage', 'readLevels', 'toString', ''])('on %j cannot be judged', (metric) =>
    expect(faultOf({ metric, comparison: 'at-least', value: 1 })).toBe('unknown-metric'),
  );
});
