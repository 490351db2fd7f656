import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '../api/client.js';

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => ask(api.GET('/api/v1/setup')),
});
