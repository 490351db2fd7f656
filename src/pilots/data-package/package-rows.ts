import type { LocationDto } from '../../coverage/locations.dto.js';
import { localDateOf, startOfWeek } from '../../domain/local-date.js';
import { LONGEST_GAP } from '../../domain/activity/gate-spans.js';
import { overlaps, SpanIndex, unite, type Span } from '../../domain/interval.js';
import { METRIC_BASES } from '../../domain/metrics/accumulator.js';
import { timelineOf } from '../../domain/metrics/pilot-metrics.js';
import { DEFINITION_VERSION, FIGURE_NAMES } from '../../domain/metrics/metrics.js';
import { PHASE_NAMES } from '../../domain/pilots/phases.js';
import { gapsIn } from '../../domain/staffing.js';
import type { CsvValue } from '../../domain/tables/csv-text.js';
import type { WeekCalendar } from '../../domain/week-calendar.js';
import { CountedTime, hullOf } from '../counted-time.js';
import type { EvaluationJob } from '../evaluation/evaluation-job.js';
import type { FactsLocation, LocationRecord, MetricsFacts } from '../metrics-facts.js';
import type { PilotMetricsDto } from '../pilots.dto.js';
import type { Kind } from './package-job.js';
import type { PackageTableName } from './package-tables.js';

/** Some rows of a table; several batches of a table may come in a row. */
export interface Batch {
  table: PackageTableName;
  rows: readonly (readonly CsvValue[])[];
}

const instant = (millis: number | null | undefined): string | null =>
  millis === null || millis === undefined ? null : new Date(millis).toISOString();

/** As PostgreSQL writes a tstzmultirange. */
const multirange = (spans: readonly Span[] | null): string | null =>
  spans && `{${spans.map(({ start, end }) => `["${instant(start)}","${instant(end)}")`).join(',')}}`;

/** All rows but figures, table by table, one location at a time. Only what lies in the counted time is exported. */
export async function* packageRows(facts: MetricsFacts, job: EvaluationJob): AsyncGenerator<Batch> {
  const counted = new CountedTime(job);
  const { followUpHours, escalationCost } = job.rules;
  yield {
    table: 'pilot',
    rows: [
      [
        instant(job.now),
        DEFINITION_VERSION,
        followUpHours,
        escalationCost,
        counted.fixedCostsPerMinute('pilot'),
        job.calendar.weekStartsOn,
      ],
    ],
  };
  const located: readonly (readonly [LocationDto, string])[] = [
    ...job.locations.map((location) => [location, 'pilot'] as const),
    ...job.comparisonLocations.map((location) => [location, 'comparison'] as const),
  ];
  yield {
    table: 'locations',
    rows: located.map(([{ id, name, timeZone }, role]) => [id, name, timeZone, role]),
  };
  const marked = { locations: located.map(([location]) => location), phases: job.phases };
  yield {
    table: 'maintenance',
    rows: (await facts.marks(marked)).map((mark) => [
      mark.locationId,
      instant(Date.parse(mark.startsAt)),
      instant(Date.parse(mark.endsAt)),
      mark.reason,
      mark.closesCoverage,
      mark.changedPast,
      mark.withdrawnBecause,
    ]),
  };
  for (const [location] of located) {
    const spans = PHASE_NAMES.flatMap((phase) =>
      counted
        .spansOf(location, phase, { hours: 'all', isPlanned: false })
        .map(({ start, end }) => ({ phase, start, end })),
    ).sort((a, b) => a.start - b.start);
    const window = hullOf(spans);
    if (!window) continue;
    yield {
      table: 'phases',
      rows: spans.map(({ phase, start, end }) => [phase, location.id, instant(start), instant(end)]),
    };
    yield* rowsAt(facts, location, { spans, window, now: job.now });
  }
}

async function* rowsAt(
  facts: MetricsFacts,
  location: FactsLocation,
  { spans, window, now }: { spans: readonly Span[]; window: Span; now: number },
): AsyncGenerator<Batch> {
  const { id } = location;
  const record = await facts.load(location, window, 0);
  const inTime = new SpanIndex(spans);
  const isCounted = (span: Span | null): boolean =>
    span !== null && spans.some((counted) => overlaps(counted, span));
  yield {
    table: 'required',
    rows: record.demand.map(({ positionId, start, end, required }) => [
      id,
      positionId,
      instant(start),
      instant(end),
      required,
    ]),
  };
  yield {
    table: 'seats',
    rows: record.shifts
      .filter(({ startsAt }) => inTime.includes(startsAt))
      .map(({ positionId, startsAt, seats, filledSeats }) => [
        id,
        positionId,
        instant(startsAt),
        seats,
        filledSeats,
      ]),
  };
  yield { table: 'claims', rows: claimRows(record, isCounted) };
  yield { table: 'gaps', rows: gapRows(record, window, now, isCounted) };
  yield {
    table: 'tallies',
    rows: record.tallies
      .filter(({ at }) => inTime.includes(at))
      .map(({ at, count, channel, category, directional }) => [
        id,
        instant(at),
        count,
        channel,
        category,
        directional,
      ]),
  };
  const headcounts = await facts.activity(id, 'headcount', window);
  yield {
    table: 'headcounts',
    rows: headcounts
      .filter(({ at }) => inTime.includes(at))
      .map(({ at, area, count }) => [id, instant(at), area || null, count]),
  };
  const inUse = await facts.activity(id, 'workstations-in-use', window);
  const near = new SpanIndex(
    unite(spans.map(({ start, end }) => ({ start: start - LONGEST_GAP, end: end + LONGEST_GAP + 1 }))),
  );
  yield {
    table: 'activity',
    rows: [
      ...inUse
        .filter(({ at }) => inTime.includes(at))
        .map(({ at, area, count }) => [id, 'workstations-in-use', instant(at), area || null, count, false]),
      ...(await facts.gateReadings(id, window))
        .filter(({ at }) => near.includes(at))
        .map(({ at, area, count, cumulative }) => [id, 'gate', instant(at), area || null, count, cumulative]),
    ],
  };
  for await (const requests of facts.requests(id, window))
    yield {
      table: 'requests',
      rows: requests
        .filter(({ openedAt }) => inTime.includes(openedAt))
        .map((request) => [
          id,
          instant(request.openedAt),
          instant(request.firstResponseAt),
          instant(request.escalatedAt),
          instant(request.firstResolvedAt),
          instant(request.resolvedAt),
          request.tier,
          request.channel,
          request.category,
          request.directional,
          request.readLevel,
          request.waitedMinutes,
          request.isLogged,
          multirange(request.stops),
        ]),
    };
}

const claimRows = (record: LocationRecord, isCounted: (span: Span | null) => boolean): CsvValue[][] =>
  record.allClaims
    .filter(({ shift, present, worked }) => isCounted(shift) || isCounted(present) || isCounted(worked))
    .map(({ positionId, shift, worked, present, noShow, recorded, isImported, isTrainee, hourlyCost }) => [
      record.locationId,
      positionId,
      instant(shift.start),
      instant(shift.end),
      instant(worked?.start),
      instant(worked?.end),
      instant(present?.start),
      instant(present?.end),
      noShow,
      recorded,
      isImported,
      isTrainee,
      hourlyCost,
    ]);

function gapRows(
  record: LocationRecord,
  window: Span,
  now: number,
  isCounted: (span: Span) => boolean,
): CsvValue[][] {
  const { cover } = timelineOf(record, window, now);
  return METRIC_BASES.flatMap((basis) =>
    gapsIn(cover[basis].segments)
      .filter(isCounted)
      .map(({ positionId, start, end, required, assigned }) => [
        record.locationId,
        positionId,
        basis,
        instant(start),
        instant(end),
        required,
        assigned,
      ]),
  );
}

/** The figures of some answers, each with the kind of its buckets. */
export function* figureRows(
  answers: readonly { kind: Kind; metrics: PilotMetricsDto }[],
  { weekStartsOn, zone }: WeekCalendar,
): Generator<Batch> {
  for (const { kind, metrics } of answers) {
    const bucketOf = (item: PilotMetricsDto['items'][number]): string => {
      if (kind === 'all') return 'all';
      if (kind === 'hour') return `${item.weekday} ${item.hour}`;
      return startOfWeek(localDateOf(Date.parse(item.from), zone), weekStartsOn);
    };
    yield {
      table: 'figures',
      rows: metrics.items.flatMap((item) =>
        FIGURE_NAMES.map((name) => [name, item.phase, kind, bucketOf(item), metrics.basis, item[name]]),
      ),
    };
  }
}
