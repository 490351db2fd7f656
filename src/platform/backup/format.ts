/**
 * The first and the last line of a backup. Between them is SQL as pg_dump writes it, which psql can load too.
 */
export const HEADER = '-- Afterhours backup ';
export const END = '-- Afterhours end ';
/** Stands before each COPY, so that no text inside a function is mistaken for one. */
export const TABLE = '-- Afterhours table ';
export const END_OF_ROWS = '\\.';
export const FORMAT = 1;

export interface Facts {
  format: number;
  takenAt: string;
  server: string;
  tables: number;
  migrations: string[];
  /** The version of the job queue's schema. */
  jobs: number | null;
}

export interface Sum {
  rows: number;
  sha256: string;
}
