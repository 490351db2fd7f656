import { DAY, SECOND, type Span } from './interval.js';
import { offsetAt } from './offset.js';

/** When the clocks of a zone change, by how much. `at` in epoch ms; offsets from UTC in ms. */
export interface ZoneChange {
  at: number;
  before: number;
  after: number;
}

/** No zone changes its clocks and changes them back within it; Morocco does within some four weeks, around Ramadan. */
const STEP = 7 * DAY;

/** All clock changes of a zone in a span, in order. Throws a RangeError on an unknown zone. */
export function zoneChanges({ start, end }: Span, zone: string): ZoneChange[] {
  const changes: ZoneChange[] = [];
  let before = offsetAt(start, zone);
  for (let first = start; first < end; first += STEP) {
    const last = Math.min(first + STEP, end);
    const after = offsetAt(last, zone);
    if (after !== before)
      changes.push({ at: firstWith(after, { start: first, end: last }, zone), before, after });
    before = after;
  }
  return changes;
}

/** The first second of a span with an offset that its end has. */
function firstWith(offset: number, { start, end }: Span, zone: string): number {
  let [low, high] = [Math.floor(start / SECOND), Math.ceil(end / SECOND)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * SECOND, zone) === offset) high = middle;
    else low = middle;
  }
  return high * SECOND;
}
