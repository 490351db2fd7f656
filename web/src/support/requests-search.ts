import type { CalendarPlace } from '../ui/week-dates.js';

export const VIEWS = ['library', 'campus', 'open', 'resolved', 'all'] as const;
export type View = (typeof VIEWS)[number];

/** What the list of requests shows. It is stored in the address, so that a way back leads to the same list. */
export interface RequestsSearch extends CalendarPlace {
  which?: View;
  /** A location. */
  at?: string;
  who?: 'me' | 'nobody';
  words?: string;
  about?: string;
}

const SHAPES = {
  which: new RegExp(`^(${VIEWS.join('|')})$`),
  at: /^[0-9a-f-]{36}$/,
  who: /^(me|nobody)$/,
  words: /^.{1,100}$/u,
  about: /^.{1,100}$/u,
} as const;

/** Reads the search from an address, and leaves out invalid values. */
export function requestsSearchOf(search: Record<string, unknown>): RequestsSearch {
  return Object.fromEntries(
    Object.entries(SHAPES).flatMap(([name, shape]) => {
      const value = typeof search[name] === 'number' ? String(search[name]) : search[name];
      return typeof value === 'string' && shape.test(value) ? [[name, value]] : [];
    }),
  );
}
