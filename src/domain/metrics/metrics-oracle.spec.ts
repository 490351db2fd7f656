import fc from 'fast-check';
import { gather } from '../../../test/support/metrics.js';
import {
  FOLLOW_UP_HOURS,
  MINUTE,
  OPERATORS,
  POSITIONS,
  factsOf,
  scenario,
  wallsOf,
  type EventfulRequest,
  type Wall,
} from '../../../test/support/metrics-scenarios.js';
import { runs } from '../../../test/support/property-runs.js';
import { unite } from '../interval.js';
import { sliceIntoBuckets, statesOf, type BucketKind } from './buckets.js';
import { MetricsAccumulator } from './accumulator.js';
import { metricsOf, type PilotMetrics } from './metrics.js';

/* Computes every figure again, minute by minute, from the facts and Intl only, with no code of the
   metrics. All facts are on whole minutes, so one look per minute misses nothing. */

/** The Kaplan–Meier quantile by its definition: S(t) counted anew at each time. */
function survivalQuantile(
  waits: readonly { wait: number; isAnswered: boolean }[],
  share: number,
): number | null {
  const times = [...new Set(waits.map(({ wait }) => wait))].sort((a, b) => a - b);
  const shareLeft = (t: number): number =>
    times
      .filter((time) => time <= t)
      .reduce((left, time) => {
        const atRisk = waits.filter(({ wait }) => wait >= time).length;
        const answered = waits.filter(({ wait, isAnswered }) => isAnswered && wait === time).length;
        return left * (1 - answered / atRisk);
      }, 1);
  const at = times.find((time) => shareLeft(time) <= 1 - share + 1e-9);
  if (at === undefined) return null;
  if (shareLeft(at) < 1 - share - 1e-9) return at;
  const below = times.find((time) => shareLeft(time) < 1 - share - 1e-9) ?? times.at(-1)!;
  return (at + below) / 2;
}

/** 1 − the mean difference of all pairs ÷ (2 × mean). */
function evenness(values: readonly number[]): number | null {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (mean === 0) return null;
  const pairs = values.flatMap((a) => values.map((b) => Math.abs(a - b)));
  return 1 - pairs.reduce((sum, one) => sum + one, 0) / pairs.length / (2 * mean);
}

/** Whether a request waits for the person who asked, or is resolved, by what was told of it last. */
function standsStill({ events }: EventfulRequest, minute: number): boolean {
  const past = events.filter(({ at }) => at <= minute).map(({ kind }) => kind);
  return (
    past.at(-1) === 'waiting' || past.findLast((kind) => /^re(solved|opened)$/.test(kind)) === 'resolved'
  );
}

/** The figures of the minutes that count toward one bucket. */
function counted(
  facts: ReturnType<typeof factsOf>,
  minutes: readonly number[],
  now: number,
): Partial<PilotMetrics> {
  const during = (span: { start: number; end: number } | null, at: number): boolean =>
    span !== null && span.start <= at && at < span.end;
  const demandAt = (positionId: string, at: number): number =>
    facts.demand
      .filter((one) => one.positionId === positionId && during(one, at))
      .reduce((d, one) => d + one.required, 0);
  const staffAt = (positionId: string, at: number, basis: 'approved' | 'attended' = 'approved'): number =>
    facts[basis].filter((one) => one.positionId === positionId && during(one, at)).length;
  const isOpen = (at: number): boolean => facts.demand.some((one) => during(one, at));
  const isEmpty = (at: number): boolean =>
    POSITIONS.some((one) => staffAt(one, at) === 0 && demandAt(one, at) > 0);
  const isShort = (at: number): boolean =>
    POSITIONS.some((one) => staffAt(one, at) > 0 && staffAt(one, at) < demandAt(one, at));
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const length = (from: number, to: number, counts: (at: number) => boolean): number => {
    let sum = 0;
    for (let at = from; at < to; at += MINUTE) if (counts(at)) sum += 1;
    return sum;
  };

  let [required, staffed, uncovered, needed, full, open, present] = [0, 0, 0, 0, 0, 0, 0];
  let isAttendanceKnown = true;
  let [known, came, nobodyCame, cost, seats, hours, peak] = [0, 0, 0, 0, 0, 0, -1];
  let [used, usedHours, usedPeak, entries, gateHours] = [0, 0, -1, 0, 0];
  const loads = OPERATORS.map(() => ({ minutes: 0, undesirable: 0 }));
  for (const at of minutes) {
    for (const one of POSITIONS) {
      if (at < now) {
        known += demandAt(one, at);
        came += Math.min(staffAt(one, at, 'attended'), demandAt(one, at));
        if (demandAt(one, at) > 0 && staffAt(one, at, 'attended') === 0) nobodyCame += 1;
      }
      const [d, s] = [demandAt(one, at), staffAt(one, at)];
      required += d;
      staffed += Math.min(d, s);
      if (d > 0) needed += 1;
      if (d > 0 && s === 0) uncovered += 1;
      if (d > 0 && s >= d) full += 1;
    }
    if (facts.claims.some((one) => one.isImported && !one.recorded && during(one.due, at)))
      isAttendanceKnown = false;
    if (isOpen(at)) open += 1;
    cost += facts.fixedCostsPerMinute;
    for (const paid of facts.paid) if (during(paid, at)) cost += paid.hourlyCost! / 60;
    for (const hour of facts.occupied.filter((one) => during(one, at))) {
      hours += 1 / 60;
      seats += hour.seats / 60;
      peak = Math.max(peak, hour.seats);
    }
    for (const hour of facts.inUse.filter((one) => during(one, at))) {
      usedHours += 1 / 60;
      used += hour.seats / 60;
      usedPeak = Math.max(usedPeak, hour.seats);
    }
    const visits = facts.visits.filter((one) => during(one, at));
    if (visits.length > 0) gateHours += 1 / 60;
    for (const visit of visits) entries += (visit.entries * MINUTE) / (visit.end - visit.start);
    for (const claim of facts.claims.filter(({ shift }) => during(shift, at))) {
      const load = loads[OPERATORS.findIndex(({ id }) => id === claim.operatorId)]!;
      load.minutes += 1;
      if (facts.undesirable.some((one) => during(one, at))) load.undesirable += 1;
    }
    present += facts.claims.filter((claim) => during(claim.present, at)).length;
  }
  const inside = new Set(minutes);
  const begun = facts.claims.filter(({ shift, due }) => due !== null && inside.has(shift.start));
  const finished = begun.filter(({ shift, due }) => due!.end === shift.end);
  const judged = begun.filter((claim) => (claim.recorded || !finished.includes(claim)) && !claim.isImported);
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
  const followUp = FOLLOW_UP_HOURS * 60;
  const followed = (one: (typeof real)[number]): number =>
    Math.max(0, Math.min(followUp, (now - one.openedAt) / MINUTE));
  const timesOf = (
    end: 'firstResponseAt' | 'resolvedAt',
  ): {
    wall: { wait: number; isAnswered: boolean; followed: number }[];
    service: number[];
    stopped: number;
    before: number;
    unknown: number;
  } => {
    const ended = real.filter((one) => one[end] !== null);
    const forward = ended.filter((one) => one[end]! >= one.openedAt && !isMadeUp(one, one[end]!));
    const unmeasured = real.filter((one) => one[end] === null && one.resolvedAt !== null).length;
    const unknown = ended.filter((one) => isMadeUp(one, one[end]!)).length + unmeasured;
    const waiting = real.filter((one) => one[end] === null && one.resolvedAt === null);
    return {
      unknown,
      wall: [
        ...forward.map((one) => {
          const wait = (one[end]! - one.openedAt) / MINUTE;
          const isAnswered = wait <= followUp;
          return { wait: isAnswered ? wait : followUp, isAnswered, followed: followed(one) };
        }),
        ...waiting.map((one) => ({ wait: followed(one), isAnswered: false, followed: followed(one) })),
      ],
      service: forward.map((one) =>
        length(one.openedAt, one[end]!, (at) => isOpen(at) && !standsStill(one, at)),
      ),
      stopped: forward.filter((one) => length(one.openedAt, one[end]!, (at) => standsStill(one, at)) > 0)
        .length,
      before: ended.length - forward.length - (unknown - unmeasured),
    };
  };
  const median = (times: number[]): number | null => {
    const sorted = times.toSorted((a, b) => a - b);
    if (sorted.length === 0) return null;
    const middle = (sorted.length - 1) / 2;
    return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  };
  const within = (waits: { wait: number; isAnswered: boolean; followed: number }[], least: number) => {
    const long = waits.filter((one) => one.followed >= least);
    return share(long.filter((one) => one.isAnswered && one.wait <= least).length, long.length);
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
    attendanceRateN: judged.length,
    recordedShareN: finished.length,
    recordedShare: share(finished.filter(({ recorded }) => recorded).length, finished.length),
    requests: helpWhile(isOpen),
    requestsOutsideHours: helpWhile((at) => !isOpen(at)),
    directionalRequests: asked.length - real.length,
    requestsAll: helpWhile(() => true),
    demandDuringGaps: helpWhile((at) => isShort(at) || isEmpty(at)),
    demandWhileShort: helpWhile(isShort),
    demandWhileEmpty: helpWhile(isEmpty),
    requestsPerOccupiedSeatHour:
      seats === 0 ? null : helpWhile((at) => facts.occupied.some((one) => during(one, at))) / seats,
    coverageRateAttended: isAttendanceKnown ? share(came, known) : null,
    uncoveredMinutesAttended: isAttendanceKnown ? nobodyCame : null,
    costPerRequest:
      real.some(({ escalatedAt }) => escalatedAt !== null) || help.length > 0
        ? (cost + 7 * real.filter(({ escalatedAt }) => escalatedAt !== null).length) / helpWhile(() => true)
        : null,
    occupancy: {
      mean: hours === 0 ? null : nearlyOf(seats / hours),
      peak: peak < 0 ? null : peak,
      hours: nearlyOf(hours),
    },
    workstationUse: {
      mean: usedHours === 0 ? null : nearlyOf(used / usedHours),
      peak: usedPeak < 0 ? null : usedPeak,
      hours: nearlyOf(usedHours),
    },
    visits: {
      entries: gateHours === 0 ? null : nearlyOf(entries),
      hours: nearlyOf(gateHours),
      resets: facts.visits.filter(({ isReset, end }) => isReset && inside.has(end - MINUTE)).length,
    },
    fairness: {
      hours: nearlyOf(
        evenness(loads.map(({ minutes: own }, index) => own / OPERATORS[index]!.weeklyHourCap)),
      ),
      undesirableHours: nearlyOf(
        evenness(loads.map(({ undesirable }, index) => undesirable / OPERATORS[index]!.weeklyHourCap)),
      ),
      operators: OPERATORS.length,
    },
    censored: {
      firstResponseAt: response.wall.filter(({ isAnswered }) => !isAnswered).length,
      firstResolvedAt: resolution.wall.filter(({ isAnswered }) => !isAnswered).length,
      resolvedAt: resolution.wall.filter(({ isAnswered }) => !isAnswered).length,
    },
    answeredWithin15Minutes: within(response.wall, 15),
    answeredWithin60Minutes: within(response.wall, 60),
    answeredWithin24Hours: within(response.wall, 1440),
    firstResponseWallMinutesP50: survivalQuantile(response.wall, 0.5),
    firstResponseWallMinutesP90: survivalQuantile(response.wall, 0.9),
    firstResponseServiceMinutesP50: median(response.service),
    firstResponseWallMinutesN: response.wall.length,
    firstResponseServiceMinutesN: response.service.length,
    resolutionWallMinutesP50: survivalQuantile(resolution.wall, 0.5),
    resolutionServiceMinutesP50: median(resolution.service),
    resolutionServiceMinutesN: resolution.service.length,
    resolved: real.filter(({ resolvedAt }) => resolvedAt !== null).length,
    missing: {
      firstResponseAt: real.filter(({ firstResponseAt }) => firstResponseAt === null).length,
      resolvedAt: real.filter(({ resolvedAt }) => resolvedAt === null).length,
    },
    firstResponseStatedN: real.filter(({ waitedMinutes }) => waitedMinutes !== null).length,
    stoppedRequests: resolution.stopped,
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

/** A number up to rounding, for comparisons. */
const nearlyOf = <T extends number | null>(value: T): T =>
  (value === null ? null : expect.closeTo(value, 6)) as T;

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
        const undesirable = minutes
          .filter(({ hour, weekday }) => hour >= 22 || hour < 6 || weekday > 5)
          .map(({ at }) => ({ start: at, end: at + MINUTE }));
        const facts = factsOf(given, zero, unite(undesirable));
        const ins = minutes.filter(({ date }) => !out.includes(date));
        const spans: { start: number; end: number }[] = [];
        for (const { at } of ins)
          if (spans.at(-1)?.end === at) spans.at(-1)!.end += MINUTE;
          else spans.push({ start: at, end: at + MINUTE });

        const { buckets, slices } = sliceIntoBuckets(kind, phase, spans, { zone, weekStartsOn: 1 });
        const now = zero + given.now * MINUTE;
        const rules = {
          now,
          basis: 'approved' as const,
          followUpHours: FOLLOW_UP_HOURS,
          operators: OPERATORS,
          escalationCost: 7,
        };
        const accumulators = buckets.map(() => new MetricsAccumulator(rules));
        gather(facts, slices, (index) => accumulators[index]!, { now });
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
                now,
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
