import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { JsonSystem } from '../support/json-system.js';
import { littlePatience } from '../support/patience.js';
import { clearSources, collected, shown } from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. What a description keeps secret is for its server alone.

const SECRET = 'never-shown-1';
const BASIC = { kind: 'basic', user: 'maya', password: SECRET };
const HEADER = { kind: 'header', name: 'X-Api-Key', value: SECRET };
const TOKEN = {
  kind: 'token',
  method: 'POST',
  path: '/token',
  body: `{"key":"${SECRET}"}`,
  answer: 'text',
  header: 'authorization',
  prefix: 'Bearer ',
  lifetimeMinutes: 60,
};
const AUTHS = [
  ['basic', BASIC, 'password'],
  ['header', HEADER, 'value'],
  ['token', TOKEN, 'body'],
] as const;

let app: TestApp;
let system: JsonSystem;
let other: JsonSystem;
let locationId: string;

beforeAll(async () => {
  littlePatience();
  [system, other] = await Promise.all([JsonSystem.start(), JsonSystem.start()]);
  app = await startApp({ env: { PRIVATE_HOSTS: `${system.host},${other.host}` } });
  locationId = (await aLocation(app)).id;
});
beforeEach(async () => {
  for (const one of [system, other]) {
    one.reset();
    one.now = () => app.clock.now();
    one.open(app.clock.now() - 60_000);
    one.hook = ({ path }, response) => {
      if (path !== '/api/token') return;
      response.end('a-token-1');
      return true;
    };
  }
  await clearSources(app);
});
afterAll(async () => {
  await app.close();
  await Promise.all([system.stop(), other.stop()]);
});

const create = (settings: object): Promise<Answer> =>
  app.admin.post('/support-sources', {
    name: 'json',
    kind: 'declarative',
    locationId,
    everyMinutes: 5,
    enabled: true,
    settings,
  });
async function aSource(auth: object): Promise<string> {
  const { id } = succeeded(await create(system.settings('offset', 10, { auth }))) as { id: string };
  await app.jobsDone();
  return id;
}
const patch = async (id: string, settings: object): Promise<Answer> => {
  const answer = await app.admin.patch(`/support-sources/${id}`, { settings });
  await app.jobsDone();
  return answer;
};
const without = (auth: object, secret: string): object => ({ ...auth, [secret]: undefined });
const names = async (): Promise<string[]> =>
  (await app.database.query<{ name: string }>('SELECT name FROM secrets ORDER BY name')).map(
    ({ name }) => name,
  );

describe.each(AUTHS)('the secret of the kind %s', (_kind, auth, secret) => {
  it('is in no answer, no list and no audit event', async () => {
    const id = await aSource(auth);
    const path = `/support-sources/${id}`;
    const answers = [
      await create(system.settings('offset', 10, { auth, perMinute: 0 })),
      await create(system.settings('offset', 10, { auth: { ...auth, more: SECRET } })),
      await patch(id, system.settings('offset', 10, { auth, overlapMinutes: 20 })),
      await app.admin.get(path),
      await app.admin.get('/support-sources'),
      await app.admin.post(`${path}/check`),
    ];
    system.hook = ({ headers, body }, response) => {
      response.writeHead(500, { 'x-echo': JSON.stringify(headers) }).end(JSON.stringify(headers) + body);
      return true;
    };
    await collected(app, id);
    for (const place of [path, `${path}/runs`, '/audit-events?limit=100'])
      answers.push(await app.admin.get(place));
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 200, 200, 200, 200, 200, 200, 200]);
    for (const { body } of answers) {
      expect(JSON.stringify(body)).not.toContain(SECRET);
      expect(JSON.stringify(body)).not.toContain('a-token-1');
    }
    const [row] = await app.database.query<{ settings: unknown }>('SELECT settings FROM support_sources');
    expect(JSON.stringify(row)).not.toContain(SECRET);
    expect(await names()).toEqual([`auth.${secret}`]);
  });

  it('stays when a change leaves it out for the same server', async () => {
    const id = await aSource(auth);
    system.asked = [];
    const kept = await patch(id, system.settings('offset', 7, { auth: without(auth, secret) }));
    expect(kept.status).toBe(200);
    expect(await shown(app, id)).toMatchObject({ state: 'working', settings: { paging: { size: 7 } } });
    expect(await names()).toEqual([`auth.${secret}`]);
    const sent = JSON.stringify(system.asked.map(({ headers, body }) => [headers, body]));
    expect(sent).toContain(auth.kind === 'basic' ? Buffer.from(`maya:${SECRET}`).toString('base64') : SECRET);
  });

  it('must be given again for another server, which never gets the old one', async () => {
    const id = await aSource(auth);
    const refused = await patch(id, other.settings('offset', 10, { auth: without(auth, secret) }));
    expect([refused.status, refused.body.violations]).toEqual([
      400,
      [expect.objectContaining({ field: `settings.auth.${secret}`, code: 'SOURCE_SECRET_NEEDED' })],
    ]);
    expect(other.asked).toEqual([]);
    expect((await patch(id, other.settings('offset', 10, { auth }))).status).toBe(200);
  });

  it('goes when other credentials take its place', async () => {
    const id = await aSource(auth);
    for (const [kind, next, name] of AUTHS) {
      expect((await patch(id, system.settings('offset', 10, { auth: next }))).status).toBe(200);
      expect([kind, await names()]).toEqual([kind, [`auth.${name}`]]);
    }
    expect((await patch(id, system.settings())).status).toBe(200);
    expect(await names()).toEqual([]);
  });

  it('is not kept as the secret of other credentials', async () => {
    const id = await aSource(auth);
    const [, next, name] = auth.kind === 'basic' ? AUTHS[1] : AUTHS[0];
    const refused = await patch(id, system.settings('offset', 10, { auth: without(next, name) }));
    expect([refused.status, refused.body.violations]).toEqual([
      400,
      [expect.objectContaining({ field: `settings.auth.${name}` })],
    ]);
  });

  it.each([
    ['a whole address', (host: string) => `http://${host}/api/tickets?page=2`],
    ['an address without a scheme', (host: string) => `//${host}/api/tickets`],
    ['an address with backslashes', (host: string) => `/\\${host}/api/tickets`],
    ['a name before another server', (host: string) => `http://${system.host}@${host}/`],
  ])('does not follow a header Link to another server: %s', async (_name, address) => {
    const { hook } = system;
    system.hook = (asked, response) => {
      response.setHeader('link', `<${address(other.host)}>; rel="next"`);
      return hook(asked, response);
    };
    await create(system.settings('link', 10, { auth }));
    await app.jobsDone();
    const [{ id }] = (await app.database.query<{ id: string }>('SELECT id FROM support_sources')) as [
      { id: string },
    ];
    expect(await shown(app, id)).toMatchObject({ state: 'stopped', problem: { code: 'SOURCE_UNREACHABLE' } });
    expect(other.asked).toEqual([]);
  });

  it('does not follow a cursor or the number of a ticket to another server', async () => {
    const { hook } = system;
    system.hook = (asked, response) => {
      if (asked.path !== '/api/tickets') return hook(asked, response);
      const [next, id] = [`http://${other.host}/`, `//${other.host}/`];
      const date = '2026-10-26 11:00:00';
      response.end(JSON.stringify({ tickets: [{ id, updated: date, opened: date }], next }));
      return true;
    };
    const ticket = { path: '/{id}', at: '$.ticket' };
    await create(system.settings('cursor', 10, { auth, details: true, ticket }));
    await app.jobsDone();
    expect(other.asked).toEqual([]);
  });
});

describe('settings', () => {
  it.each([
    ['names of the prototype', '"__proto__":{"polluted":1}'],
    ['names of the prototype in parameters', '"list":{"query":{"__proto__":"x"}}'],
    ['a prototype of a constructor', '"constructor":{"prototype":{"polluted":1}}'],
  ])('with %s are refused', async (_name, text) => {
    const body = `{"name":"x","kind":"declarative","everyMinutes":5,"enabled":false,"settings":{${text}}}`;
    const answer = await fetch(`${app.admin.baseUrl}/support-sources`, {
      method: 'POST',
      headers: { ...app.admin.headers, 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['an address', { baseUrl: { constructor: 'x' } }],
    ['fields', { fields: { externalId: { constructor: 1 } } }],
    ['words of a condition', { leftOutWhen: { field: '$.a', isOneOf: [{ constructor: 1 }] } }],
    ['a body', { list: { method: 'POST', path: '/x', items: '$', body: { constructor: 'x' } } }],
    ['an unknown setting', { other: { constructor: 'x' } }],
  ])('with names of JavaScript in %s do not fail', async (_name, settings) => {
    expect((await create(system.settings('offset', 10, settings))).status).toBe(400);
  });
});
