import { isFigure, metricOf, type FigureName } from './metrics.js';

export const COMPARISONS = ['at-least', 'at-most'] as const;
type Comparison = (typeof COMPARISONS)[number];

/** What a pilot is to reach. */
export interface Target {
  metric: string;
  comparison: Comparison;
  value: number;
}

/** Why a target cannot be judged: no metric has this name, less (more) of it is better, or the value is none that it can have. */
export type TargetFault = 'unknown-metric' | 'less-is-better' | 'more-is-better' | 'share' | 'negative';

/** The comparisons that make sense of a metric: both where it depends what is better. */
export function comparisonsFor(name: FigureName): readonly Comparison[] {
  const { better } = metricOf(name);
  return better === null ? COMPARISONS : [better === 'more' ? 'at-least' : 'at-most'];
}

export function faultOf({ metric: name, comparison, value }: Target): TargetFault | null {
  if (!isFigure(name)) return 'unknown-metric';
  if (!comparisonsFor(name).includes(comparison))
    return comparison === 'at-least' ? 'less-is-better' : 'more-is-better';
  if (metricOf(name).unit === 'share' && (value < 0 || value > 1)) return 'share';
  return value < 0 ? 'negative' : null;
}
