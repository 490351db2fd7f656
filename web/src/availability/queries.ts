import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll, once, type Schemas } from '../api/client.js';

export type TimeOff = Schemas['TimeOffDto'];

/** When an operator cannot work, would rather not, or would like to. */
export const unavailabilityOf = (operatorId: string) =>
  queryOptions({
    queryKey: ['unavailability', operatorId],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/operators/{id}/unavailability', {
          params: { path: { id: operatorId }, query: { limit: 200, cursor } },
        }),
      ),
  });

/** An operator's own requests, or those at a supervisor's locations. */
export const timeOffQuery = (asked: { status?: TimeOff['status'] } = {}) =>
  queryOptions({
    queryKey: ['time-off', asked],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/time-off-requests', { params: { query: { ...asked, limit: 200, cursor } } }),
      ),
  });

/** For the operator themselves, or for an operator at a supervisor's locations. */
export const askForTimeOff = (operatorId: string, body: Schemas['CreateTimeOffDto']): Promise<TimeOff> =>
  ask(
    api.POST('/api/v1/operators/{id}/time-off-requests', {
      ...once(),
      params: { path: { id: operatorId } },
      body,
    }),
  );
