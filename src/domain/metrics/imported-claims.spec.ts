import { gather } from '../../../test/support/metrics.js';
import { HOUR } from '../interval.js';
import { MetricsAccumulator } from './accumulator.js';
import { NO_FACTS, type ClaimFact } from './facts.js';
import { METRICS } from './metrics.js';

const hours = (from: number, to: number) => ({ start: from * HOUR, end: to * HOUR });
const claim = (from: number, to: number, changes: Partial<ClaimFact> = {}): ClaimFact => ({
  operatorId: 'maya',
  shift: hours(from, to),
  due: hours(from, to),
  worked: null,
  present: hours(from, to),
  recorded: false,
  noShow: false,
  isImported: true,
  ...changes,
});
const RULES = {
  now: 24 * HOUR,
  basis: 'approved',
  followUpHours: 72,
  operators: [],
  escalationCost: null,
} as const;
const figuresOf = (...claims: ClaimFact[]): unknown[] => {
  const gathered = new MetricsAccumulator(RULES);
  for (const one of claims) gathered.addClaim(one);
  return (['attendanceRate', 'noShowRate', 'recordedShare'] as const).map((name) =>
    METRICS[name].of(gathered),
  );
};

it('claims of past rosters are in no figure of who kept to a plan, and show how much is not known', () => {
  const worked = claim(8, 12, { worked: hours(8, 12), recorded: true });
  const absent = claim(12, 16, { noShow: true, recorded: true, present: null });
  const unknown = claim(16, 20);
  expect(figuresOf(worked, absent)).toEqual([null, null, 1]);
  expect(figuresOf(worked, absent, unknown)).toEqual([null, null, 2 / 3]);
  const own = claim(20, 24, { worked: hours(20, 23), recorded: true, isImported: false });
  expect(figuresOf(worked, absent, unknown, own)).toEqual([3 / 4, 0, 3 / 4]);
});

describe('who attended is not known', () => {
  const night = claim(20, 24);
  const attendedOf = (...claims: ClaimFact[]): unknown[] => {
    const demand = [{ positionId: 'lab', start: 18 * HOUR, end: 24 * HOUR, required: 1, date: '2026-11-02' }];
    const facts = {
      ...NO_FACTS,
      demand,
      calendar: demand,
      claims,
      approved: claims.map(({ shift }) => ({ positionId: 'lab', ...shift })),
      attended: claims.flatMap(({ worked }) => (worked ? [{ positionId: 'lab', ...worked }] : [])),
    };
    const slices = [18, 20, 22].map((from, bucket) => ({ ...hours(from, from + 2), bucket }));
    const buckets = slices.map(() => new MetricsAccumulator({ ...RULES, basis: 'attended' }));
    gather(facts, slices, (bucket) => buckets[bucket]!, RULES);
    return buckets.map((gathered) =>
      (['coverageRate', 'coverageRateAttended', 'demandWhileEmpty', 'requiredMinutes'] as const).map((name) =>
        METRICS[name].of(gathered),
      ),
    );
  };

  it.each<[string, ClaimFact[], unknown[]]>([
    [
      'where a past roster tells no worked times: only the hours of its shift',
      [claim(18, 20, { worked: hours(18, 20), recorded: true }), night],
      [
        [1, 1, 0, 120],
        [null, null, null, 120],
        [null, null, null, 120],
      ],
    ],
    [
      'but is where it tells an absence',
      [claim(20, 22, { noShow: true, recorded: true, present: null })],
      [
        [0, 0, 0, 120],
        [0, 0, 0, 120],
        [0, 0, 0, 120],
      ],
    ],
    [
      'but is where it was planned here, and nobody checked in',
      [claim(20, 24, { isImported: false })],
      [
        [0, 0, 0, 120],
        [0, 0, 0, 120],
        [0, 0, 0, 120],
      ],
    ],
  ])('%s', (_name, claims, expected) => {
    expect(attendedOf(...claims)).toEqual(expected);
  });
});
