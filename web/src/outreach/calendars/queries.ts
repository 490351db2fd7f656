import { queryOptions } from '@tanstack/react-query';
import { api, askAll, type Schemas } from '../../api/client.js';

export type Feed = Schemas['CalendarFeedDto'];
export type FeedKind = Feed['kind'];

export const feedsQuery = queryOptions({
  queryKey: ['calendar-feed'],
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/calendar-feeds', { params: { query: { limit: 200, cursor } } })),
});
