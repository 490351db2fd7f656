import { api, ask, type Schemas } from '../api/client.js';
import type { paths } from '../api/schema.js';

export type RequestQuery = NonNullable<paths['/api/v1/support-requests']['get']['parameters']['query']>;
export interface RequestPage {
  items: Schemas['SupportRequestDto'][];
  nextCursor: string | null;
}

/** A page of requests. */
export async function listRequests(query: RequestQuery): Promise<RequestPage> {
  const page = await ask(api.GET('/api/v1/support-requests', { params: { query } }));
  if (typeof page === 'string') throw new Error('asked for JSON, answered in CSV');
  return page;
}
