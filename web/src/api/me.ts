import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schemas } from './client.js';
import { meQuery } from './queries.js';

export type Me = Schemas['UserDto'];
export type Role = Me['role'];

/** The signed-in user, on pages that nobody else sees. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new Error('nobody is signed in');
  return data;
}

/** The operator who is signed in, on an operator's pages. */
export function useOperatorId(): string {
  const { operatorId } = useMe();
  if (!operatorId) throw new Error('this user is no operator');
  return operatorId;
}
