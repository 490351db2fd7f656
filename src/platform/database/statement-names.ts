import { createHash } from 'node:crypto';

/** PostgreSQL keeps each named statement once a connection, at some ten kilobytes. */
const MOST_NAMES = 400;
/** What was sent this often will be sent again: what is sent once would only cost. */
const TIMES_BEFORE = 2;
const MOST_COUNTED = 2_000;

/**
 * Names for the statements that are sent again and again. The driver has PostgreSQL parse and plan a named statement once a connection
 * and sends only its values from then on; one without a name is planned anew each time. Statements are told apart by their text.
 */
export class StatementNames {
  private names = new Map<string, string>();
  private counts = new Map<string, number>();
  private generation = 0;

  /** Nothing for a statement that is not known to come again, and for any once there are 400 names. */
  of(sql: string): string | undefined {
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    if (this.names.size >= MOST_NAMES || !this.comesAgain(sql)) return undefined;
    const digest = createHash('sha256').update(sql).digest('base64url').slice(0, 32);
    const name = `${this.generation}_${digest}`;
    this.names.set(sql, name);
    return name;
  }

  /** What PostgreSQL keeps under the names given so far is not what it was: after a migration, or behind a pool that forgets it. */
  renew(): void {
    this.generation += 1;
    this.names = new Map();
  }

  private comesAgain(sql: string): boolean {
    if (this.counts.size >= MOST_COUNTED) this.counts = new Map();
    const count = (this.counts.get(sql) ?? 0) + 1;
    this.counts.set(sql, count);
    return count > TIMES_BEFORE;
  }
}
