import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll, once, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';

export type Rule = Schemas['RoutingRuleDto'];

/** All rules: by location, those for all locations last, each in the order in which they are asked. */
export const rulesQuery = queryOptions({
  queryKey: ['routing-rule'],
  staleTime: 60_000,
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/routing-rules', { params: { query: { limit: 200, cursor } } })),
});

export const addRule = (body: Schemas['CreateRoutingRuleDto']): Promise<Rule> =>
  ask(api.POST('/api/v1/routing-rules', { ...once(), body }));

export const changeRule = ({ id, version }: Rule, body: Schemas['UpdateRoutingRuleDto']): Promise<Rule> =>
  ask(api.PATCH('/api/v1/routing-rules/{id}', { params: { path: { id }, header: ifMatch(version) }, body }));

export const removeRule = ({ id, version }: Rule): Promise<unknown> =>
  ask(api.DELETE('/api/v1/routing-rules/{id}', { params: { path: { id }, header: ifMatch(version) } }));

export const orderRules = (locationId: string | null, ids: string[]): Promise<unknown> =>
  ask(api.POST('/api/v1/routing-rules/order', { body: { locationId, ids } }));

export const tryRouting = (body: Schemas['TryRoutingDto']): Promise<Schemas['TriedRoutingDto']> =>
  ask(api.POST('/api/v1/routing-rules/try', { body }));

/** What a form changes, or an undo brings back. */
export const fieldsOf = ({
  categories,
  priorities,
  hours,
  staffing,
  positionId,
  tier,
  words,
}: Rule): Omit<Schemas['CreateRoutingRuleDto'], 'locationId'> => ({
  categories,
  priorities,
  hours,
  staffing,
  positionId,
  tier,
  words,
});
