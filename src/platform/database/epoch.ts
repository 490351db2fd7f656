/**
 * SQL: a timestamptz column as whole epoch milliseconds, as the domain uses them. Parts of one are left out, so that a time
 * before a border stays before it; the half of a microsecond makes up for the rounding of float8, which is much faster
 * than numeric.
 */
export const epochMillis = (column: string): string => `floor(date_part('epoch', ${column}) * 1000 + 0.0005)`;
