/**
 * SQL: the first resolution of a request after a last resolution is recorded, which is the earlier of the
 * two. LEAST ignores nulls, so a request that is opened again keeps its first resolution.
 */
export const firstResolution = (known: string, resolvedAt: string): string =>
  `LEAST(${known}, ${resolvedAt})`;
