import { isLocalDate } from '../../../src/domain/local-date.js';
import type { CalendarPlace } from '../ui/week-dates.js';

export const VIEWS = ['library', 'campus', 'open', 'resolved', 'all'] as const;
export type View = (typeof VIEWS)[number];

/** What the list of requests shows. It is stored in the address, so that a way back leads to the same list. */
export interface RequestsSearch extends CalendarPlace {
  which?: View;
  /** A location. */
  at?: string;
  /** `me`, `nobody`, or the id of a user. */
  who?: string;
  words?: string;
  about?: string;
  priority?: 'low' | 'normal' | 'high' | 'urgent';
  by?: string;
  /** The first and the last working day on which they were opened. */
  since?: string;
  until?: string;
}

const SHAPES = {
  which: new RegExp(`^(${VIEWS.join('|')})$`),
  at: /^[0-9a-f-]{36}$/,
  who: /^(me|nobody|[0-9a-f-]{36})$/,
  words: /^.{1,100}$/u,
  about: /^.{1,100}$/u,
  priority: /^(low|normal|high|urgent)$/,
  by: /^.{1,100}$/u,
} as const;
const DAYS = ['since', 'until'] as const;

/** Reads the search from an address, and leaves out invalid values. */
export function requestsSearchOf(search: Record<string, unknown>): RequestsSearch {
  const words = Object.entries(SHAPES).flatMap(([name, shape]) => {
    const value = typeof search[name] === 'number' ? String(search[name]) : search[name];
    return typeof value === 'string' && shape.test(value) ? [[name, value]] : [];
  });
  const days = DAYS.flatMap((name) => (isLocalDate(search[name]) ? [[name, search[name]]] : []));
  return Object.fromEntries([...words, ...days]) as RequestsSearch;
}
