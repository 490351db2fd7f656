import { invalid } from '../../domain/errors.js';
import { DAY, HOUR, type Span } from '../../domain/interval.js';

const LONGEST_DAYS = 400;

/** The requested span of time, at most so many days. */
export function windowOf({ from, to }: { from: Date; to: Date }, longestDays = LONGEST_DAYS): Span {
  const window = { start: from.getTime(), end: to.getTime() };
  if (window.end <= window.start) throw invalid('to', 'INVALID_FIELD.end-before-start');
  // These are local days: across an autumn clock change they are an hour longer.
  if (window.end - window.start > longestDays * DAY + HOUR) {
    throw invalid('to', 'INVALID_FIELD.days-apart', { days: longestDays });
  }
  return window;
}
