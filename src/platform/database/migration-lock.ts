/** The advisory lock that is held during migrations. */
export const MIGRATION_LOCK = 7_266_001;
