import { AsyncLocalStorage } from 'node:async_hooks';

/** Who acts, as the audit trail names it. */
export interface Actor {
  kind: 'user' | 'api-key' | 'system';
  id: string | null;
  /** The locations they may see, where that is known; left out for all. */
  locationIds?: readonly string[];
}

/** What is known of the request or job in hand, wherever in the call it is asked. */
export interface RequestContext {
  requestId: string;
  actor: Actor;
}

const storage = new AsyncLocalStorage<RequestContext>();

export const requestContext = {
  run: <T>(context: RequestContext, work: () => T): T => storage.run(context, work),
  get: (): RequestContext | undefined => storage.getStore(),
  /** Names who acts, once that is known. */
  actAs: (actor: Actor): void => {
    const current = storage.getStore();
    if (current) current.actor = actor;
  },
};
