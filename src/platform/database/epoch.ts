/** A timestamptz column as epoch milliseconds, which the domain computes with. By way of float8, for numeric is slow. */
export const epochMillis = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;
