import { addDays, type LocalDate, type LocalTime } from './local-date.js';
import { instantOf } from './recurrence.js';

/** From the first working day to the last, both included; null on a side without an end. */
export interface WorkingDays {
  first: LocalDate | null;
  last: LocalDate | null;
}

/** Epoch ms, the end excluded; null on a side without an end. */
export interface OpenSpan {
  from: number | null;
  to: number | null;
}

/**
 * The time of working days in a zone. A working day lasts from `startsAt` to the next one, so what happens after midnight belongs to
 * the evening before. Where `startsAt` comes twice, the first one counts.
 */
export const spanOfWorkingDays = (
  { first, last }: WorkingDays,
  zone: string,
  startsAt: LocalTime,
): OpenSpan => ({
  from: first === null ? null : instantOf(first, startsAt, zone, 'first'),
  to: last === null ? null : instantOf(addDays(last, 1), startsAt, zone, 'first'),
});

/** The span that holds all of the others; of none it has no end. */
export const outermost = (spans: readonly OpenSpan[]): OpenSpan => ({
  from:
    spans.length === 0 || spans.some(({ from }) => from === null)
      ? null
      : Math.min(...spans.map(({ from }) => from!)),
  to:
    spans.length === 0 || spans.some(({ to }) => to === null)
      ? null
      : Math.max(...spans.map(({ to }) => to!)),
});
