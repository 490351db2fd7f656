const SCALE = Number(process.env['PROPERTY_RUNS'] ?? 1);

/**
 * How many times a property test runs. PROPERTY_RUNS scales it: `npm run test:zones`, which repeats these
 * tests in other time zones, runs a tenth.
 */
export const runs = (count: number): number => Math.max(10, Math.round(count * SCALE));
