import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll, type Schemas } from '../../api/client.js';
import { currentTime } from '../../time/clock.js';
import { millisOf } from '../../time/local-time.js';

export type Source = Schemas['SupportSourceDto'];
export type Run = Schemas['SupportSourceRunDto'];
export type Backfill = Schemas['SupportBackfillDto'];

const SOON_MILLIS = 2_000;
const LATER_MILLIS = 30_000;

const isMoving = ({ state, nextRunAt, kind }: Source): boolean =>
  state === 'collecting' ||
  (state === 'new' && kind !== 'push') ||
  (nextRunAt !== null && millisOf(nextRunAt) <= currentTime());

export const sourcesQuery = queryOptions({
  queryKey: ['support-source', 'list'],
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/support-sources', { params: { query: { limit: 200, cursor } } })),
  // A run is seen while it lasts, and while it is about to begin.
  refetchInterval: ({ state: { data } }) => (data?.some(isMoving) ? SOON_MILLIS : LATER_MILLIS),
});

export const backfillsQuery = (id: string) =>
  queryOptions({
    queryKey: ['support-source', 'backfills', id],
    queryFn: async () => {
      const { data } = await api.GET('/api/v1/support-sources/{id}/backfills', {
        params: { path: { id }, query: { limit: 1 } },
      });
      return data?.items ?? [];
    },
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ status }) => status === 'running') ? SOON_MILLIS : false,
  });

/** Ready-made descriptions of systems; they come with the server. */
export const descriptionsQuery = queryOptions({
  queryKey: ['support-source', 'descriptions'],
  queryFn: async () => (await ask(api.GET('/api/v1/support-source-descriptions'))).items,
  staleTime: Infinity,
});
