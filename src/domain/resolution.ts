/**
 * The first resolution once a (possibly later, possibly cleared) last one is recorded: the earlier of the two. A
 * request that is opened again keeps its first resolution.
 */
export const firstResolution = (known: number | null, resolvedAt: number | null): number | null =>
  resolvedAt === null ? known : Math.min(known ?? resolvedAt, resolvedAt);
