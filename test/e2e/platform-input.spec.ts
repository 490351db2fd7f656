import { ADMIN, startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aPosition } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { rawRequest, sendRaw } from '../support/raw-http.js';

const nested = (depth: number, open: string, close: string): string =>
  open.repeat(depth) + '1' + close.repeat(depth);

describe('input', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  /** Expects that the answer is a problem of the client, whatever the input. */
  function expectProblem(answer: Answer, status: number, code?: string): void {
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
      status,
      type: 'application/problem+json; charset=utf-8',
    });
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code: code ?? expect.stringMatching(/^[A-Z_0-9]+$/),
      requestId: answer.headers.get('x-request-id'),
    });
  }
  const post = (body: unknown, headers?: Record<string, string>): Promise<Answer> =>
    app.admin.post('/locations', body, headers);

  it.each([
    ['a truncated object', '{"name": "x"'],
    ['two documents', '{} {}'],
    ['a bare word', 'name'],
    ['single quotes', "{'name': 'x'}"],
    ['a trailing comma', '{"name": "x",}'],
    ['not a number', '{"name": NaN}'],
    ['a byte order mark alone', '\ufeff'],
    ['a raw control character', '{"name": "\u0001"}'],
    ['a prototype', '{"name": "x", "timeZone": "UTC", "__proto__": {"role": "admin"}}'],
    ['an escaped prototype', '{"name": "x", "timeZone": "UTC", "\\u005f_proto__": {"role": "admin"}}'],
    ['a constructor', '{"name": "x", "timeZone": "UTC", "constructor": {"prototype": {"a": 1}}}'],
  ])('that is not JSON is refused: %s', async (_case, body) => {
    expectProblem(await post(body), 400);
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['a list of objects', '[{"name": "x", "timeZone": "UTC"}]'],
    ['text', '"text"'],
    ['a number', '7'],
    ['true', 'true'],
    ['nothing', ''],
    ['blanks', ' \n '],
  ])('that is %s instead of an object is refused wherever an object is needed', async (_case, body) => {
    const { id } = await aLocation(app);
    expectProblem(await post(body), 400);
    for (const path of ['/auth/login', '/auth/first-admin', '/auth/invitations/x', '/users', '/api-keys']) {
      expectProblem(await app.admin.post(path, body), 400);
    }
    const patched = await app.admin.send('PATCH', `/locations/${id}`, body);
    if (body.trim() === '') expect(patched.status).toBe(200);
    else expectProblem(patched, 400);
  });

  it('that is missing counts as an empty object', async () => {
    const location = await aLocation(app);
    const operator = await anOperator(app);
    for (const path of [
      `/locations/${location.id}`,
      `/operators/${operator.id}`,
      `/users/${operator.userId}`,
    ]) {
      expect((await app.admin.send('PATCH', path, undefined)).status).toBe(200);
      expectProblem(await app.admin.send('PATCH', path, 'null'), 400);
    }
    for (const path of ['/locations', '/operators', '/users', '/api-keys', '/positions', '/auth/login']) {
      expectProblem(await app.admin.send('POST', path, undefined), 400, 'INVALID_FIELD');
    }
  });

  it.each([
    ['an unknown field', { name: 'x', timeZone: 'UTC', colour: 'red' }, 'UNKNOWN_FIELD', 'colour'],
    ['a field in another case', { Name: 'x', timeZone: 'UTC' }, 'UNKNOWN_FIELD', 'Name'],
    ['a number for text', { name: 7, timeZone: 'UTC' }, 'INVALID_FIELD', 'name'],
    ['a list for text', { name: ['x'], timeZone: 'UTC' }, 'INVALID_FIELD', 'name'],
    ['an object for text', { name: { first: 'x' }, timeZone: 'UTC' }, 'INVALID_FIELD', 'name'],
    ['a name of JavaScript’s own', { name: 'x', timeZone: 'UTC', toString: 1 }, 'UNKNOWN_FIELD', 'toString'],
    ['null for text', { name: null, timeZone: 'UTC' }, 'INVALID_FIELD', 'name'],
    ['blank text', { name: '\u2003\t', timeZone: 'UTC' }, 'INVALID_FIELD', 'name'],
    ['a made-up zone', { name: 'x', timeZone: 'Mars/Base' }, 'INVALID_FIELD', 'timeZone'],
    ['a fixed offset', { name: 'x', timeZone: 'UTC+5' }, 'INVALID_FIELD', 'timeZone'],
    ['a bare offset', { name: 'x', timeZone: '+05:00' }, 'INVALID_FIELD', 'timeZone'],
    ['a NUL', { name: 'a\0b', timeZone: 'UTC' }, 'INVALID_TEXT', 'name'],
    ['half a surrogate pair', { name: 'a\ud800', timeZone: 'UTC' }, 'INVALID_TEXT', 'name'],
    ['the other half', { name: '\udc00a', timeZone: 'UTC' }, 'INVALID_TEXT', 'name'],
    ['a NUL in a field name', { 'na\0me': 'x', timeZone: 'UTC' }, 'INVALID_TEXT', 'body'],
  ])('names the field and the reason of %s', async (_case, body, code, field) => {
    const answer = await post(body);
    expectProblem(answer, 400, code);
    expect(answer.body.violations[0]).toEqual({
      code,
      field,
      message: expect.stringMatching(/^.+\.$/),
      params: expect.objectContaining({ field: expect.any(String) }),
    });
  });

  it.each([
    ['text', '12.5'],
    ['true', true],
    ['a list', [12.5]],
    ['too many decimals', 0.001],
    ['a tiny number', 1e-7],
    ['a negative number', -0.01],
    ['a huge number', 1e300],
  ])('that is %s instead of a number is not converted', async (_case, hourlyCost) => {
    expectProblem(await app.admin.post('/positions', { name: 'x', hourlyCost }), 400, 'INVALID_FIELD');
  });

  it('that is a number out of range is refused', async () => {
    expectProblem(await app.admin.post('/positions', '{"name": "x", "hourlyCost": 1e999}'), 400);
    expectProblem(await app.admin.patch('/settings', '{"weekStartsOn": 1e999}'), 400);
    expectProblem(await app.admin.patch('/settings', { weekStartsOn: '1' }), 400);
    expectProblem(await app.admin.patch('/settings', { weekStartsOn: 1.5 }), 400);
  });

  it('that a route does not declare is refused, in the query and in the body', async () => {
    const { id } = await aLocation(app);
    const location = { name: 'Never made', timeZone: 'UTC' };
    for (const answer of [
      await app.admin.get('/me?x=1'),
      await app.admin.get('/settings?x='),
      await app.admin.get(`/locations/${id}?x`),
      await app.admin.post('/locations?x=1', location),
      await app.admin.patch(`/locations/${id}?x=1`, {}),
      await app.admin.delete(`/locations/${id}?force=true`),
      await app.anonymous.post('/auth/login?x=1', ADMIN),
      await app.admin.post('/auth/logout', { everywhere: true }),
      await app.admin.send('DELETE', `/locations/${id}`, { force: true }),
    ])
      expectProblem(answer, 400, 'UNKNOWN_FIELD');
    expect((await app.admin.get('/locations')).body.items).toContainEqual(expect.objectContaining({ id }));
    expect((await app.admin.get('/me')).status).toBe(200);
  });

  it('gets all violations at once', async () => {
    const { body } = await post({ name: '', timeZone: 'x', a: 1, b: 2 });
    const fields = (body.violations as { field: string }[]).map(({ field }) => field);
    expect(fields.sort()).toEqual(['a', 'b', 'name', 'timeZone']);
    expect(body.code).toBe(body.violations[0].code);
  });

  const fieldsOf = (count: number): object =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`field${at}`, at]));

  it('with hundreds of unknown fields gets a short refusal, with thousands it is not read', async () => {
    const answer = await post(fieldsOf(400));
    expectProblem(answer, 400, 'UNKNOWN_FIELD');
    expect(answer.body.violations.length).toBe(50);
    expectProblem(await post(fieldsOf(20_000)), 400, 'TOO_MANY_VALUES');
    expectProblem(await post(`[${'1,'.repeat(500_000)}1]`), 400, 'TOO_MANY_VALUES');
  });

  it('with hundreds of query parameters is refused', async () => {
    const many = Array.from({ length: 201 }, (_, at) => `p${at}=1`).join('&');
    expectProblem(await app.admin.get(`/locations?${many}`), 400, 'TOO_MANY_VALUES');
    expectProblem(await app.admin.get(`/locations?${'limit=1&'.repeat(300)}`), 400, 'TOO_MANY_VALUES');
  });

  it('of more than 16 kB is refused on routes without sign-in', async () => {
    const body = { email: 'x'.repeat(20_000), password: 'x' };
    expectProblem(await app.anonymous.post('/auth/login', body), 413, 'CONTENT_TOO_LARGE');
  });

  it('is not read from callers without credentials', async () => {
    expectProblem(await app.anonymous.post('/locations', '{ no JSON'), 401, 'UNAUTHENTICATED');
    expectProblem(await app.anonymous.post('/locations', 'x'.repeat(2_000_000)), 401, 'UNAUTHENTICATED');
  });

  it.each([
    ['30 levels of objects', nested(30, '{"a":', '}')],
    ['30 levels of lists', nested(30, '[', ']')],
    ['100,000 levels of objects', nested(100_000, '{"a":', '}')],
    ['400,000 levels of lists', nested(400_000, '[', ']')],
  ])('is refused when nested in %s', async (_case, deep) => {
    expectProblem(await post(`{"name": ${deep}, "timeZone": "UTC"}`), 400, 'TOO_DEEP');
    expectProblem(await post(deep), 400, 'TOO_DEEP');
  });

  it('of more than a megabyte is refused, with or without a length', async () => {
    const tooLong = JSON.stringify({ name: 'x'.repeat(1024 * 1024), timeZone: 'UTC' });
    expectProblem(await post(tooLong), 413, 'CONTENT_TOO_LARGE');
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const { cookie = '' } = app.admin.headers;
    const answer = await sendRaw(
      app.url,
      rawRequest(
        'POST /api/v1/locations HTTP/1.1',
        { cookie, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
        `${chunk.repeat(20)}0\r\n\r\n`,
      ),
    );
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'CONTENT_TOO_LARGE' });
    const justFits = JSON.stringify({ name: 'x'.repeat(1024 * 1024 - 40), timeZone: 'UTC' });
    expectProblem(await post(justFits), 400, 'INVALID_FIELD');
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'nonsense',
    '/',
  ])('of type %s is refused', async (type) => {
    expectProblem(await post('{"name": "x", "timeZone": "UTC"}', { 'content-type': type }), 415);
    expectProblem(await app.anonymous.post('/auth/login', 'a=b', { 'content-type': type }), 415);
  });

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json;charset=UTF-8'])(
    'of type %s is taken',
    async (type) => {
      const answer = await post(JSON.stringify({ name: type, timeZone: 'UTC' }), { 'content-type': type });
      expect(answer.status).toBe(201);
    },
  );

  it.each([
    '1',
    'abc',
    '%20',
    '00000000-0000-0000-0000-00000000000',
    "'; DROP TABLE users",
    '%00',
    '..%2f',
    '\u{1f511}',
  ])('of the id %s is refused', async (id) => {
    const path = `/locations/${id.includes('%') ? id : encodeURIComponent(id)}`;
    expectProblem(await app.admin.get(path), 400);
    expectProblem(await app.admin.patch(path, {}), 400);
    expectProblem(await app.admin.delete(path), 400);
  });

  it('with an id in upper case means the same', async () => {
    const { id } = await aLocation(app);
    expect((await app.admin.get(`/locations/${id.toUpperCase()}`)).body.id).toBe(id);
    const position = await aPosition(app);
    const operator = { name: 'x', email: 'capitals@example.edu', positionIds: [position.id.toUpperCase()] };
    expect((await app.admin.post('/operators', operator)).body.positionIds).toEqual([position.id]);
    const positionIds = [position.id, position.id.toUpperCase()];
    expectProblem(await app.admin.post('/operators', { ...operator, positionIds }), 400, 'INVALID_FIELD');
  });
});
