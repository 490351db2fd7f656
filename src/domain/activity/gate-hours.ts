import { firstEndingAfter, intersect, overlaps, type Span } from '../interval.js';
import { gateSpans, type GateReading, type GateSpan } from './gate-spans.js';
import { WHOLE_LOCATION } from './series.js';

/** A reading of a gate with its area. */
export interface AreaReading extends GateReading {
  area: string;
}

/**
 * The entries of one gate in a part of a clock hour (`hour`: its start). They are whole, and those of all parts of
 * two readings add up to what came between them.
 */
export interface GatePart extends Span {
  area: string;
  hour: number;
  entries: number;
  /** In time in which the location is open. */
  isOpen: boolean;
  /** Its counter was set back: at least so many. */
  isReset: boolean;
  /** The last part before its reading. */
  isLast: boolean;
  /** The readings reach over several clock hours, so that the entries of each are shared out. */
  isShared: boolean;
}

/** A clock hour in which a gate was read without any of its entries being known; `hour`: its start. */
export interface UnknownGateHour {
  area: string;
  hour: number;
}

/** What is known of gates in some clock hours. */
export interface GateHours {
  known: GatePart[];
  unknown: UnknownGateHour[];
}

/**
 * The entries of a location's gates by clock hour. What came between two readings is shared out evenly over the open
 * time between them, or over all of it when the location was closed; as whole people, by the time that has passed. A
 * count of which nobody knows since when it was counted belongs to the clock hour that it ends in. `open` and `hours`
 * are sorted and disjoint; `open` must reach `LONGEST_GAP` beyond the hours. Parts outside the hours are left out.
 */
export function gateHours(
  readings: readonly AreaReading[],
  open: readonly Span[],
  hours: readonly Span[],
): GateHours {
  const known: GatePart[] = [];
  const unknown: UnknownGateHour[] = [];
  for (const [area, own] of Map.groupBy(readings, (reading) => reading.area)) {
    for (const span of gateSpans(own)) {
      const { entries, end } = span;
      const hour = hours[firstEndingAfter(end - 1, hours)];
      const isWithin = hour !== undefined && hour.start < end;
      if (entries === null) {
        if (isWithin && unknown.at(-1)?.hour !== hour.start) unknown.push({ area, hour: hour.start });
        continue;
      }
      if (span.start < end) known.push(...partsOf({ ...span, entries }, area, open, hours));
      else if (isWithin) known.push(...partsOf({ ...span, entries, start: hour.start }, area, open, hours));
    }
  }
  return { known, unknown };
}

function partsOf(
  span: GateSpan & { entries: number },
  area: string,
  open: readonly Span[],
  hours: readonly Span[],
): GatePart[] {
  const from = firstEndingAfter(span.start, open);
  const near: Span[] = [];
  for (let i = from; i < open.length && overlaps(open[i]!, span); i++) near.push(open[i]!);
  const inOpen = intersect([span], near);
  const isOpen = inOpen.length > 0;
  const times = isOpen ? inOpen : [{ start: span.start, end: span.end }];
  const whole = times.reduce((sum, { start, end }) => sum + end - start, 0);
  const parts: Omit<GatePart, 'isLast' | 'isShared'>[] = [];
  let passed = 0;
  let shared = 0;
  const take = (millis: number): number => {
    passed += millis;
    const before = shared;
    shared = passed === whole ? span.entries : Math.floor((span.entries * passed) / whole);
    return shared - before;
  };
  for (const time of times) {
    let at = time.start;
    for (let i = firstEndingAfter(at, hours); i < hours.length && hours[i]!.start < time.end; i++) {
      const hour = hours[i]!;
      const [start, end] = [Math.max(at, hour.start), Math.min(time.end, hour.end)];
      if (start > at) take(start - at);
      const entries = take(end - start);
      parts.push({ start, end, area, hour: hour.start, entries, isOpen, isReset: span.isReset });
      at = end;
    }
    if (at < time.end) take(time.end - at);
  }
  const isShared = new Set(parts.map(({ hour }) => hour)).size > 1 || passed > lengthOf(parts);
  const last = times.at(-1)!.end;
  return parts.map((part) => ({ ...part, isLast: part.end === last, isShared }));
}

const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { start, end }) => sum + end - start, 0);

/**
 * What is known of a location as a whole: in a clock hour in which the whole location was counted, this stands for it;
 * otherwise its areas together.
 */
export function ofWholeLocation<Part extends { area: string; hour: number }>(parts: readonly Part[]): Part[] {
  const whole = new Set(parts.filter(({ area }) => area === WHOLE_LOCATION).map(({ hour }) => hour));
  return parts.filter(({ area, hour }) => area === WHOLE_LOCATION || !whole.has(hour));
}
