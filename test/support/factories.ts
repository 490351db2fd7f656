import type { TestApp } from './app.js';
import type { Answer, HttpClient } from './http-client.js';

// Each factory creates something over HTTP as the admin, and takes overrides.

let count = 0;
const next = (): number => ++count;

/** Returns the answer's body; throws an error with the body if the request failed. */
export function succeeded(answer: Answer): Answer['body'] {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export interface Made {
  id: string;
}

export async function aLocation(app: TestApp, overrides: object = {}): Promise<Made & { timeZone: string }> {
  const body = { name: `Lab ${next()}`, timeZone: 'America/Chicago', ...overrides };
  return succeeded(await app.admin.post('/locations', body));
}

export async function aPosition(app: TestApp, overrides: object = {}): Promise<Made> {
  return succeeded(await app.admin.post('/positions', { name: `Position ${next()}`, ...overrides }));
}

export async function aCategory(app: TestApp, overrides: object = {}): Promise<Made & { name: string }> {
  return succeeded(
    await app.admin.post('/support-categories', { label: `Category ${next()}`, ...overrides }),
  );
}

export interface MadeOperator extends Made {
  userId: string;
  client: HttpClient;
}

export async function anOperator(app: TestApp, overrides: object = {}): Promise<MadeOperator> {
  const number = next();
  const body = { name: `Maya Number${number}`, email: `operator${number}@example.edu`, ...overrides };
  const operator = succeeded(await app.admin.post('/operators', body));
  return { ...operator, client: await app.signedIn(operator.userId) };
}

export interface MadeUser extends Made {
  client: HttpClient;
}

/** Creates a user. A supervisor or analyst needs a location; without one, a new location is created. */
export async function aUser(app: TestApp, role: string, locationIds: string[] = []): Promise<MadeUser> {
  const number = next();
  const needsOne = ['supervisor', 'analyst'].includes(role) && locationIds.length === 0;
  const where = needsOne ? [(await aLocation(app)).id] : locationIds;
  const body = { name: `User ${number}`, email: `user${number}@example.edu`, role, locationIds: where };
  const user = succeeded(await app.admin.post('/users', body));
  return { ...user, client: await app.signedIn(user.id) };
}

export async function anApiKey(app: TestApp, scopes: string[], overrides: object = {}): Promise<HttpClient> {
  const body = { name: `Key ${next()}`, scopes, ...overrides };
  const { key } = succeeded(await app.admin.post('/api-keys', body));
  return app.anonymous.with({ authorization: `Bearer ${key}` });
}

export async function coverageHours(app: TestApp, locationId: string, overrides: object = {}): Promise<Made> {
  const body = {
    locationId,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    startsAt: '20:00',
    endsAt: '02:00',
    required: 1,
    effectiveFrom: '2026-08-24',
    ...overrides,
  };
  return succeeded(await app.admin.post('/coverage-hours', body));
}

/** A published shift with one seat, tomorrow evening in Chicago. */
export async function aShift(
  app: TestApp,
  locationId: string,
  overrides: object = {},
): Promise<Made & { startsAt: string; endsAt: string }> {
  const body = {
    locationId,
    startsAt: '2026-10-27T20:00:00-05:00',
    endsAt: '2026-10-28T00:00:00-05:00',
    seats: 1,
    status: 'published',
    ...overrides,
  };
  return succeeded(await app.admin.post('/shifts', body));
}

/** A support request, opened today at 10:00 in Chicago. */
export async function aSupportRequest(
  app: TestApp,
  locationId: string,
  overrides: object = {},
): Promise<Made> {
  const body = { locationId, openedAt: '2026-10-26T10:00:00-05:00', ...overrides };
  return succeeded(await app.admin.post('/support-requests', body));
}
