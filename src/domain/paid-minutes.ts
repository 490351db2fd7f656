import { intersection, minutesOf, type Span } from './interval.js';
import { datesTouched } from './week-calendar.js';

/**
 * The whole minutes of work that fall in a period, which begins and ends at local midnights. The span is
 * rounded once, then divided among its local dates by largest remainder (the earlier date for equal ones). So
 * the parts always add up to the whole, however dates are grouped into periods.
 */
export function paidMinutes(worked: Span, period: Span, zone: string): number {
  const parts = datesTouched(worked, zone).flatMap(({ span }) => intersection(worked, span) ?? []);
  const shares = shareOut(parts.map(minutesOf), Math.round(minutesOf(worked)));
  return parts.reduce((sum, part, index) => (intersection(part, period) ? sum + shares[index]! : sum), 0);
}

/**
 * Whole numbers that add up to `total`. Each part is rounded down or up; those with the largest remainders go
 * up. `total` is the rounded sum of the parts.
 */
export function shareOut(parts: readonly number[], total: number): number[] {
  const shares = parts.map(Math.floor);
  const left = total - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part - shares[index]! }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) shares[index]! += 1;
  return shares;
}
