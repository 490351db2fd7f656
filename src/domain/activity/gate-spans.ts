import { HOUR, MINUTE, type Span } from '../interval.js';

/**
 * What a gate was read at an instant, in epoch ms: where a counter stands (`cumulative`), or how many came since the
 * reading before.
 */
export interface GateReading {
  at: number;
  count: number;
  cumulative: boolean;
}

/**
 * How many came through a gate from one reading (`start`) to the next (`end`). `entries` is null when nobody knows: at a
 * counter's first reading, which has no start (`start` = `end`), after a gap that is too long, and where a counter went up
 * by more than can come through a gate. A count without a reading before it has no start either, and its entries. `isReset`: the counter was set back, so these are the
 * entries since then, and some before it may be missing.
 */
export interface GateSpan extends Span {
  entries: number | null;
  isReset: boolean;
}

/**
 * The longest time between two readings of which entries can be told: a day, with the hour that the longest one has
 * more. Over a longer one nobody knows on which evening they came. The bound also says how far a reading can change
 * other figures.
 */
export const LONGEST_GAP = 25 * HOUR;

/**
 * No gate lets more people through in a minute: four lanes side by side, of 60 each. Makers of turnstiles state 20 to 60 a
 * lane (customtechnology.co.nz, "Turnstile throughput considerations": optical ones 40 to 60).
 */
const MOST_PER_MINUTE = 4 * 60;
/** No counter has fewer digits. */
const SMALLEST_MODULUS = 1_000;
/**
 * A counter that is set back stands anywhere. With a tenth, one in ten of those is taken for full at most, and only when
 * it stood in its last tenth; a gate through which more than a tenth of its counter's range comes between two readings
 * is read too rarely, and marked as set back.
 */
const LARGEST_SHARE = 10;

/**
 * The entries of one gate, from its readings in any order; they come in order of their ends. A count that is not
 * cumulative and the counter of the same gate are two devices. The rules:
 *
 * - A count is the entries since the reading before it. Without one within `LONGEST_GAP`, nobody knows since when, and it
 *   has no start.
 * - A counter that shows as much as before or more: the difference; unknown when so many cannot come through a gate in the
 *   time, as after a reading that was written down wrongly.
 * - One that shows less was full and began at 0 again, if that is plausible: it has the smallest power of ten above the
 *   reading before as its range, and the entries over its end are at most a tenth of this range, and no more than can come
 *   through a gate in the time. Such a bound is what collectd asks for of a wrapping COUNTER, because a reset otherwise
 *   gives a huge rate (collectd wiki, "Data source").
 * - Otherwise it was set back; since then as many came as it shows, as Prometheus counts after a reset.
 */
export function gateSpans(readings: readonly GateReading[]): GateSpan[] {
  const sorted = [...readings].sort((a, b) => a.at - b.at);
  const before: { counter: GateReading | null; count: GateReading | null } = { counter: null, count: null };
  return sorted.map((reading) => {
    const device = reading.cumulative ? 'counter' : 'count';
    const last = before[device];
    before[device] = reading;
    const { at: end, count } = reading;
    const isKnown = last !== null && end - last.at <= LONGEST_GAP;
    if (!reading.cumulative) return { start: isKnown ? last.at : end, end, entries: count, isReset: false };
    if (!isKnown) return { start: last?.at ?? end, end, entries: null, isReset: false };
    return { start: last.at, end, ...increase(last, reading) };
  });
}

function increase(last: GateReading, { at, count }: GateReading): Pick<GateSpan, 'entries' | 'isReset'> {
  const most = Math.ceil((at - last.at) / MINUTE) * MOST_PER_MINUTE;
  const more = count - last.count;
  if (more >= 0) return { entries: more <= most ? more : null, isReset: false };
  const modulus = modulusAbove(last.count);
  const wrapped = modulus + more;
  const isFull = wrapped <= Math.min(most, modulus / LARGEST_SHARE);
  return isFull ? { entries: wrapped, isReset: false } : { entries: count, isReset: true };
}

function modulusAbove(count: number): number {
  let modulus = SMALLEST_MODULUS;
  while (modulus <= count) modulus *= 10;
  return modulus;
}
