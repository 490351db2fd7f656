/** One scan of a location at a time, and whoever else writes its alerts: the space of the advisory locks for it. */
export const SCAN_LOCK_SPACE = 7_266_003;
