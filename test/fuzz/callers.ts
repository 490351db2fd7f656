import { SCOPES } from '../../src/access/caller.js';
import type { TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aUser } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';

/** A client that sends requests. */
export interface Caller {
  name: string;
  headers: Record<string, string>;
  /** The user of its session, which is created again after it ends; null for keys and strangers. */
  userId: string | null;
  /** Unknown to the server. */
  isStranger: boolean;
  /** The locations whose rows this caller may see. */
  locationIds: readonly string[] | 'all';
}

export interface Cast {
  callers: Map<string, Caller>;
  /** Its users, operators and keys. The fuzz does not change them, so that its own callers stay. */
  kept: Set<string>;
}

export const CALLERS = [
  'admin',
  'supervisor here',
  'supervisor there',
  'campus-it here',
  'analyst here',
  'operator',
  'operator there',
  ...SCOPES.map((scope) => `key for ${scope}`),
  'key for all',
  'nobody',
  'a wrong session',
  'a wrong key',
] as const;

/** One caller of each kind: roles at two locations, keys by scope, and strangers. */
export async function aCast(app: TestApp): Promise<Cast> {
  const here = (await aLocation(app, { name: 'Here' })).id;
  const there = (await aLocation(app, { name: 'There' })).id;
  const callers = new Map<string, Caller>();
  const kept = new Set<string>();
  const add = (name: string, client: HttpClient, more: Partial<Caller> = {}): void => {
    callers.set(name, {
      name,
      headers: client.headers,
      userId: null,
      isStranger: false,
      locationIds: 'all',
      ...more,
    });
    if (more.userId) kept.add(more.userId);
  };
  const [admin] = await app.database.query<{ id: string }>(`SELECT id FROM users WHERE role = 'admin'`);
  add('admin', app.admin, { userId: admin!.id });
  for (const [name, role, locationId] of [
    ['supervisor here', 'supervisor', here],
    ['supervisor there', 'supervisor', there],
    ['campus-it here', 'campus_it', here],
    ['analyst here', 'analyst', here],
  ] as const) {
    const { id, client } = await aUser(app, role, [locationId]);
    add(name, client, { userId: id, locationIds: [locationId] });
  }
  const free = await anOperator(app);
  add('operator', free.client, { userId: free.userId });
  const bound = await anOperator(app, { locationIds: [there] });
  add('operator there', bound.client, { userId: bound.userId, locationIds: [there] });
  kept.add(free.id).add(bound.id);
  for (const scope of SCOPES) add(`key for ${scope}`, await anApiKey(app, [scope]));
  add('key for all', await anApiKey(app, [...SCOPES]));
  for (const { id } of await app.database.query<{ id: string }>('SELECT id FROM api_keys')) kept.add(id);
  const stranger = { isStranger: true };
  add('nobody', app.anonymous, stranger);
  add('a wrong session', app.anonymous.with({ cookie: 'afterhours_session=guessed' }), stranger);
  add('a wrong key', app.anonymous.with({ authorization: 'Bearer ah_guessed' }), stranger);
  return { callers, kept };
}
