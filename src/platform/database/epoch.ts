/**
 * SQL: a timestamptz column as epoch milliseconds, as the domain uses them. Uses float8, because numeric is
 * slow.
 */
export const epochMillis = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;
