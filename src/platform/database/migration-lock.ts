/** The advisory lock held while the database's shape changes. */
export const MIGRATION_LOCK = 7_266_001;
