import type { ComparisonWarning } from '../evaluation/warnings.js';
import { metricOf, isFigure, type FigureName } from '../metrics/metrics.js';

/** The interval of a change; null is an end without a limit. */
type Interval95 = readonly (number | null)[] | null;

interface ToldCrude {
  readonly estimate: number | null;
  readonly interval95: Interval95;
}

/** What is told of a comparison, as the evaluation answers it over HTTP. */
export interface ToldComparison extends ToldCrude {
  readonly metric: string;
  readonly hours: string;
  readonly baseline: number | null;
  readonly pilot: number | null;
  readonly warnings: readonly ComparisonWarning[];
  readonly adjusted: {
    readonly refused?: string | undefined;
    readonly estimate?: number | undefined;
    readonly interval95?: Interval95 | undefined;
  } | null;
  readonly placebo: { readonly dates: number; readonly beyond: number } | null;
  readonly negativeControl: ToldCrude | null;
  readonly differenceInDifferences: {
    readonly refused?: string | undefined;
    readonly estimate?: number | undefined;
    readonly interval95?: Interval95 | undefined;
    readonly warnings?: readonly string[] | undefined;
  } | null;
  readonly standardised: { readonly estimate: number | null } | null;
}

/** What is told of an evaluation beside its verdict. */
export interface ToldEvaluation {
  readonly lateChanges: readonly { readonly field: string }[];
  readonly unjudgedTargets: readonly string[];
}

/** The figures that every pilot is asked for. */
const ASKED = ['firstResponseWallMinutesP50', 'coverageRateAttended', 'requestsPerOpenHour'] as const;

const isCoverage = (name: FigureName): boolean => metricOf(name).about === 'coverage';

/** The three figures of a pilot: that of its primary target, then those that are not nearly the same. */
export function headlinesFor(primary: string | undefined): FigureName[] {
  if (primary === undefined || !isFigure(primary)) return [...ASKED];
  const others = ASKED.filter((name) => name !== primary && !(isCoverage(name) && isCoverage(primary)));
  return [primary, ...others].slice(0, ASKED.length);
}
