/** A file with statements that are built at run time, how many calls it has, and why. */
export interface Unchecked {
  file: string;
  calls: number;
  because: string;
}

export const UNCHECKED: readonly Unchecked[] = [
  { file: 'src/platform/database/database.ts', calls: 1, because: 'it passes on what repositories send' },
  { file: 'src/platform/jobs/jobs.ts', calls: 1, because: 'it passes on what pg-boss sends' },
  { file: 'src/platform/database/jobs-schema.ts', calls: 2, because: 'pg-boss makes its own tables' },
  {
    file: 'src/platform/database/migrate.ts',
    calls: 1,
    because: 'rights are given to a role known by its name alone',
  },
  {
    file: 'src/platform/database/embedded/embedded-postgres.ts',
    calls: 1,
    because: 'the password of a role is part of the text',
  },
  { file: 'src/platform/backup/dump.ts', calls: 2, because: 'it copies every table there is' },
  { file: 'src/platform/backup/load.ts', calls: 2, because: 'it runs what the backup holds' },
  {
    file: 'src/support/imports/staging.repository.ts',
    calls: 2,
    because: 'a file fills the fields it has; each kind of file is imported in a test',
  },
];

/** Columns that no statement reads, each with its purpose. */
export const UNREAD: Readonly<Record<string, string>> = {
  'claims.seats': 'claims_seat holds a seat to it, claims_shift_fk holds it to the shift',
  'settings.id': 'settings_single keeps them one row',
  'stale_spans.id': 'tells two changes of the same hour apart',
  'timetable_classes.ordinal': 'tells classes of an operator apart in the primary key',
};

/**
 * Indexes that no constraint needs and that no statement's plan uses on empty tables, each with its purpose.
 */
export const UNUSED_INDEXES: Readonly<Record<string, string>> = {
  audit_events_other_clock:
    'finds the few events whose time is not that of their id; to an empty table any other index is as good',
};
