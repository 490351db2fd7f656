import { QueryClient, queryOptions, type QueryKey } from '@tanstack/react-query';
import { api, ask, askAll, type Schemas } from './client.js';
import {
  finishSignOut,
  clearStored,
  isSignOutPending,
  storeUser,
  storedDesk,
  storedUser,
  setDataAsOf,
  type OfflineDesk,
} from './offline-store.js';
import { isOffline, Problem } from './problem.js';

type User = Schemas['UserDto'];

const MINUTE = 60_000;

/** Refusals are final; requests without an answer are sent again. */
const retry = (failures: number, error: Error): boolean => !(error instanceof Problem) && failures < 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry,
      staleTime: 15_000,
      gcTime: 30 * MINUTE,
      refetchOnWindowFocus: true,
      refetchOnReconnect: true,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

const isSignedOut = (error: unknown): boolean => error instanceof Problem && error.status === 401;

/** The signed-in user; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 5 * MINUTE,
  queryFn: async (): Promise<User | null> => {
    try {
      // An answer that the browser fetched in advance would belong to the session that is about to end.
      if (await finishSignOut()) return null;
      const user = await ask(api.GET('/api/v1/me'));
      storeUser(user);
      return user;
    } catch (error) {
      if (isSignedOut(error)) {
        clearStored();
        return null;
      }
      if (isSignOutPending()) return null;
      if (isOffline(error)) return storedUser();
      throw error;
    }
  },
});

/**
 * The server's answer. Without a network and without an earlier answer, the data stored on the device. This
 * only happens at a start without a network: data on screen stays.
 */
export async function orStored<T>(
  queryKey: QueryKey,
  question: () => Promise<T>,
  pick: (desk: OfflineDesk) => T | undefined,
): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (isSignedOut(error)) clearStored();
    const desk = isOffline(error) && queryClient.getQueryData(queryKey) === undefined ? storedDesk() : null;
    const known = desk && pick(desk);
    if (!desk || known === null || known === undefined) throw error;
    setDataAsOf(desk.at);
    return known;
  }
}

export const locationsQuery = queryOptions({
  queryKey: ['locations'],
  staleTime: 5 * MINUTE,
  queryFn: ({ queryKey }) =>
    orStored(
      queryKey,
      () => askAll((cursor) => api.GET('/api/v1/locations', { params: { query: { limit: 200, cursor } } })),
      ({ locations }) => locations,
    ),
});

export const positionsQuery = queryOptions({
  queryKey: ['positions'],
  staleTime: 5 * MINUTE,
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/positions', { params: { query: { limit: 200, cursor } } })),
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  staleTime: 5 * MINUTE,
  queryFn: ({ queryKey }) =>
    orStored(
      queryKey,
      () => ask(api.GET('/api/v1/settings')),
      ({ settings }) => settings,
    ),
});

export const operatorsQuery = queryOptions({
  queryKey: ['operators'],
  staleTime: MINUTE,
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/operators', { params: { query: { limit: 200, cursor } } })),
});
