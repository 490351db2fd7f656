import { queryOptions } from '@tanstack/react-query';
import { api, askAll, type Schemas } from '../../api/client.js';

export type WaitlistEntry = Schemas['WaitlistEntryDto'];

const withStatus = (status: 'waiting' | 'offered'): Promise<WaitlistEntry[]> =>
  askAll((cursor) =>
    api.GET('/api/v1/waitlist-entries', { params: { query: { status, limit: 200, cursor } } }),
  );

/** The operator's waitlist entries and offers. */
export const ownWaitlistQuery = queryOptions({
  queryKey: ['waitlist', 'own'],
  queryFn: async () => (await Promise.all([withStatus('offered'), withStatus('waiting')])).flat(),
});
