import type { CalendarPlace } from '../ui/week-dates.js';

/** The search of the audit trail. It is stored in the address, so that it can be shared. */
export interface AuditSearch extends CalendarPlace {
  /** The actor. */
  person?: string;
  /** The kind of entity, and which one. */
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

/** Reads the search from an address, and leaves out invalid values. */
export function auditSearchOf(search: Record<string, unknown>): AuditSearch {
  return Object.fromEntries(
    Object.entries(SHAPES).flatMap(([name, shape]) => {
      const value = search[name];
      return typeof value === 'string' && shape.test(value) ? [[name, value]] : [];
    }),
  );
}
