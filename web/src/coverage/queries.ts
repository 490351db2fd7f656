import { queryOptions } from '@tanstack/react-query';
import { COVER_BASIS } from '../../../src/domain/coverage-basis.js';
import { api, ask, askAll, type Schemas } from '../api/client.js';
import type { Span } from '../ui/week-dates.js';

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

/** Exceptions of all locations that the user may see. */
export const allExceptionsQuery = queryOptions({
  queryKey: ['coverage-exceptions', 'all'],
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/coverage-exceptions', { params: { query: { limit: 200, cursor } } })),
});

/** Times with too few people, in the basis that all pages, alerts and messages use. */
export const gapsQuery = (locationId: string, span: Span) =>
  queryOptions({
    queryKey: ['gaps', locationId, span],
    queryFn: () =>
      ask(
        api.GET('/api/v1/coverage/gaps', { params: { query: { locationId, ...span, basis: COVER_BASIS } } }),
      ),
  });

export type Demand = Schemas['DemandDto'];

/** The draft in a form, as it would be stored. */
export interface Drafts {
  draftRule?: object;
  draftException?: object;
}

/** How many people are needed at each time, with the draft if there is one. */
export const demandQuery = (locationId: string, span: Span, drafts: Drafts = {}) =>
  queryOptions({
    queryKey: ['demand', locationId, span, drafts],
    queryFn: () => {
      const written = Object.fromEntries(
        Object.entries(drafts).map(([name, draft]) => [name, JSON.stringify(draft)]),
      );
      return ask(
        api.GET('/api/v1/coverage/demand', { params: { query: { locationId, ...span, ...written } } }),
      );
    },
  });

/** The exception of a date, if any. */
export const exceptionOn = (
  { exceptions }: Pick<Demand, 'exceptions'>,
  date: string,
): Schemas['DemandExceptionDto'] | null =>
  exceptions.find((one) => one.date <= date && date <= one.untilDate) ?? null;
