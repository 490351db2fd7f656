import { firstEndingAfter, overlaps, subtract, type Span } from '../domain/interval.js';
import { slicesWithin, hourUnits, type Slice } from '../domain/metrics/buckets.js';
import type { CountsTargets } from '../domain/metrics/counts/day-counts.js';
import { NO_FACTS } from '../domain/metrics/facts.js';
import { timelineOf, type Timeline } from '../domain/metrics/pilot-metrics.js';
import { hullOf } from './counted-time.js';
import type { FactsLocation, LocationRecord, MetricsFacts, RequestsAlone } from './metrics-facts.js';
import type { PilotContext } from './parsed-metrics-query.js';

/** Sums that are gathered over the counted time of a location. */
export interface Gathering {
  /** The counted time of a location by bucket. */
  slicesAt(location: FactsLocation): readonly Slice[];
  /** Adds what slices contain of a record, which is without requests. */
  addRecord(record: LocationRecord, slices: readonly Slice[], timeline: Timeline): void;
  /** Adds what slices contain of requests; called for each batch. */
  addRequests(requests: RequestsAlone, slices: readonly Slice[], timeline: Timeline): void;
  /** Where the counts of a location go. */
  countsInto(location: FactsLocation): CountsTargets;
}

/** A location's time to gather. */
export interface GatheredTime {
  location: FactsLocation;
  window: Span;
  fixedCostsPerMinute: number;
}

/** So many separate spans are read by themselves; more of them as one. */
const MOST_SPANS = 8;
/** So many days in which a bucket ends are read from their rows rather than from their hours. */
const FEW_DAYS = 2;

/**
 * Gathers what happened at a location: from the counts of its days, and from rows where days are not counted yet, too
 * young for the follow-up, or cut within an hour. Use it within one transaction. `each` is called with what is to be done
 * with every gathering.
 */
export async function gatherLocation(
  facts: MetricsFacts,
  context: PilotContext,
  { location, window, fixedCostsPerMinute }: GatheredTime,
  gatherings: readonly Gathering[],
  each: (work: (gathering: Gathering) => void) => void = (work) => gatherings.forEach(work),
): Promise<void> {
  const slices = new Map(gatherings.map((gathering) => [gathering, gathering.slicesAt(location)]));
  const targets = new Map(gatherings.map((gathering) => [gathering, gathering.countsInto(location)]));
  const counted = await facts.countedDays(location, window, context);
  const cut = cutDays(counted, [...slices.values()], { ...context.calendar, zone: location.timeZone });
  const isSplit = [...targets.values()].some(({ togetherIn }) => togetherIn === null);
  const withHours = isSplit || cut.onHours.size > FEW_DAYS;
  const days = counted.filter((day) => !cut.within.has(day) && (withHours || !cut.onHours.has(day)));
  for await (const day of facts.counts(location, days, withHours))
    each((gathering) =>
      day.addTo({ slices: slices.get(gathering)!, fixedCostsPerMinute, ...targets.get(gathering)! }),
    );
  const rest = subtract([window], days);
  const spans = rest.length > MOST_SPANS ? [hullOf(rest)!] : rest;
  for (const span of spans) {
    const record = await facts.load(location, span, fixedCostsPerMinute);
    const timeline = timelineOf(record, span, context.now);
    const within = rest.filter((one) => overlaps(one, span));
    const parts = new Map([...slices].map(([gathering, all]) => [gathering, slicesWithin(all, within)]));
    each((gathering) => gathering.addRecord(record, parts.get(gathering)!, timeline));
    for await (const requests of facts.requests(location.id, span)) {
      const asked = { ...NO_FACTS, calendar: record.calendar, requests };
      each((gathering) => gathering.addRequests(asked, parts.get(gathering)!, timeline));
    }
  }
}

/** The days (in order) that slices cut: between their hours, or within one. */
function cutDays(
  days: readonly Span[],
  all: readonly (readonly Slice[])[],
  calendar: PilotContext['calendar'],
): { onHours: Set<Span>; within: Set<Span> } {
  const cuts = new Map<Span, Set<number>>();
  for (const slices of all)
    for (const { start, end } of slices)
      for (const at of [start, end]) {
        const day = days[firstEndingAfter(at, days)];
        if (!day || at <= day.start) continue;
        const known = cuts.get(day);
        if (known) known.add(at);
        else cuts.set(day, new Set([at]));
      }
  const within = [...cuts].filter(([day, times]) => {
    const hours = new Set(hourUnits(day, calendar).map(({ start }) => start));
    return [...times].some((at) => !hours.has(at));
  });
  return { onHours: new Set(cuts.keys()), within: new Set(within.map(([day]) => day)) };
}
