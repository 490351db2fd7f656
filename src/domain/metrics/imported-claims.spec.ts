import { HOUR } from '../interval.js';
import { MetricsAccumulator } from './accumulator.js';
import type { ClaimFact } from './facts.js';
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
const figuresOf = (...claims: ClaimFact[]): unknown[] => {
  const rules = {
    now: 24 * HOUR,
    basis: 'approved',
    followUpHours: 72,
    operators: [],
    escalationCost: null,
  } as const;
  const gathered = new MetricsAccumulator(rules);
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
