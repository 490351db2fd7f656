import {
  addDays,
  daysBetween,
  dateOf,
  offsetAt,
  HOUR,
  instantOf,
  millisOf,
  timeOf,
  type Instant,
  type LocalDate,
} from '../../time/local-time.js';
import { DAY_BREAKS_AT, eveningOf } from '../../ui/week-dates.js';

const MINUTES_A_DAY = 1440;
const LONGEST_NIGHT = 23 * HOUR;

export interface Timed {
  startsAt: Instant;
  endsAt: Instant;
}

/** Minutes on the wall clock since the evening's midnight: 1:30 in its night is 25.5 hours. */
export function minutesInto(evening: LocalDate, at: Instant): number {
  const [hours = 0, minutes = 0] = timeOf(at).split(':').map(Number);
  return daysBetween(evening, dateOf(at)) * MINUTES_A_DAY + hours * 60 + minutes;
}

export interface Axis {
  /** Whole hours, in minutes since the evening's midnight. */
  from: number;
  to: number;
}

const USUAL: Axis = { from: 18 * 60, to: 24 * 60 };

/** From the earliest start to the latest end of a week, in whole hours. */
export function axisOf(spans: readonly Timed[]): Axis {
  if (spans.length === 0) return USUAL;
  const bounds = spans.map((span) => {
    const evening = eveningOf(span);
    return [minutesInto(evening, span.startsAt), minutesInto(evening, span.endsAt)] as const;
  });
  return {
    from: Math.floor(Math.min(...bounds.map(([start]) => start)) / 60) * 60,
    to: Math.ceil(Math.max(...bounds.map(([, end]) => end)) / 60) * 60,
  };
}

export interface Placed<Item> {
  item: Item;
  /** A share of the axis, 0 to 1. */
  top: number;
  height: number;
  lane: number;
  lanes: number;
}

const LEAST_MINUTES = 30;

/**
 * Positions of the items of one evening: side by side where they overlap, each as wide as its neighbours
 * allow.
 */
export function placeItems<Item extends Timed>(
  evening: LocalDate,
  items: readonly Item[],
  axis: Axis,
): Placed<Item>[] {
  const length = axis.to - axis.from;
  const spans = items
    .map((item) => {
      const start = minutesInto(evening, item.startsAt);
      // By the clock, an item in a repeated hour may end before it starts.
      const end = Math.max(minutesInto(evening, item.endsAt), start + LEAST_MINUTES);
      return { item, start, end };
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const placed: Placed<Item>[] = [];
  let group: { placed: Placed<Item>; end: number }[] = [];
  const settle = (): void => {
    const lanes = Math.max(0, ...group.map((one) => one.placed.lane)) + 1;
    for (const one of group) one.placed.lanes = lanes;
    group = [];
  };
  for (const { item, start, end } of spans) {
    if (group.length > 0 && group.every((one) => one.end <= start)) settle();
    const taken = new Set(group.filter((one) => one.end > start).map((one) => one.placed.lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    const one: Placed<Item> = {
      item,
      top: (start - axis.from) / length,
      height: (end - start) / length,
      lane,
      lanes: 1,
    };
    placed.push(one);
    group.push({ placed: one, end });
  }
  settle();
  return placed;
}

export interface Outline extends Timed {
  required: number;
  positionId: string;
}

/**
 * Cuts items of a day or longer, as in a lab that never closes, into one piece per evening, each from
 * daybreak to daybreak.
 */
export const cutByEvenings = <Item extends Timed>(
  items: readonly Item[],
  evenings: readonly LocalDate[],
  zone: string,
): Item[] =>
  items.flatMap((item) => {
    if (millisOf(item.endsAt) - millisOf(item.startsAt) < LONGEST_NIGHT) return [item];
    return evenings.flatMap((date) => {
      const [from, to] = [date, addDays(date, 1)].map((day) => instantOf(day, DAY_BREAKS_AT, zone));
      const startsAt = millisOf(item.startsAt) > millisOf(from!) ? item.startsAt : from!;
      const endsAt = millisOf(item.endsAt) < millisOf(to!) ? item.endsAt : to!;
      return millisOf(startsAt) < millisOf(endsAt) ? [{ ...item, startsAt, endsAt }] : [];
    });
  });

/** The clock change in an evening's night: how many hours longer or shorter the night is; 0 without one. */
export function clockChangeOf(evening: LocalDate, zone: string): number {
  const noon = Date.parse(`${evening}T12:00:00Z`);
  return (offsetAt(noon, zone) - offsetAt(noon + 24 * HOUR, zone)) / HOUR;
}

export interface Band<Item> {
  item: Item;
  /** A share of the axis, 0 to 1. */
  top: number;
  height: number;
}

/** The spans that lie at least partly in an evening and its night, from daybreak to daybreak. */
export function touching<Item extends Timed>(
  evening: LocalDate,
  items: readonly Item[],
  zone: string,
): Item[] {
  const [from, to] = [evening, addDays(evening, 1)].map((day) =>
    millisOf(instantOf(day, DAY_BREAKS_AT, zone)),
  );
  return items.filter(({ startsAt, endsAt }) => millisOf(startsAt) < to! && millisOf(endsAt) > from!);
}

/** The parts of such spans that lie within the axis. */
export function bandsOf<Item extends Timed>(
  evening: LocalDate,
  items: readonly Item[],
  axis: Axis,
  zone: string,
): Band<Item>[] {
  return touching(evening, items, zone).flatMap((item) => {
    const begin = minutesInto(evening, item.startsAt);
    // By the clock, an item in a repeated hour may end before it starts.
    const finish = Math.max(minutesInto(evening, item.endsAt), begin + LEAST_MINUTES);
    const [start, end] = [Math.max(axis.from, begin), Math.min(axis.to, finish)];
    const length = axis.to - axis.from;
    return start < end ? [{ item, top: (start - axis.from) / length, height: (end - start) / length }] : [];
  });
}
