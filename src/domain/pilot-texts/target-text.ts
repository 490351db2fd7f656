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
