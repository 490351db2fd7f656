import { AsyncLocalStorage } from 'node:async_hooks';

/** The actor, as the audit trail names it. */
export interface Actor {
  kind: 'user' | 'api-key' | 'system';
  id: string | null;
  /** The locations they may see; left out for all. */
  locationIds?: readonly string[];
}

/** Data about the current request or job, available anywhere in its call. */
export interface RequestContext {
  requestId: string;
  actor: Actor;
}

const storage = new AsyncLocalStorage<RequestContext>();

export const requestContext = {
  run: <T>(context: RequestContext, work: () => T): T => storage.run(context, work),
  get: (): RequestContext | undefined => storage.getStore(),
  /** Sets the actor, once it is known. */
  actAs: (actor: Actor): void => {
    const current = storage.getStore();
    if (current) current.actor = actor;
  },
};
