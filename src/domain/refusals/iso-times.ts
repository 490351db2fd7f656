const INSTANT = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?[+-]\\d\\d:\\d\\d';
const TIMES = new RegExp(`^(${INSTANT})(?:/(${INSTANT}))?$`);
const DATE = /^\d{4}-\d\d-\d\d$/;
const DAY = 86_400_000;

/** A time in a param, from its ISO text. `isShort`: the end needs no date of its own. */
export type Time = { date: string } | { start: string } | { start: string; end: string; isShort: boolean };

/**
 * The time that a param holds; null for anything else. Has no imports, because the web app loads it with its
 * first page.
 */
export function timeIn(value: string | number | null): Time | null {
  if (typeof value !== 'string') return null;
  if (DATE.test(value)) return { date: value };
  const [, start, end] = TIMES.exec(value) ?? [];
  if (start === undefined) return null;
  if (end === undefined) return { start };
  const isShort = start.slice(0, 10) === end.slice(0, 10) || Date.parse(end) - Date.parse(start) < DAY;
  return { start, end, isShort };
}
