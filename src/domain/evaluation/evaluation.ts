import { HOURS_KINDS, type HoursKind } from '../metrics/counted-hours.js';
import { metricOf, type FigureName } from '../metrics/metrics.js';
import { LEVEL } from '../statistics/confidence.js';
import type { Detectable } from '../statistics/power.js';
import { beforehandOf, detectableOf, type Beforehand } from './beforehand.js';
import { compare, type CrudeComparison } from './comparison.js';
import { standardisedOf, type Mix, type StandardisedFigure } from './mix.js';
import {
  modelled,
  negativeControlOf,
  type MeasuredLocation,
  type Modelled,
  type NegativeControl,
} from './models.js';
import { judge, type FigureTarget, type JudgedTarget } from './target.js';
import { levelOf } from './verdict.js';
import { dataWarnings, type ComparisonWarning } from './warnings.js';
import type { PhaseWeeks } from './weeks.js';

export const VERDICTS = ['go-on', 'stop', 'cannot-tell'] as const;
export type Verdict = (typeof VERDICTS)[number];
export const ROLES = ['primary', 'secondary', 'exploratory'] as const;
export type Role = (typeof ROLES)[number];

/** The figures that are compared for every pilot; those of its targets come on top. */
export const COMPARED = [
  'requestsPerOpenHour',
  'requestsPerStaffedHour',
  'coverageRateAttended',
  'firstResponseWallMinutesP50',
  'firstResponseWallMinutesP90',
  'answeredWithin15Minutes',
  'answeredWithin60Minutes',
  'answeredWithin24Hours',
  'resolutionWallMinutesP50',
  'firstLevelResolutionRate',
  'escalationShare',
] as const satisfies readonly FigureName[];

/** What is known of a pilot when it is evaluated. */
export interface EvaluatedPilot {
  readonly targets: readonly (FigureTarget & { readonly primary?: boolean | undefined })[];
  /** The pilot runs, or was ended early: who looks may have stopped it, so intervals allow for a look every week. */
  readonly isInterim: boolean;
  /** The planned weeks of a pilot that has not started; null from its start on. */
  readonly plannedWeeks: number | null;
  /** The weeks of the pilot's locations together, in each kind of hours. */
  readonly weeks: Readonly<Record<HoursKind, PhaseWeeks>>;
  /** The weeks of each location in all hours; those without operators are for comparison. */
  readonly locations: readonly MeasuredLocation[];
  /** The open hours of both phases in which nobody was required: what happens there is not the pilot's doing. */
  readonly control: PhaseWeeks;
  /** Of all hours. */
  readonly mix: Mix;
}

export interface Comparison extends CrudeComparison, Modelled {
  readonly metric: FigureName;
  readonly hours: HoursKind;
  readonly role: Role;
  /** The same where the pilot changed nothing: for targets, and rates of all hours. Null where there are no such hours. */
  readonly negativeControl: NegativeControl | null;
  /** Of all hours only. */
  readonly standardised: StandardisedFigure | null;
}

export interface EvaluatedTarget extends FigureTarget, JudgedTarget {
  readonly primary: boolean;
  /** What a pilot like the baseline could show; null from the pilot's start on. */
  readonly beforehand: readonly Beforehand[] | null;
}

export interface Evaluation {
  readonly verdict: Verdict;
  readonly comparisons: readonly Comparison[];
  /** In the order of the pilot's targets. */
  readonly targets: readonly EvaluatedTarget[];
  /** Which changes of `requestsPerOpenHour` a pilot would show; null from the pilot's start on. */
  readonly detectable: readonly Detectable[] | null;
}

/** Evaluates a pilot: what its targets say, and how baseline and pilot compare. `seed`: for drawing weeks. */
export function evaluate(pilot: EvaluatedPilot, seed: number): Evaluation {
  const { weeks, isInterim, plannedWeeks } = pilot;
  const primary = pilot.targets.find((target) => target.primary) ?? pilot.targets[0];
  const others = pilot.targets.length - 1;
  const targets = pilot.targets.map((target): EvaluatedTarget => {
    const level = levelOf(target === primary, others);
    return {
      ...target,
      primary: target === primary,
      ...judge(target, weeks.all, { level, isInterim }),
      beforehand:
        plannedWeeks === null
          ? null
          : beforehandOf(target, weeks.all.baseline, { level, plannedWeeks, seed }),
    };
  });
  const named = new Set(targets.map(({ metric }) => metric));
  const figures = new Set([...(primary ? [primary.metric] : []), ...named, ...COMPARED]);
  const roleOf = (metric: FigureName, hours: HoursKind): Role => {
    if (hours !== 'all' || !named.has(metric)) return 'exploratory';
    return metric === primary?.metric ? 'primary' : 'secondary';
  };
  return {
    verdict: verdictOfAll(targets),
    comparisons: [...figures].flatMap((metric) =>
      HOURS_KINDS.map((hours) => comparisonOf(metric, hours, roleOf(metric, hours), pilot, seed)),
    ),
    targets,
    detectable: plannedWeeks === null ? null : detectableOf(weeks.all.baseline, { plannedWeeks, seed }),
  };
}

const WORDS = { met: 'go-on', 'not-met': 'stop', 'cannot-tell': 'cannot-tell' } as const;

/** The primary target decides. Without a target nobody said what would be enough. */
const verdictOfAll = (targets: Evaluation['targets']): Verdict =>
  WORDS[targets.find(({ primary }) => primary)?.verdict ?? 'cannot-tell'];

/** How often weeks are drawn. */
const REPLICATES = { ofTargets: 2_000, exploratory: 1_000 };

function comparisonOf(
  metric: FigureName,
  hours: HoursKind,
  role: Role,
  pilot: EvaluatedPilot,
  seed: number,
): Comparison {
  const weeks = pilot.weeks[hours];
  const replicates = REPLICATES[role === 'exploratory' ? 'exploratory' : 'ofTargets'];
  const crude = compare(metric, weeks, { level: LEVEL, seed, replicates });
  const models = modelled(metric, crude, {
    weeks,
    isInterim: pilot.isInterim,
    locations: hours === 'all' ? pilot.locations : [],
  });
  const isAsked = role !== 'exploratory' || (hours === 'all' && metricOf(metric).compared?.as === 'rate');
  const negativeControl = isAsked ? negativeControlOf(metric, pilot.control, seed) : null;
  const standardised = hours === 'all' ? standardisedOf(metric, pilot.mix) : null;
  const warnings: ComparisonWarning[] = [...crude.warnings, ...dataWarnings(metric, weeks)];
  if (standardised) warnings.push('changed-mix');
  warnings.push(...models.warnings);
  return { metric, hours, role, ...crude, ...models.of, standardised, negativeControl, warnings };
}
