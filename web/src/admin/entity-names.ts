import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, askAll } from '../api/client.js';
import { useLocations, useOperators, usePositions } from '../api/lookups.js';

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => askAll((cursor) => api.GET('/api/v1/users', { params: { query: { limit: 200, cursor } } })),
});

export const apiKeysQuery = queryOptions({
  queryKey: ['api-key'],
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/api-keys', { params: { query: { limit: 200, cursor } } })),
});

/** The name for an id, of all entities that an admin knows by name. */
export function useEntityNames(): (id: string) => string | undefined {
  const { data: users = [] } = useQuery(usersQuery);
  const { data: keys = [] } = useQuery(apiKeysQuery);
  const { operators } = useOperators();
  const { locations } = useLocations();
  const { positions } = usePositions();
  const names = new Map(
    [users, keys, operators, locations, positions].flatMap((named) =>
      named.map(({ id, name }): [string, string] => [id, name]),
    ),
  );
  return (id) => names.get(id);
}
