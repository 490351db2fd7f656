import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll } from '../../api/client.js';

export const lifeQuery = (id: string) =>
  queryOptions({
    queryKey: ['pilots', id, 'life'],
    queryFn: () => ask(api.GET('/api/v1/pilots/{id}/life', { params: { path: { id } } })),
  });

export const reviewsQuery = (id: string) =>
  queryOptions({
    queryKey: ['pilots', id, 'reviews'],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/pilots/{id}/reviews', { params: { path: { id }, query: { limit: 200, cursor } } }),
      ),
  });

/** For supervisors. */
export const ownersQuery = (id: string) =>
  queryOptions({
    queryKey: ['pilots', id, 'owners'],
    queryFn: async () =>
      (await ask(api.GET('/api/v1/pilots/{id}/owners', { params: { path: { id } } }))).items,
  });
