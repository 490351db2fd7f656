const SCALE = Number(process.env['PROPERTY_RUNS'] ?? 1);

/** How often a property is tried. PROPERTY_RUNS scales it: the zones lane, which repeats what has been tried, tries a tenth. */
export const runs = (count: number): number => Math.max(10, Math.round(count * SCALE));
