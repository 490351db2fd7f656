import type { Target } from '../metrics/targets.js';
import { figureText } from './figure-text.js';
import type { Teller } from './say.js';

/** What a target asks for: "at most 15". */
export const targetText = ({ metric, comparison, value }: Target, teller: Teller): string =>
  teller.evaluation(comparison, { value: figureText(metric, value, teller.formats) });

/** The interval that decides a target: "12 to 14", or "from 12" without an upper limit. Null without one. */
export function intervalText(
  metric: string,
  interval: readonly (number | null)[] | null,
  { evaluation: say, formats }: Teller,
): string | null {
  const [low, high] = interval ?? [];
  if (low === null || low === undefined) return null;
  const from = { low: figureText(metric, low, formats) };
  if (high === null || high === undefined) return say('from', from);
  return say('intervalOf', { ...from, high: figureText(metric, high, formats) });
}

/** What half, all or twice the planned weeks can show, in words; of the planned weeks. Null where nobody knows. */
export function beforehandText(
  metric: string,
  beforehand: readonly { weeks: number; margin: number | null; isReachable: boolean | null }[] | null,
  { evaluation: say, formats }: Teller,
): { text: string; isReachable: boolean } | null {
  // Half of the planned weeks, all of them, and twice as many; of a week or two there is only one.
  const planned = beforehand?.[Math.min(1, beforehand.length - 1)];
  if (!planned || planned.margin === null) return null;
  const { weeks, margin } = planned;
  const isReachable = planned.isReachable !== false;
  return {
    isReachable,
    text: say(isReachable ? 'beforehand' : 'unreachable', {
      weeks,
      margin: figureText(metric, margin, formats),
    }),
  };
}
