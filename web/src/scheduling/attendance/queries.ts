import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll, type Schemas } from '../../api/client.js';

export type Correction = Schemas['CorrectionDto'];

export const pendingCorrectionsQuery = queryOptions({
  queryKey: ['corrections', 'pending'],
  queryFn: () =>
    askAll((cursor) =>
      api.GET('/api/v1/attendance-corrections', {
        params: { query: { status: 'pending', limit: 200, cursor } },
      }),
    ),
});

/** All corrections that an operator requested, latest last. */
export const ownCorrectionsQuery = queryOptions({
  queryKey: ['corrections', 'own'],
  queryFn: () =>
    askAll((cursor) =>
      api.GET('/api/v1/attendance-corrections', { params: { query: { limit: 200, cursor } } }),
    ),
});

export const claimQuery = (id: string) =>
  queryOptions({
    queryKey: ['claims', id],
    queryFn: () => ask(api.GET('/api/v1/claims/{id}', { params: { path: { id } } })),
  });
