import type { CalendarPlace } from '../ui/week-dates.js';

/** What the audit trail is searched by: kept in the address, so that it can be sent to somebody. */
export interface AuditSearch extends CalendarPlace {
  /** Who did it. */
  person?: string;
  /** What kind of thing it was done to, and to which one. */
  kind?: string;
  about?: string;
  /** Local dates, both inclusive. */
  from?: string;
  to?: string;
}

const ID = /^[0-9a-f-]{36}$/;
const KIND = /^[a-z-]{1,50}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const SHAPES = { person: ID, kind: KIND, about: ID, from: DATE, to: DATE } as const;

/** What an address says of the search; what makes no sense is left out. */
export function auditSearchOf(search: Record<string, unknown>): AuditSearch {
  return Object.fromEntries(
    Object.entries(SHAPES).flatMap(([name, shape]) => {
      const value = search[name];
      return typeof value === 'string' && shape.test(value) ? [[name, value]] : [];
    }),
  );
}
