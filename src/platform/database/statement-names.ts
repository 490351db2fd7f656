import { createHash } from 'node:crypto';

/** PostgreSQL stores each named statement per connection, in some ten kilobytes. */
const MOST_NAMES = 400;
/** A statement sent this often will be sent again; naming a statement that is sent once only costs. */
const TIMES_BEFORE = 2;
const MOST_COUNTED = 2_000;

/**
 * Names the statements that are sent again and again. The driver lets PostgreSQL parse and plan a named
 * statement once per connection and then sends only its values; an unnamed one is planned each time.
 * Statements are identified by their text.
 */
export class StatementNames {
  private names = new Map<string, string>();
  private counts = new Map<string, number>();
  private generation = 0;

  /**
   * Undefined for a statement that has not been repeated yet, and for all new ones once there are 400 names.
   */
  of(sql: string): string | undefined {
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    if (this.names.size >= MOST_NAMES || !this.comesAgain(sql)) return undefined;
    const digest = createHash('sha256').update(sql).digest('base64url').slice(0, 32);
    const name = `${this.generation}_${digest}`;
    this.names.set(sql, name);
    return name;
  }

  /**
   * Uses new names from now on, because PostgreSQL's statements under the old ones are out of date: after a
   * migration, or behind a pooler that forgets them.
   */
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
