import fc from 'fast-check';
import type { LocationFacts, OccupiedHour, RequestFact } from '../../src/domain/metrics/facts.js';
import { standstillsOf, type ClockEvent } from '../../src/domain/service-clock.js';

/* Facts of a location over four days around a change of clocks, all on whole minutes. */

export const MINUTE = 60_000;
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

export interface Wall {
  at: number;
  date: string;
  hour: number;
  weekday: number;
}

/** The wall-clock time at each minute, from the first local midnight on. */
const walls = new Map<string, Wall[]>();
export function wallsOf(zone: string, from: string): Wall[] {
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

export const POSITIONS = ['desk', 'lab'] as const;
const minute = fc.integer({ min: -600, max: DAYS * 1440 + 600 });
const stretch = fc
  .tuple(minute, fc.integer({ min: 1, max: 900 }))
  .map(([start, length]) => ({ start, end: start + length }));
const position = fc.constantFrom(...POSITIONS);
/** What happened to a request, so many minutes after it was opened. */
const event = fc.tuple(
  fc.constantFrom('waiting', 'resumed', 'resolved', 'reopened'),
  fc.integer({ min: -60, max: 900 }),
);
const lag = fc.option(fc.oneof(fc.constant(0), fc.integer({ min: -120, max: 3000 })));
export const scenario = fc.record({
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
      isImported: fc.nat(9).map((drawn) => drawn === 0),
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
      events: fc.array(event, { maxLength: 6 }),
      directional: fc.boolean(),
    }),
    { maxLength: 8 },
  ),
  tallies: fc.array(fc.record({ at: minute, count: fc.integer({ min: 1, max: 4 }) }), { maxLength: 3 }),
  occupied: fc.array(fc.tuple(fc.integer({ min: 0, max: DAYS * 24 - 1 }), fc.integer({ min: 0, max: 9 })), {
    maxLength: 6,
  }),
  inUse: fc.array(fc.tuple(fc.integer({ min: 0, max: DAYS * 24 - 1 }), fc.integer({ min: 0, max: 9 })), {
    maxLength: 4,
  }),
  visits: fc.array(
    fc.record({
      hour: fc.integer({ min: 0, max: DAYS * 24 - 1 }),
      part: fc.tuple(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 30, max: 60 })),
      entries: fc.nat(300),
      isReset: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
  excluded: fc.option(fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.integer({ min: 1, max: 2 }))),
  now: minute,
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

/** A request with what happened to it, in order. */
export interface EventfulRequest extends RequestFact {
  events: readonly ClockEvent[];
}

/** The scenario in the shape that the metrics take. */
export function factsOf(
  { demand, claims, requests, tallies, now, occupied, inUse, visits }: Scenario,
  zero: number,
  undesirable: readonly { start: number; end: number }[],
): Omit<LocationFacts, 'requests'> & { requests: readonly EventfulRequest[] } {
  const instant = (minutes: number): number => zero + minutes * MINUTE;
  const span = ({ start, end }: { start: number; end: number }) => ({
    start: instant(start),
    end: instant(end),
  });
  const after = (at: number, delay: number | null): number | null =>
    delay === null ? null : instant(at + delay);
  const pieces = demand.map((piece) => ({ ...span(piece.span), ...piece, date: '' }));
  const hours = (counted: readonly [number, number][]): OccupiedHour[] =>
    [...new Map(counted)]
      .sort(([a], [b]) => a - b)
      .map(([hour, seats]) => ({ ...span({ start: hour * 60, end: hour * 60 + 60 }), seats }));
  const workedIn = ({ shift, came }: Scenario['claims'][number]): { start: number; end: number } | null =>
    came && { start: shift.start + came[0], end: shift.start + came[0] + came[1] };
  return {
    demand: pieces,
    calendar: pieces,
    approved: claims.map(({ shift, positionId }) => ({ ...span(shift), positionId })),
    attended: claims.flatMap((claim) => {
      const worked = workedIn(claim);
      return worked ? [{ ...span(worked), positionId: claim.positionId }] : [];
    }),
    paid: claims.map(({ shift, positionId }) => ({
      ...span(shift),
      hourlyCost: positionId === 'desk' ? 12 : 15,
    })),
    fixedCostsPerMinute: 0.25,
    undesirable,
    occupied: hours(occupied),
    inUse: hours(inUse),
    visits: visits.map(({ hour, part: [start, end], ...visit }) => ({
      ...span({ start: hour * 60 + start, end: hour * 60 + end }),
      ...visit,
    })),
    claims: claims.map((claim, index) => {
      const { shift, noShow, came } = claim;
      const worked = workedIn(claim);
      return {
        operatorId: OPERATORS[index % 3]!.id,
        shift: span(shift),
        due: now > shift.start ? span({ start: shift.start, end: Math.min(shift.end, now) }) : null,
        worked: worked && span(worked),
        present: worked ? span(worked) : noShow ? null : span(shift),
        noShow: noShow && !came,
        recorded: noShow || came !== null,
        isImported: claim.isImported,
      };
    }),
    shifts: [],
    requests: requests.map(
      ({ at, isLogged, isStated, response, escalated, resolved, directional, events: told }) => {
        const events = told
          .map(([kind, delay]): ClockEvent => ({ kind, at: instant(at + delay) }))
          .sort((one, other) => one.at - other.at);
        const stops = standstillsOf(events);
        return {
          isLogged,
          waitedMinutes: isStated && response !== null && response >= 0 ? response : null,
          openedAt: instant(at),
          firstResponseAt: after(at, response),
          escalatedAt: after(at, escalated),
          firstResolvedAt: after(at, resolved),
          resolvedAt: after(at, resolved),
          stops: stops.length > 0 ? stops : null,
          events,
          tier: 'library',
          directional,
          readLevel: null,
        };
      },
    ),
    tallies: tallies.map(({ at, count }) => ({ at: instant(at), count, directional: false })),
  };
}

export const OPERATORS = [
  { id: 'maya', weeklyHourCap: 20 },
  { id: 'leo', weeklyHourCap: 10 },
  { id: 'ana', weeklyHourCap: 5 },
];
export const FOLLOW_UP_HOURS = 30;
