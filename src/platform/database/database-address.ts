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
