import { isFigure, metricOf, type FigureName } from './metrics.js';

export const COMPARISONS = ['at-least', 'at-most'] as const;
type Comparison = (typeof COMPARISONS)[number];

/** A goal of a pilot. */
export interface Target {
  metric: string;
  comparison: Comparison;
  value: number;
}

/**
 * Why a target cannot be judged: no metric has this name, the comparison is the wrong way round, or the
 * metric cannot have the value.
 */
export type TargetFault = 'unknown-metric' | 'less-is-better' | 'more-is-better' | 'share' | 'negative';

/** The comparisons that make sense for a metric; both when it depends which way is better. */
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
