import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll } from '../../api/client.js';

export const voicesQuery = (id: string) =>
  queryOptions({
    queryKey: ['pilots', id, 'voices'],
    queryFn: () => ask(api.GET('/api/v1/pilots/{id}/voices', { params: { path: { id } } })),
  });

/** The links to the question at the desks, for supervisors. */
export const patronLinksQuery = queryOptions({
  queryKey: ['patron-link'],
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/patron-links', { params: { query: { limit: 200, cursor } } })),
});
