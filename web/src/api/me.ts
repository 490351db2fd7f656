import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schemas } from './client.js';
import { meQuery } from './queries.js';

export type Me = Schemas['UserDto'];
export type Role = Me['role'];

/** The signed-in user, on pages that need one. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new Error('nobody is signed in');
  return data;
}

/** The signed-in operator, on pages for operators. */
export function useOperatorId(): string {
  const { operatorId } = useMe();
  if (!operatorId) throw new Error('this user is no operator');
  return operatorId;
}
