/** Where the database is, as the role the server works with: DATABASE_URL, or the embedded one once it runs. */
export class DatabaseAddress {
  constructor(readonly url: string) {}
}

/** One database, by two roles; one and the same where only one was given. */
export interface DatabaseAddresses {
  /** Makes and changes tables: migrations, the job queue's tables, backups. */
  owner: string;
  /** Reads and writes rows: all that the running server does. */
  server: string;
}
