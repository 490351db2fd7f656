/**
 * SQL: when a request was first resolved, once its last resolution is recorded: the earlier of the two. LEAST passes over nulls, so a
 * request that is opened again keeps its first resolution.
 */
export const firstResolution = (known: string, resolvedAt: string): string =>
  `LEAST(${known}, ${resolvedAt})`;
