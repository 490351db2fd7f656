import { queryOptions } from '@tanstack/react-query';
import { api, askAll } from '../api/client.js';

export const coverageHoursQuery = (locationId: string) =>
  queryOptions({
    queryKey: ['coverage-hours', locationId],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/coverage-hours', { params: { query: { locationId, limit: 200, cursor } } }),
      ),
  });

export const exceptionsQuery = (locationId: string) =>
  queryOptions({
    queryKey: ['coverage-exceptions', locationId],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/coverage-exceptions', { params: { query: { locationId, limit: 200, cursor } } }),
      ),
  });

/** Those of every location the reader sees. */
export const allExceptionsQuery = queryOptions({
  queryKey: ['coverage-exceptions', 'all'],
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/coverage-exceptions', { params: { query: { limit: 200, cursor } } })),
});
