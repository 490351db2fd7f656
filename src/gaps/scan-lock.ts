/** Key space of the advisory locks with which scans and other writers of alerts take turns at a location. */
export const SCAN_LOCK_SPACE = 7_266_003;
