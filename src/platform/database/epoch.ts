/** A timestamptz column as epoch milliseconds, which the domain computes with. */
export const epochMillis = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;
