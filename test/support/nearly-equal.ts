/** Where two values differ. */
export const DIFFERS = { nowhere: [] as string[] };

const MOST = 5;

/**
 * The places in which two JSON values differ, at most five. Numbers may differ by what rounding does to fractions: counts
 * and percentiles are never that near and not equal.
 */
export function nearlyEqual(one: unknown, other: unknown, path = ''): string[] {
  if (typeof one === 'number' && typeof other === 'number') {
    const isNear =
      Object.is(one, other) || Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other));
    return isNear ? [] : [`${path}: ${one} is not ${other}`];
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other ? [] : [`${path}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`];
  const found: string[] = [];
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [left, right] = [one, other].map((value) => (value as Record<string, unknown>)[key]);
    found.push(...nearlyEqual(left, right, `${path}/${key}`));
    if (found.length >= MOST) return found.slice(0, MOST);
  }
  return found;
}
