import { QueryClient, queryOptions } from '@tanstack/react-query';
import { api, ask, askAll, type Schemas } from './client.js';
import { isOffline, Problem } from './problem.js';

type User = Schemas['UserDto'];

const MINUTE = 60_000;

/** What is refused stays refused; what was not answered is asked again. */
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

/** The signed-in user; null for nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 5 * MINUTE,
  queryFn: async (): Promise<User | null> => {
    try {
      return await ask(api.GET('/api/v1/me'));
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      if (isOffline(error)) return rememberedUser();
      throw error;
    }
  },
});

const REMEMBERED = 'afterhours-user';

/** Whoever used this device last, so that the desk opens without a network; no name of anybody else is kept. */
function rememberedUser(): User | null {
  const text = localStorage.getItem(REMEMBERED);
  return text === null ? null : (JSON.parse(text) as User);
}

export const rememberUser = (user: User | null): void =>
  user === null
    ? localStorage.removeItem(REMEMBERED)
    : localStorage.setItem(REMEMBERED, JSON.stringify(user));

export const locationsQuery = queryOptions({
  queryKey: ['locations'],
  staleTime: 5 * MINUTE,
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/locations', { params: { query: { limit: 200, cursor } } })),
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
  queryFn: () => ask(api.GET('/api/v1/settings')),
});

export const operatorsQuery = queryOptions({
  queryKey: ['operators'],
  staleTime: MINUTE,
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/operators', { params: { query: { limit: 200, cursor } } })),
});
