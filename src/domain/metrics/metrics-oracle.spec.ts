import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { sliceIntoBuckets, statesOf, type BucketKind } from './buckets.js';
import { MetricsAccumulator } from './accumulator.js';
import type { LocationFacts } from './facts.js';
import { metricsOf, type PilotMetrics } from './metrics.js';
import { accumulate } from './pilot-metrics.js';

/* Computes every figure again, minute by minute, from the facts and Intl only, with no code of the
   metrics. All facts are on whole minutes, so one look per minute misses nothing. */

const MINUTE = 60_000;
const DAYS = 4;
/** A zone, with local dates around one of its clock changes. */
const PLACES = [
  ['America/Chicago', '2026-03-07'],
  ['America/Chicago', '2026-10-31'],
  ['Europe/Berlin', '2026-03-28'],
  ['Europe/Berlin', '2026-10-24'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Asia/Kathmandu', '2026-06-10'],
  ['UTC', '2026-06-10'],
] as const;

interface Wall {
  at: number;
  date: string;
  hour: number;
  weekday: number;
}

/** The wall-clock time at each minute, from the first local midnight on. */
const walls = new Map<string, Wall[]>();
function wallsOf(zone: string, from: string): Wall[] {
  const known = walls.get(zone + from);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const minutes: Wall[] = [];
  const dates = new Set<string>();
  for (let at = Date.parse(`${from}T00:00Z`) - 15 * 60 * MINUTE; ; at += MINUTE) {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const date = `${part.year}-${part.month}-${part.day}`;
    if (date < from) continue;
    dates.add(date);
    if (dates.size > DAYS) break;
    const weekday = new Date(`${date}T00:00Z`).getUTCDay() || 7;
    minutes.push({ at, date, hour: Number(part.hour), weekday });
  }
  walls.set(zone + from, minutes);
  return minutes;
}

const POSITIONS = ['desk', 'lab'] as const;
const minute = fc.integer({ min: -600, max: DAYS * 1440 + 600 });
const stretch = fc
  .tuple(minute, fc.integer({ min: 1, max: 900 }))
  .map(([start, length]) => ({ start, end: start + length }));
const position = fc.constantFrom(...POSITIONS);
const lag = fc.option(fc.oneof(fc.constant(0), fc.integer({ min: -120, max: 3000 })));
const scenario = fc.record({
  place: fc.constantFrom(...PLACES),
  demand: fc.array(
    fc.record({ span: stretch, positionId: position, required: fc.integer({ min: 0, max: 2 }) }),
    {
      maxLength: 6,
    },
  ),
  claims: fc.array(
    fc.record({
      shift: stretch,
      positionId: position,
      came: fc.option(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 1, max: 900 }))),
      noShow: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
  requests: fc.array(
    fc.record({
      at: minute,
      isLogged: fc.boolean(),
      isStated: fc.boolean(),
      response: lag,
      escalated: lag,
      resolved: lag,
      directional: fc.boolean(),
    }),
    { maxLength: 8 },
  ),
  tallies: fc.array(fc.record({ at: minute, count: fc.integer({ min: 1, max: 4 }) }), { maxLength: 3 }),
  excluded: fc.option(fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.integer({ min: 1, max: 2 }))),
  now: minute,
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

/** The scenario in the shape that the metrics take. */
function factsOf({ demand, claims, requests, tallies, now }: Scenario, zero: number): LocationFacts {
  const instant = (minutes: number): number => zero + minutes * MINUTE;
  const span = ({ start, end }: { start: number; end: number }) => ({
    start: instant(start),
    end: instant(end),
  });
  const after = (at: number, delay: number | null): number | null =>
    delay === null ? null : instant(at + delay);
  const pieces = demand.map((piece) => ({ ...span(piece.span), ...piece, date: '' }));
  return {
    demand: pieces,
    calendar: pieces,
    staff: claims.map(({ shift, positionId }) => ({ ...span(shift), positionId })),
    claims: claims.map(({ shift, came, noShow }) => {
      const worked = came && { start: shift.start + came[0], end: shift.start + came[0] + came[1] };
      return {
        shift: span(shift),
        due: now > shift.start ? span({ start: shift.start, end: Math.min(shift.end, now) }) : null,
        worked: worked && span(worked),
        present: worked ? span(worked) : noShow ? null : span(shift),
        noShow: noShow && !came,
        recorded: noShow || came !== null,
      };
    }),
    shifts: [],
    requests: requests.map(({ at, isLogged, isStated, response, escalated, resolved, directional }) => ({
      isLogged,
      waitedMinutes: isStated && response !== null && response >= 0 ? response : null,
      openedAt: instant(at),
      firstResponseAt: after(at, response),
      escalatedAt: after(at, escalated),
      firstResolvedAt: after(at, resolved),
      resolvedAt: after(at, resolved),
      tier: 'library',
      directional,
      readLevel: null,
    })),
    tallies: tallies.map(({ at, count }) => ({ at: instant(at), count, directional: false })),
  };
}

/** The figures of the minutes that count toward one bucket. */
function counted(facts: LocationFacts, minutes: readonly number[]): Partial<PilotMetrics> {
  const during = (span: { start: number; end: number } | null, at: number): boolean =>
    span !== null && span.start <= at && at < span.end;
  const demandAt = (positionId: string, at: number): number =>
    facts.demand
      .filter((one) => one.positionId === positionId && during(one, at))
      .reduce((d, one) => d + one.required, 0);
  const staffAt = (positionId: string, at: number): number =>
    facts.staff.filter((one) => one.positionId === positionId && during(one, at)).length;
  const isOpen = (at: number): boolean => facts.demand.some((one) => during(one, at));
  const isShort = (at: number): boolean => POSITIONS.some((one) => staffAt(one, at) < demandAt(one, at));
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const length = (from: number, to: number, counts: (at: number) => boolean): number => {
    let sum = 0;
    for (let at = from; at < to; at += MINUTE) if (counts(at)) sum += 1;
    return sum;
  };

  let [required, staffed, uncovered, needed, full, open, present] = [0, 0, 0, 0, 0, 0, 0];
  for (const at of minutes) {
    for (const one of POSITIONS) {
      const [d, s] = [demandAt(one, at), staffAt(one, at)];
      required += d;
      staffed += Math.min(d, s);
      if (d > 0) needed += 1;
      if (d > 0 && s === 0) uncovered += 1;
      if (d > 0 && s >= d) full += 1;
    }
    if (isOpen(at)) open += 1;
    present += facts.claims.filter((claim) => during(claim.present, at)).length;
  }
  const inside = new Set(minutes);
  const begun = facts.claims.filter(({ shift, due }) => due !== null && inside.has(shift.start));
  const finished = begun.filter(({ shift, due }) => due!.end === shift.end);
  const judged = begun.filter((claim) => claim.recorded || !finished.includes(claim));
  const due = judged.reduce((sum, claim) => sum + length(claim.due!.start, claim.due!.end, () => true), 0);
  const attended = judged.reduce(
    (sum, claim) => sum + length(claim.due!.start, claim.due!.end, (at) => during(claim.worked, at)),
    0,
  );
  const asked = facts.requests.filter(({ openedAt }) => inside.has(openedAt));
  const real = asked.filter(({ directional }) => !directional);
  const tallies = facts.tallies.filter(({ at }) => inside.has(at));
  const help = [
    ...real.map(({ openedAt }) => ({ at: openedAt, count: 1 })),
    ...tallies.map(({ at, count }) => ({ at, count })),
  ];
  const helpWhile = (counts: (at: number) => boolean): number =>
    help.filter(({ at }) => counts(at)).reduce((sum, { count }) => sum + count, 0);
  /** The wait is zero because the request was written down when it was answered, and nobody stated a wait. */
  const isMadeUp = (one: (typeof real)[number], end: number): boolean =>
    [
      one.isLogged,
      one.waitedMinutes === null,
      one.firstResponseAt === one.openedAt,
      end === one.openedAt,
    ].every(Boolean);
  const timesOf = (
    end: 'firstResponseAt' | 'resolvedAt',
  ): { wall: number[]; service: number[]; before: number; unknown: number } => {
    const ended = real.filter((one) => one[end] !== null);
    const forward = ended.filter((one) => one[end]! >= one.openedAt && !isMadeUp(one, one[end]!));
    const unknown = ended.filter((one) => isMadeUp(one, one[end]!)).length;
    return {
      unknown,
      wall: forward.map((one) => (one[end]! - one.openedAt) / MINUTE),
      service: forward.map((one) => length(one.openedAt, one[end]!, isOpen)),
      before: ended.length - forward.length - unknown,
    };
  };
  const median = (times: number[]): number | null => {
    const sorted = times.toSorted((a, b) => a - b);
    if (sorted.length === 0) return null;
    const middle = (sorted.length - 1) / 2;
    return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  };
  const [response, resolution] = [timesOf('firstResponseAt'), timesOf('resolvedAt')];
  return {
    requiredMinutes: required,
    staffedMinutes: staffed,
    missingMinutes: required - staffed,
    uncoveredMinutes: uncovered,
    coverageRate: share(staffed, required),
    fullyCoveredRate: share(full, needed),
    openHours: open / 60,
    staffedHours: present / 60,
    attendanceRate: share(attended, due),
    noShowRate: share(judged.filter(({ noShow }) => noShow).length, judged.length),
    recordedShare: share(finished.filter(({ recorded }) => recorded).length, finished.length),
    requests: helpWhile(isOpen),
    requestsOutsideHours: helpWhile((at) => !isOpen(at)),
    directionalRequests: asked.length - real.length,
    demandDuringGaps: helpWhile(isShort),
    firstResponseWallMinutesP50: median(response.wall),
    firstResponseServiceMinutesP50: median(response.service),
    firstResponseWallMinutesN: response.wall.length,
    firstResponseServiceMinutesN: response.service.length,
    resolutionWallMinutesP50: median(resolution.wall),
    resolutionServiceMinutesP50: median(resolution.service),
    resolutionServiceMinutesN: resolution.service.length,
    resolved: real.filter(({ resolvedAt }) => resolvedAt !== null).length,
    missing: {
      firstResponseAt: real.filter(({ firstResponseAt }) => firstResponseAt === null).length,
      resolvedAt: real.filter(({ resolvedAt }) => resolvedAt === null).length,
    },
    firstResponseStatedN: real.filter(({ waitedMinutes }) => waitedMinutes !== null).length,
    waitUnknown: {
      firstResponseAt: response.unknown,
      firstResolvedAt: resolution.unknown,
      resolvedAt: resolution.unknown,
    },
    outOfOrder: {
      firstResponseAt: response.before,
      firstResolvedAt: resolution.before,
      resolvedAt: resolution.before,
    },
  };
}

const nearly = (figures: Partial<PilotMetrics>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      typeof value === 'number' ? (expect.closeTo(value, 6) as number) : value,
    ]),
  );

/** What the minutes of a bucket have in common. */
const NAMES: Record<Exclude<BucketKind, 'hour'>, (wall: Wall) => string> = {
  none: () => 'all',
  'hour-of-week': ({ weekday, hour }) => `${weekday} ${hour}`,
  day: ({ date }) => date,
  week: ({ date, weekday }) =>
    new Date(Date.parse(`${date}T00:00Z`) - (weekday - 1) * 1440 * MINUTE).toISOString().slice(0, 10),
  month: ({ date }) => date.slice(0, 7),
};

it.each(['none', 'day', 'week', 'month', 'hour-of-week'] as const)(
  'the metrics by %s equal those computed for each minute',
  (kind) => {
    fc.assert(
      fc.property(scenario, (given) => {
        const [zone, from] = given.place;
        const minutes = wallsOf(zone, from);
        const zero = minutes[0]!.at;
        const phase = { start: zero, end: minutes.at(-1)!.at + MINUTE };
        const dates = [...new Set(minutes.map(({ date }) => date))];
        const out = given.excluded
          ? dates.slice(given.excluded[0], given.excluded[0] + given.excluded[1])
          : [];
        const facts = factsOf(given, zero);
        const ins = minutes.filter(({ date }) => !out.includes(date));
        const spans: { start: number; end: number }[] = [];
        for (const { at } of ins)
          if (spans.at(-1)?.end === at) spans.at(-1)!.end += MINUTE;
          else spans.push({ start: at, end: at + MINUTE });

        const { buckets, slices } = sliceIntoBuckets(kind, phase, spans, { zone, weekStartsOn: 1 });
        const accumulators = buckets.map(() => new MetricsAccumulator());
        accumulate(facts, slices, (index) => accumulators[index]!);
        const now = zero + given.now * MINUTE;
        const states = statesOf(buckets, slices, now);

        const named = Map.groupBy(minutes, NAMES[kind]);
        const names = buckets.map((bucket) =>
          kind === 'hour-of-week'
            ? `${bucket.hourOfWeek!.weekday} ${bucket.hourOfWeek!.hour}`
            : NAMES[kind](minutes.find(({ at }) => at >= bucket.start)!),
        );
        expect(new Set(names).size).toBe(names.length);
        for (const [index, name] of names.entries()) {
          const all = named.get(name) ?? [];
          const own = all.filter(({ date }) => !out.includes(date));
          expect(metricsOf(accumulators[index]!)).toMatchObject(
            nearly(
              counted(
                facts,
                own.map(({ at }) => at),
              ),
            ),
          );
          expect(states[index]!.excluded).toBe(all.length > 0 && own.length === 0);
          if (kind === 'week' || kind === 'month') continue;
          const last = all.at(-1)?.at ?? -Infinity;
          expect(states[index]!.partial).toBe(own.length < all.length || last + MINUTE > now);
        }
      }),
      { seed: 20261101, numRuns: runs(40) },
    );
  },
  60_000,
);
