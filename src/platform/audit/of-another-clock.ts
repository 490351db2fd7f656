/** How far apart the time of an event and that of its id may be; both are taken in the same act. */
export const APART_MILLIS = 60_000;

/**
 * SQL: whether an event's time is not that of its id, whose first 48 bits are the milliseconds at which it
 * was made. The product's clock and the machine's differ only in the demo and in tests.
 */
export const OF_ANOTHER_CLOCK = `
  at - to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)
    NOT BETWEEN interval '-1 minute' AND interval '1 minute'`;
