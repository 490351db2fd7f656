import { DateTime } from 'luxon';

const MINUTE = 60_000;
/** Offsets change only at a quarter of an hour, so they are read only there. */
const QUARTER = 15 * MINUTE;

/**
 * The local time of a zone at every minute of a UTC day, as `2026-11-01T01:30`. It comes from luxon, not from
 * the domain, so that tests can compare the two.
 */
export const wallClockOn = (zone: string, utcDate: string): { at: number; shown: string }[] =>
  Array.from({ length: 96 }, (_, quarter) => {
    const start = Date.parse(utcDate) + quarter * QUARTER;
    const { offset } = DateTime.fromMillis(start, { zone });
    return Array.from({ length: 15 }, (__, minute) => {
      const at = start + minute * MINUTE;
      return { at, shown: new Date(at + offset * MINUTE).toISOString().slice(0, 16) };
    });
  }).flat();
