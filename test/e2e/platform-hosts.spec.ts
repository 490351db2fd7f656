import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { rawRequest, sendRaw, type RawAnswer } from '../support/raw-http.js';

const JSON_TYPE = { 'content-type': 'application/json' };

async function ask(
  app: TestApp,
  host: string,
  line = 'GET /api/v1/setup HTTP/1.1',
  body = '',
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  return sendRaw(app.url, rawRequest(line, { ...headers, ...length, host }, body));
}

describe('requests without credentials, by host name', () => {
  let named: TestApp;
  let local: TestApp;
  let open: TestApp;
  beforeAll(async () => {
    named = await startApp({ env: { BASE_URL: 'https://lab.example.edu' } });
    local = await startApp();
    open = await startApp({ env: { HOST: '0.0.0.0' } });
  });
  afterAll(() => Promise.all([named, local, open].map((app) => app.close())));

  it.each([
    'lab.example.edu',
    'LAB.example.edu:443',
    '127.0.0.1',
    '127.0.0.1:3000',
    '[::1]:3000',
    '10.0.0.7',
    'localhost:3000',
  ])('are answered at %s when it is BASE_URL’s, this machine’s or a plain address', async (host) =>
    expect((await ask(named, host)).status).toBe(200),
  );

  it.each(['GET /%61pi/v1/setup HTTP/1.1', 'GET /api/v1/%73etup HTTP/1.1'])(
    'are refused at another name for any spelling of the path: %s',
    async (line) => expect((await ask(local, 'evil.example', line)).status).toBe(400),
  );

  it.each([
    'evil.example',
    'evil.example:3000',
    'lab.example.edu.evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'lab.example.edu@evil.example',
  ])('are refused at %s on all routes, and nothing is tried', async (host) => {
    const login = JSON.stringify(ADMIN);
    for (const app of [named, local])
      for (const [line, body] of [
        ['GET /api/v1/setup HTTP/1.1', ''],
        ['POST /api/v1/setup/demo HTTP/1.1', '{}'],
        ['POST /api/v1/auth/login HTTP/1.1', login],
        ['POST /api/v1/auth/first-admin HTTP/1.1', '{}'],
        ['POST /api/v1/auth/password-resets HTTP/1.1', '{}'],
        ['POST /api/v1/auth/invitations/x HTTP/1.1', '{}'],
      ] as const) {
        const answer = await ask(app, host, line, body, JSON_TYPE);
        expect(answer.status).toBe(400);
        expect(JSON.parse(answer.body)).toMatchObject({
          code: 'WRONG_HOST',
          violations: [{ field: 'Host' }],
        });
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
  });

  it('are answered at any name when others reach the server and BASE_URL is not set', async () => {
    for (const host of ['lab.internal:3000', 'whatever.example'])
      expect((await ask(open, host)).status).toBe(200);
  });

  it('are answered at any name for health and metrics, and for pages without data', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics', '/', '/sign-in'])
      expect(
        (await ask(named, 'node-7.internal', `GET ${path} HTTP/1.1`, '', { accept: 'text/html' })).status,
      ).toBe(200);
  });

  it('cannot use a forwarded host name', async () => {
    const proxied = await startApp({ env: { BASE_URL: 'https://lab.example.edu', TRUST_PROXY: 'on' } });
    const answer = await ask(proxied, 'evil.example', undefined, '', {
      'x-forwarded-host': 'lab.example.edu',
    });
    expect(answer.status).toBe(400);
    await proxied.close();
  });

  it('with credentials do not depend on it: the cookie belongs to its own name', async () => {
    const { cookie } = named.admin.headers;
    const answer = await ask(named, 'node-7.internal', 'GET /api/v1/me HTTP/1.1', '', { cookie: cookie! });
    expect(answer.status).toBe(200);
  });
});
