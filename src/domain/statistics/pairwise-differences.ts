/** A value and how often it occurs. */
export interface WeightedValue {
  readonly value: number;
  readonly count: number;
}

/** All differences of a value of the first and a value of the second sample, without making them one by one. */
export interface PairwiseDifferences {
  readonly count: number;
  readonly sizes: readonly [first: number, second: number];
  /** Whether a value occurs twice, within a sample or between both. */
  readonly hasTies: boolean;
  /** The standard error of the number of positive differences, with the ties within the samples taken off. */
  readonly standardError: number;
  /** The k-th smallest difference, k from 1. */
  at(k: number): number;
}

/** All differences first − second. Values may be in any order. */
export function differencesOf(
  first: readonly WeightedValue[],
  second: readonly WeightedValue[],
): PairwiseDifferences {
  const [xs, ys] = [merged(first), merged(second)];
  const [m, n] = [sizeOf(xs), sizeOf(ys)];
  const values = new Set(xs.map(({ value }) => value));
  const isTied = ({ count }: WeightedValue): boolean => count > 1;
  const ties = [...xs, ...ys].reduce((sum, { count }) => sum + count ** 3 - count, 0);
  return {
    count: m * n,
    sizes: [m, n],
    hasTies: xs.some(isTied) || ys.some(isTied) || ys.some(({ value }) => values.has(value)),
    standardError: Math.sqrt(((m * n) / 12) * (m + n + 1 - ties / ((m + n) * (m + n - 1)))),
    at: (k) => select(xs, ys, k),
  };
}

/**
 * The k-th smallest difference by bisection between real differences: each round counts the pairs up to a middle
 * in one pass over both samples, and meets the nearest differences on both sides of it.
 */
function select(xs: readonly WeightedValue[], ys: readonly WeightedValue[], k: number): number {
  let low = xs[0]!.value - ys.at(-1)!.value;
  let high = xs.at(-1)!.value - ys[0]!.value;
  while (low < high) {
    const middle = low + (high - low) / 2;
    const around = split(xs, ys, middle < high ? middle : low);
    if (around.upTo >= k) high = around.last;
    else low = around.next;
  }
  return high;
}

/** How many pairs differ by at most `limit`, the largest such difference, and the smallest one beyond. */
function split(
  xs: readonly WeightedValue[],
  ys: readonly WeightedValue[],
  limit: number,
): { upTo: number; last: number; next: number } {
  let [upTo, last, next] = [0, -Infinity, Infinity];
  let beyond = 0;
  let weight = sizeOf(ys);
  for (const { value, count } of xs) {
    while (beyond < ys.length && value - ys[beyond]!.value > limit) weight -= ys[beyond++]!.count;
    upTo += count * weight;
    if (beyond < ys.length) last = Math.max(last, value - ys[beyond]!.value);
    if (beyond > 0) next = Math.min(next, value - ys[beyond - 1]!.value);
  }
  return { upTo, last, next };
}

const sizeOf = (values: readonly WeightedValue[]): number =>
  values.reduce((sum, { count }) => sum + count, 0);

function merged(values: readonly WeightedValue[]): WeightedValue[] {
  const counts = new Map<number, number>();
  for (const { value, count } of values) if (count > 0) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => a.value - b.value);
}
