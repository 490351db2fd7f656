/**
 * A half-open span of time `[start, end)` in epoch milliseconds.
 *
 * Plain numbers instead of luxon Intervals, because a scan compares millions of them (docs/adr/0003).
 * recurrence.ts and local-date.ts use luxon for what needs a calendar.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Length of a span in minutes, exact to the millisecond. */
export const minutesOf = (span: Span): number => (span.end - span.start) / MINUTE;

/** Whether two spans share an instant; touching ends do not. */
export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** The shared part of two spans, or null when they share none. */
export function intersection(a: Span, b: Span): Span | null {
  const start = Math.max(a.start, b.start);
  const end = Math.min(a.end, b.end);
  return start < end ? { start, end } : null;
}

/**
 * The union of spans as sorted, disjoint, non-touching spans without empty ones. Does not change the input.
 */
export function unite(spans: readonly Span[]): Span[] {
  const sorted = spans.filter((span) => span.start < span.end).sort((a, b) => a.start - b.start);
  const united: { start: number; end: number }[] = [];
  for (const span of sorted) {
    const last = united.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else united.push({ start: span.start, end: span.end });
  }
  return united;
}

/** The parts of `a` that lie in `b`. Both must be sorted and disjoint, as `unite` gives them. Linear. */
export function intersect(a: readonly Span[], b: readonly Span[]): Span[] {
  const parts: Span[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left, right] = [a[i]!, b[j]!];
    const part = intersection(left, right);
    if (part) parts.push(part);
    if (left.end < right.end) i++;
    else j++;
  }
  return parts;
}

/** The parts of `a` outside `b`. Both must be sorted and disjoint. Linear. */
export function subtract(a: readonly Span[], b: readonly Span[]): Span[] {
  const parts: Span[] = [];
  let j = 0;
  for (const span of a) {
    let start = span.start;
    while (j < b.length && b[j]!.end <= start) j++;
    for (let k = j; k < b.length && b[k]!.start < span.end; k++) {
      if (b[k]!.start > start) parts.push({ start, end: b[k]!.start });
      start = Math.max(start, b[k]!.end);
    }
    if (start < span.end) parts.push({ start, end: span.end });
  }
  return parts;
}

/** The index of the first span that ends after an instant, their number when none does. Spans are sorted and disjoint. */
export function firstEndingAfter(instant: number, spans: readonly Span[]): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.end <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Answers how much of a union lies in a span, and whether an instant is inside, in logarithmic time. `spans`
 * must be sorted and disjoint.
 */
export class SpanIndex {
  private readonly before: number[] = [];

  constructor(private readonly spans: readonly Span[]) {
    let total = 0;
    for (const span of spans) {
      this.before.push(total);
      total += span.end - span.start;
    }
  }

  /** Covered minutes inside `[start, end)`; 0 when the end is not after the start. */
  minutesWithin({ start, end }: Span): number {
    return end > start ? (this.coveredUntil(end) - this.coveredUntil(start)) / MINUTE : 0;
  }

  includes(instant: number): boolean {
    const index = this.lastStartingBy(instant);
    return index >= 0 && instant < this.spans[index]!.end;
  }

  private coveredUntil(instant: number): number {
    const index = this.lastStartingBy(instant);
    if (index < 0) return 0;
    const span = this.spans[index]!;
    return this.before[index]! + Math.min(instant, span.end) - span.start;
  }

  private lastStartingBy(instant: number): number {
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.spans[middle]!.start <= instant) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
