/** Where the database is: DATABASE_URL, or the embedded one once it runs. */
export class DatabaseAddress {
  constructor(readonly url: string) {}
}
