import { isFigure, metricOf } from '../metrics/metrics.js';
import { numberText } from './figure-text.js';
import type { Teller } from './say.js';
import type { ToldComparison } from './told.js';

type Interval = readonly (number | null)[] | null | undefined;

/** A change with its interval; null is an end without a limit. */
export interface Change {
  metric: string;
  estimate: number | null | undefined;
  interval: Interval;
}

const isRate = (metric: string): boolean => isFigure(metric) && metricOf(metric).compared?.as === 'rate';

/** A change with its sign: of rates in per cent, of shares in points, of times in minutes. Null without an estimate. */
export function changeText(
  { metric, estimate, interval }: Change,
  { evaluation: say, formats }: Teller,
): string | null {
  if (estimate === null || estimate === undefined) return null;
  const unit = isFigure(metric) ? metricOf(metric).unit : 'count';
  const scale = isRate(metric) || unit === 'share' ? 100 : 1;
  const zero = isRate(metric) ? 1 : 0;
  const textOf = (value: number): string =>
    numberText((value - zero) * scale, formats, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  const [low, high] = [interval?.[0], interval?.[1]].map((end) =>
    end === null || end === undefined ? say('open') : textOf(end),
  );
  const alone = textOf(estimate);
  const change = isRate(metric)
    ? `${alone} %`
    : unit === 'share'
      ? say('points', { change: alone })
      : unit === 'minutes'
        ? say('minutes', { change: alone })
        : alone;
  return interval ? say('range', { change, low: low!, high: high! }) : change;
}

/** The comparison that verdicts of rates go by: net of the trend where that can be had. */
export function bestOf(comparison: ToldComparison): Change & { isNet: boolean } {
  const { metric, adjusted } = comparison;
  if (adjusted && adjusted.refused === undefined && adjusted.estimate !== undefined)
    return { metric, estimate: adjusted.estimate, interval: adjusted.interval95, isNet: true };
  return { ...crudeOf(metric, comparison), isNet: false };
}

export const crudeOf = (
  metric: string,
  { estimate, interval95 }: Pick<ToldComparison, 'estimate' | 'interval95'>,
): Change => ({ metric, estimate, interval: interval95 });

/** Less than this is not worth a word. */
const WORTH_TELLING = 1.5;

/** How many times as fast a time became, where that is worth a word. */
export function speedText(
  { metric, baseline, pilot }: Pick<ToldComparison, 'metric' | 'baseline' | 'pilot'>,
  { evaluation: say, formats }: Teller,
): string | null {
  if (!isFigure(metric) || metricOf(metric).unit !== 'minutes' || !baseline || !pilot) return null;
  const times = Math.max(baseline / pilot, pilot / baseline);
  if (times < WORTH_TELLING) return null;
  return say(pilot < baseline ? 'timesFaster' : 'timesSlower', {
    times: numberText(times, formats, { maximumSignificantDigits: 2 }),
  });
}
