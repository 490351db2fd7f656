import { openSpans } from '../domain/coverage.js';
import { intersect, intersection, MINUTE, subtract, type Span } from '../domain/interval.js';
import {
  countedPhase,
  timeOfKinds,
  type CountedKind,
  type CountedPhase,
} from '../domain/metrics/counted-hours.js';
import { PHASE_NAMES, type ByPhase, type PhaseName } from '../domain/pilots/phases.js';
import type { FactsLocation, MetricsFacts } from './metrics-facts.js';
import type { PilotContext } from './parsed-metrics-query.js';

/** Which part of a phase a query counts. */
export interface Counting {
  hours: CountedKind;
  /** What lies ahead counts, too. */
  isPlanned: boolean;
}

type Kinds = Record<CountedKind, ByPhase<readonly Span[]>>;

/**
 * The time of a pilot that counts, at each of its locations: its phases without exclusions, up to now, in the
 * hours of one kind.
 */
export class CountedTime {
  private readonly byZone = new Map<string, ByPhase<CountedPhase>>();
  private readonly kinds = new Map<string, Kinds>();

  constructor(private readonly job: PilotContext) {}

  /** Finds out when a location was open. Needed before `spansOf` for other than all hours. */
  async findOpenHours(location: FactsLocation, facts: MetricsFacts, isPlanned: boolean): Promise<void> {
    const { baseline, pilot } = this.phasesIn(location.timeZone, isPlanned);
    const open: Span[] = [];
    const required: Span[] = [];
    const hulls = [baseline, pilot].flatMap(({ spans }) => hullOf(spans) ?? []);
    for (const hull of hulls.sort((a, b) => a.start - b.start)) {
      const demand = await facts.demandOf(location, hull);
      const within = (spans: readonly Span[]): Span[] => intersect(spans, [hull]);
      open.push(...within(openSpans(demand)));
      required.push(...within(openSpans(demand.filter((piece) => piece.required > 0))));
    }
    this.kinds.set(keyOf(location, isPlanned), timeOfKinds({ baseline, pilot }, open, required));
  }

  /** Sorted and disjoint. */
  spansOf(location: FactsLocation, phase: PhaseName, { hours, isPlanned }: Counting): readonly Span[] {
    if (hours === 'all') return this.phasesIn(location.timeZone, isPlanned)[phase].spans;
    return this.kinds.get(keyOf(location, isPlanned))![hours][phase];
  }

  /** Fixed costs belong to the pilot phase, and are spread over its counted time at all locations, the future included. */
  fixedCostsPerMinute(phase: PhaseName): number {
    const fixedCosts = phase === 'pilot' ? (this.job.rules.fixedCosts ?? 0) : 0;
    return fixedCosts === 0 ? 0 : fixedCosts / this.plannedMinutes(phase);
  }

  private plannedMinutes(phase: PhaseName): number {
    const zones = this.job.locations.map(({ timeZone }) => this.phasesIn(timeZone, true)[phase].spans);
    return zones.flat().reduce((sum, { start, end }) => sum + (end - start) / MINUTE, 0);
  }

  private phasesIn(zone: string, isPlanned: boolean): ByPhase<CountedPhase> {
    const key = `${zone} ${isPlanned}`;
    let phases = this.byZone.get(key);
    if (!phases) {
      const calendar = { ...this.job.calendar, zone };
      const [baseline, pilot] = PHASE_NAMES.map((name) =>
        countedPhase(this.countedIn(name, zone, isPlanned), calendar),
      );
      this.byZone.set(key, (phases = { baseline: baseline!, pilot: pilot! }));
    }
    return phases;
  }

  private countedIn(name: PhaseName, zone: string, isPlanned: boolean): Span[] {
    const phase = this.job.phases[name][zone];
    const end = isPlanned ? Infinity : this.job.now;
    const begun = phase && intersection(phase, { start: -Infinity, end });
    return begun ? subtract([begun], this.job.exclusions[zone]!) : [];
  }
}

const keyOf = ({ id }: FactsLocation, isPlanned: boolean): string => `${id} ${isPlanned}`;

/** From the first start to the last end; null without spans. */
export const hullOf = (spans: readonly Span[]): Span | null =>
  spans.length === 0
    ? null
    : {
        start: Math.min(...spans.map(({ start }) => start)),
        end: Math.max(...spans.map(({ end }) => end)),
      };
