import { DateTime } from 'luxon';

const MINUTE = 60_000;
/** Clocks change at one of these, so they are read only then. */
const QUARTER = 15 * MINUTE;

/** What a zone's clock shows at every minute of a UTC day, as `2026-11-01T01:30`. Read off the calendar, not worked out by the domain. */
export const wallClockOn = (zone: string, utcDate: string): { at: number; shown: string }[] =>
  Array.from({ length: 96 }, (_, quarter) => {
    const start = Date.parse(utcDate) + quarter * QUARTER;
    const { offset } = DateTime.fromMillis(start, { zone });
    return Array.from({ length: 15 }, (__, minute) => {
      const at = start + minute * MINUTE;
      return { at, shown: new Date(at + offset * MINUTE).toISOString().slice(0, 16) };
    });
  }).flat();
