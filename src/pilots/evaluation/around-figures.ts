import {
  comparedAround,
  latestOf,
  type BeforeAfter,
  type MeasuredAround,
} from '../../domain/evaluation/before-after.js';
import {
  eventsOf,
  periodsDiffer,
  weeksAround,
  type Bounds,
  type ChosenWeeks,
  type Mark,
  type NotCompared,
  type WeeksAround,
} from '../../domain/evaluation/around-maintenance.js';
import type { MeasuredWeek } from '../../domain/evaluation/weeks.js';
import { overlaps, type Span } from '../../domain/interval.js';
import { addDays, daysBetween, localDateOf, type LocalDate } from '../../domain/local-date.js';
import { MetricsAccumulator, type MeasuringRules } from '../../domain/metrics/accumulator.js';
import { slicesWithin, type Slice } from '../../domain/metrics/buckets.js';
import type { PhaseName } from '../../domain/pilots/phases.js';
import { startOfDate } from '../../domain/recurrence.js';
import type { FactsLocation } from '../metrics-facts.js';
import type { EvaluationJob } from './evaluation-job.js';

/** The comparisons before and after what was done to a pilot's locations, and how many there was no room for. */
export interface AroundFigures {
  beforeAfter: readonly BeforeAfter[];
  leftOut: number;
}

interface Chosen {
  event: Mark;
  weeks: ChosenWeeks | NotCompared;
}

/** Time between two dates at which a week begins or ends somewhere, so that weeks of several events can share it. */
interface Stretch {
  from: LocalDate;
  sums: MetricsAccumulator;
  hasTime: boolean;
}

/**
 * Collects what happened in the weeks around maintenance. One gathering for a location and phase holds the weeks of all
 * events, so costs hardly depend on their number.
 */
export class AroundMaintenance {
  private readonly chosen: readonly Chosen[];
  private readonly leftOut: number;
  /** By location and phase, in order. */
  private readonly stretches = new Map<string, Stretch[]>();
  private readonly zones: ReadonlyMap<string, string>;

  constructor(
    private readonly job: EvaluationJob,
    private readonly rules: MeasuringRules,
    marks: readonly Mark[],
  ) {
    this.zones = new Map(job.locations.map(({ id, timeZone }) => [id, timeZone]));
    const ofLocations = job.locations.map(({ id }) =>
      eventsOf(marks.filter((mark) => mark.locationId === id)),
    );
    const isBegun = ({ locationId, at }: Mark): boolean =>
      startOfDate(at.from, this.zones.get(locationId)!) <= job.now;
    const { chosen, leftOut } = latestOf(ofLocations.flat(), isBegun);
    this.leftOut = leftOut;
    this.chosen = ofLocations
      .flatMap((events) =>
        events.map((event, index) => ({
          event,
          weeks: () => weeksAround(events, index, this.boundsAt(event)),
        })),
      )
      .filter(({ event }) => chosen.has(event))
      .map(({ event, weeks }) => ({ event, weeks: weeks() }))
      .sort((a, b) => (a.event.at.from < b.event.at.from ? -1 : 1));
  }

  /** The slices of a location's counted time in the weeks around its events; null where there are none. */
  slicesOf(
    { id, timeZone }: FactsLocation,
    phase: PhaseName,
    counted: readonly Span[],
  ): readonly Slice[] | null {
    const weeks = this.chosen.flatMap(({ event, weeks: chosen }) =>
      event.locationId === id && 'phase' in chosen && chosen.phase === phase
        ? [...chosen.before.weeks, ...chosen.after.weeks]
        : [],
    );
    if (weeks.length === 0) return null;
    const edges = [...new Set(weeks.flatMap(({ from, to }) => [from, to]))].sort();
    const stretches = edges.map((from): Stretch => ({
      from,
      sums: new MetricsAccumulator(this.rules),
      hasTime: false,
    }));
    this.stretches.set(keyOf(id, phase), stretches);
    const pieces = edges.slice(0, -1).map((from, bucket) => ({
      start: startOfDate(from, timeZone),
      end: startOfDate(edges[bucket + 1]!, timeZone),
      bucket,
    }));
    const isWanted = ({ bucket }: Slice): boolean =>
      weeks.some(({ from, to }) => from <= edges[bucket]! && edges[bucket]! < to);
    const slices = slicesWithin(pieces.filter(isWanted), counted);
    for (const { bucket } of slices) stretches[bucket]!.hasTime = true;
    return slices;
  }

  /** The sums of a stretch of `slicesOf`. */
  sumsOf(location: FactsLocation, phase: PhaseName, bucket: number): MetricsAccumulator {
    return this.stretches.get(keyOf(location.id, phase))![bucket]!.sums;
  }

  /** Call it when all was gathered. */
  compared(): AroundFigures {
    const { seed, terms } = this.job;
    const beforeAfter = this.chosen.map(({ event, weeks }): BeforeAfter => {
      if (!('phase' in weeks)) return { event, weeks, comparisons: [], warnings: [] };
      const { isExcluded } = this.boundsAt(event);
      const isOtherPeriod = periodsDiffer(weeks, isExcluded, terms);
      return { event, weeks, ...comparedAround(this.measured(event, weeks), { seed, isOtherPeriod }) };
    });
    return { beforeAfter, leftOut: this.leftOut };
  }

  private measured({ locationId }: Mark, { phase, before, after }: ChosenWeeks): MeasuredAround {
    const stretches = this.stretches.get(keyOf(locationId, phase)) ?? [];
    const weeksOf = ({ weeks }: WeeksAround): MeasuredWeek[] =>
      weeks.flatMap(({ from, to }) => {
        const own = stretches.filter(
          (stretch) => stretch.hasTime && from <= stretch.from && stretch.from < to,
        );
        if (own.length === 0) return [];
        const gathered = new MetricsAccumulator(this.rules);
        for (const { sums } of own) gathered.add(sums, { withWaits: true });
        const week = Math.floor(daysBetween(before.from, from) / 7);
        return [{ week, weekOfTerm: null, isOver: true, gathered }];
      });
    return { before: weeksOf(before), after: weeksOf(after) };
  }

  private boundsAt({ locationId }: Mark): Bounds {
    const zone = this.zones.get(locationId)!;
    const { phases, exclusions, now } = this.job;
    const datesOf = (name: PhaseName): { from: LocalDate; to: LocalDate } => {
      const { start, end } = phases[name][zone]!;
      return { from: localDateOf(start, zone), to: localDateOf(end, zone) };
    };
    return {
      phases: { baseline: datesOf('baseline'), pilot: datesOf('pilot') },
      isExcluded: (date) => {
        const day = { start: startOfDate(date, zone), end: startOfDate(addDays(date, 1), zone) };
        return exclusions[zone]!.some((span) => overlaps(span, day));
      },
      today: localDateOf(now, zone),
    };
  }
}

const keyOf = (locationId: string, phase: PhaseName): string => `${locationId} ${phase}`;
