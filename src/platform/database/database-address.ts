/** The database address for the server's role: DATABASE_URL, or the embedded database once it runs. */
export class DatabaseAddress {
  constructor(readonly url: string) {}
}

/** One database, with two roles; both are the same when only one was given. */
export interface DatabaseAddresses {
  /** Creates and changes tables: migrations, the job queue's tables, backups. */
  owner: string;
  /** Reads and writes rows; the running server uses it for everything. */
  server: string;
}

/**
 * The settings of every connection. JIT is off because PostgreSQL decides by estimates, and a plan for all
 * values has estimates that are too high: compiling it takes longer than running it.
 */
export const CONNECTION_SETTINGS = '-c timezone=UTC -c jit=off';
