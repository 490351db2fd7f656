import createClient from 'openapi-fetch';
import { learnTime } from '../time/clock.js';
import { fetchFreshly } from './fresh-sign-in.js';
import type { components, paths } from './schema.js';
import { Problem } from './problem.js';

export type Schemas = components['schemas'];

export const api = createClient<paths>({ baseUrl: '', fetch: fetchFreshly });
api.use({ onResponse: ({ response }) => learnTime(response.headers.get('x-server-time')) });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * The body of an answer. Throws a Problem when the server refused, and a TypeError when there was no answer.
 */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await answer;
  if (!response.ok) throw await Problem.of(error, response.status);
  return data as NonNullable<T>;
}

interface Page<Item> {
  items: Item[];
  nextCursor?: string | null;
}

const MOST_PAGES = 50;

/** All items of a list, page by page. */
export async function askAll<Item>(
  page: (cursor: string | undefined) => Promise<Answer<Page<Item>>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { items: some, nextCursor } = await ask(page(cursor));
    items.push(...some);
    if (nextCursor === null || nextCursor === undefined) break;
    cursor = nextCursor;
  }
  return items;
}

/** A header for a POST request, so that sending it twice has one effect. */
export const once = (key: string = crypto.randomUUID()): { headers: { 'idempotency-key': string } } => ({
  headers: { 'idempotency-key': key },
});
