import { startApp, type TestApp } from '../support/app.js';
import { rawRequest, sendRaw, type RawAnswer } from '../support/raw-http.js';

describe('routing', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  function expectProblem(answer: RawAnswer, status: number): void {
    expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({
      status,
      type: 'application/problem+json; charset=utf-8',
    });
    expect(JSON.parse(answer.body)).toMatchObject({ status, code: expect.stringMatching(/^[A-Z_]+$/) });
  }

  it.each([
    ['an unknown route', 'GET /api/v1/nothing'],
    ['an unknown version', 'GET /api/v2/users'],
    ['a trailing slash', 'GET /api/v1/users/'],
    ['another case', 'GET /api/v1/Users'],
    ['a doubled slash', 'GET //api/v1/users'],
    ['dots', 'GET /api/v1/../../etc/passwd'],
    ['escaped dots', 'GET /api/v1/%2e%2e/%2e%2e/etc/passwd'],
    ['PUT', 'PUT /api/v1/locations'],
    ['DELETE of a list', 'DELETE /api/v1/locations'],
    ['POST to one', 'POST /api/v1/locations/00000000-0000-4000-8000-000000000000'],
    ['OPTIONS without CORS', 'OPTIONS /api/v1/locations'],
    ['TRACE', 'TRACE /api/v1/locations'],
  ])('answers %s with 404', async (_case, line) => {
    expectProblem(await sendRaw(app.url, rawRequest(`${line} HTTP/1.1`)), 404);
  });

  it.each([
    ['a broken escape', 'GET /api/v1/%zz HTTP/1.1'],
    ['a broken escape in an id', 'GET /api/v1/locations/%zz HTTP/1.1'],
    ['half an escape', 'GET /api/v1/locations/%e0%a HTTP/1.1'],
    ['an overlong encoding', 'GET /api/v1/locations/%c0%af HTTP/1.1'],
    ['an unknown method', 'BREW /api/v1/locations HTTP/1.1'],
    ['a blank in the path', 'GET /api/v1/loca tions HTTP/1.1'],
    ['no HTTP at all', 'hello'],
    ['an unknown HTTP version', 'GET /api/v1/locations HTTP/9.9'],
    ['a body of two lengths', 'POST /api/v1/locations HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2'],
    [
      'a length and chunks at once',
      'POST /api/v1/locations HTTP/1.1\r\ncontent-length: 3\r\ntransfer-encoding: chunked',
    ],
    ['a header with a NUL', 'GET /api/v1/me HTTP/1.1\r\nx-test: a\0b'],
  ])('answers %s with 400', async (_case, line) => {
    expectProblem(await sendRaw(app.url, rawRequest(line)), 400);
  });

  it('answers an id of 2,000 characters with 414', async () => {
    const line = `GET /api/v1/locations/${'a'.repeat(2000)} HTTP/1.1`;
    expectProblem(await sendRaw(app.url, rawRequest(line)), 414);
  });

  it.each([
    ['a path', `GET /api/v1/${'a'.repeat(20_000)} HTTP/1.1`],
    ['a query', `GET /api/v1/locations?cursor=${'a'.repeat(20_000)} HTTP/1.1`],
    ['a header', `GET /api/v1/me HTTP/1.1\r\nx-test: ${'a'.repeat(20_000)}`],
  ])('answers %s beyond 16 KiB with 431', async (_case, line) => {
    expectProblem(await sendRaw(app.url, rawRequest(line)), 431);
  });

  it('answers HEAD like GET, without a body', async () => {
    for (const [path, status] of [
      ['/health/live', 200],
      ['/api/v1/me', 401],
      ['/api/v1/nothing', 404],
    ] as const) {
      const answer = await sendRaw(app.url, rawRequest(`HEAD ${path} HTTP/1.1`));
      expect(answer.status).toBe(status);
      expect(answer.body).toBe('');
    }
  });

  it('refuses a NUL in the path of a public route', async () => {
    const body = '{"password": "long enough"}';
    const answer = await sendRaw(
      app.url,
      rawRequest(
        'POST /api/v1/auth/invitations/a%00b HTTP/1.1',
        { 'content-type': 'application/json', 'content-length': String(body.length) },
        body,
      ),
    );
    expectProblem(answer, 400);
  });

  it('sends security headers to browsers', async () => {
    const { headers } = await app.admin.get('/me');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect((await app.anonymous.get('/me')).headers.get('www-authenticate')).toBe('Bearer');
  });

  it('shows the documentation to everybody', async () => {
    const { status, body } = await app.anonymous.get('/openapi.json');
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.0/);
    expect((await fetch(`${app.url}/api/docs`)).status).toBe(200);
  });
});
