import type { TestApp } from './app.js';
import { succeeded } from './factories.js';
import type { HttpClient } from './http-client.js';

/** The ids that a list of requests shows on all of its pages, in its order. */
export async function pagedRequests(client: HttpClient, query = '', limit = 200): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/support-requests?limit=${limit}&${query}${cursor && `&cursor=${cursor}`}`;
    const page: { items: { id: string }[]; nextCursor: string | null } = succeeded(await client.get(path));
    if (page.items.length === 0 && cursor !== '') throw new Error('a page after the first is empty');
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return seen;
}

/** A note of somebody, as if they had worked on the request. */
export async function noteBy(app: TestApp, requestId: string, authorId: string): Promise<void> {
  await app.database.query(
    `INSERT INTO request_entries (id, request_id, at, kind, text, author_id)
     SELECT gen_random_uuid(), id, opened_at, 'note', 'Seen', $2 FROM support_requests WHERE id = $1`,
    [requestId, authorId],
  );
}
