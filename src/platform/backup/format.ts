/** The first and the last line of a backup; between them is SQL as pg_dump writes it, loadable by psql too. */
export const HEADER = '-- Afterhours backup ';
export const END = '-- Afterhours end ';
/** Before each COPY, so that no function body is taken for one. */
export const TABLE = '-- Afterhours table ';
export const END_OF_ROWS = '\\.';
export const FORMAT = 1;

export interface Facts {
  format: number;
  takenAt: string;
  server: string;
  tables: number;
  migrations: string[];
  /** The version of the job queue's own schema. */
  jobs: number | null;
}

export interface Sum {
  rows: number;
  sha256: string;
}
