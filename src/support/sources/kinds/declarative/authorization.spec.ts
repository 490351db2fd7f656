import { MINUTE } from '../../../../domain/interval.js';
import { SourceHttp, type SourceAnswer, type SourceRequest } from '../../source-http.js';
import { authorizationOf, authSecrets } from './authorization.js';
import type { TokenAuthDto } from './auth.dto.js';

const WHOLE = new AbortController().signal;
const START = Date.UTC(2026, 9, 26, 17);
const TOKEN = {
  kind: 'token',
  method: 'POST',
  path: '/token',
  body: 'user=maya&password=p',
  answer: 'text',
  header: 'x-token',
  prefix: 'Token ',
  lifetimeMinutes: 100,
} satisfies Partial<TokenAuthDto> as TokenAuthDto;

/** Credentials beside a server that answers these texts in turn, and the last one from then on. */
function shown(
  auth: Parameters<typeof authorizationOf>[0],
  texts: readonly string[] = [],
): {
  headers: () => Promise<unknown>;
  renew: () => boolean;
  asked: SourceRequest[];
  clock: { at: number; now(): number };
} {
  const asked: SourceRequest[] = [];
  const clock = { at: START, now: () => clock.at };
  const http = Object.assign(Object.create(SourceHttp.prototype) as SourceHttp, {
    send: (request: SourceRequest): Promise<SourceAnswer> => {
      asked.push(request);
      return Promise.resolve({
        status: 200,
        headers: {},
        bytes: Buffer.alloc(0),
        text: texts[Math.min(asked.length, texts.length) - 1]!,
      });
    },
  });
  const authorization = authorizationOf(auth, http, clock);
  return { headers: () => authorization.headers(WHOLE), renew: () => authorization.renew(), asked, clock };
}

describe('credentials', () => {
  it.each<[string, object, object]>([
    ['none', { kind: 'none' }, {}],
    [
      'a name and a password',
      { kind: 'basic', user: 'Aladdin', password: 'open sesame' },
      { authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' },
    ],
    [
      'a name with other letters',
      { kind: 'basic', user: 'Zoë', password: 'a:b' },
      { authorization: `Basic ${Buffer.from('Zoë:a:b', 'utf8').toString('base64')}` },
    ],
    ['a header', { kind: 'header', name: 'X-Api-Key', value: 'key' }, { 'X-Api-Key': 'key' }],
  ])('of %s are the same each time', async (_name, auth, headers) => {
    const { headers: told, renew } = shown(auth as Parameters<typeof authorizationOf>[0]);
    expect([await told(), renew(), await told()]).toEqual([headers, false, headers]);
  });

  it.each([
    ['basic', ['auth.password']],
    ['header', ['auth.value']],
    ['token', ['auth.body']],
    ['none', []],
    ['constructor', []],
    [undefined, []],
  ])('of the kind %s are secret', (kind, secrets) => {
    expect(authSecrets({ kind } as Parameters<typeof authSecrets>[0])).toEqual(secrets);
    expect(authSecrets(undefined)).toEqual([]);
  });
});

describe('a token', () => {
  it.each<[name: string, auth: Partial<TokenAuthDto>, text: string, token: string]>([
    ['as text', {}, 'abc', 'abc'],
    ['as text with a line end', {}, ' abc\r\n', 'abc'],
    ['as a text in JSON', {}, '"abc"', 'abc'],
    ['in JSON', { answer: 'json', at: '$.data.token' }, '{"data":{"token":"abc"}}', 'abc'],
    ['as JSON', { answer: 'json' }, '"abc"', 'abc'],
    ['with signs', {}, 'a.b-c_d~e+f/g==', 'a.b-c_d~e+f/g=='],
  ])('is found %s', async (_name, auth, text, token) => {
    expect(await shown({ ...TOKEN, ...auth }, [text]).headers()).toEqual({ 'x-token': `Token ${token}` });
  });

  it.each<[name: string, auth: Partial<TokenAuthDto>, text: string, rule: string]>([
    ['nothing', {}, '', 'no-token'],
    ['spaces', {}, ' \n', 'no-token'],
    ['a web page', {}, '<!doctype html>\n<title>Sign in</title>', 'no-token'],
    ['a web page instead of JSON', { answer: 'json', at: '$.t' }, '<html></html>', 'web-page'],
    ['a text instead of JSON', { answer: 'json', at: '$.t' }, 'abc', 'no-json'],
    ['JSON without it', { answer: 'json', at: '$.t' }, '{"error":"no"}', 'no-token'],
    ['JSON with an object', { answer: 'json', at: '$.t' }, '{"t":{}}', 'no-token'],
    ['JSON with a number', { answer: 'json', at: '$.t' }, '{"t":5}', 'no-token'],
    ['a token with a line break', {}, 'abc\r\nx-admin: 1', 'no-token'],
    [
      'a token with a line break in JSON',
      { answer: 'json', at: '$.t' },
      '{"t":"abc\\nx-admin: 1"}',
      'no-token',
    ],
    ['a token with other letters', {}, 'abcü', 'no-token'],
    ['a token without end', {}, 'a'.repeat(8_001), 'no-token'],
    ['an empty text in JSON', {}, '""', 'no-token'],
  ])('is not found in %s, and nothing of the answer is told', async (_name, auth, text, rule) => {
    const error: unknown = await shown({ ...TOKEN, ...auth }, [text])
      .headers()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: { code: 'SOURCE_ANSWER', params: { rule } } });
    for (const part of ['admin', 'Sign in', 'abc']) expect((error as Error).message).not.toContain(part);
  });

  it.each<[string, Partial<TokenAuthDto>, object]>([
    ['a form', {}, { 'content-type': 'application/x-www-form-urlencoded', accept: '*/*' }],
    ['JSON', { body: ' {"key":"k"}' }, { 'content-type': 'application/json' }],
    ['a list in JSON', { body: '["k"]' }, { 'content-type': 'application/json' }],
    ['a form, to get JSON', { answer: 'json' }, { accept: 'application/json' }],
  ])('is asked for with %s', async (_name, auth, headers) => {
    const { headers: told, asked } = shown({ ...TOKEN, ...auth }, ['"abc"']);
    await told();
    expect(asked).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/token',
        isRead: true,
        body: auth.body ?? TOKEN.body,
        headers: expect.objectContaining(headers) as object,
      }),
    ]);
  });

  it('is asked for without a body where there is none', async () => {
    const { body: _body, ...rest } = TOKEN;
    const { headers, asked } = shown({ ...rest, method: 'GET' }, ['abc']);
    await headers();
    expect(asked).toEqual([{ method: 'GET', path: '/token', isRead: true, headers: { accept: '*/*' } }]);
  });

  it('is used until shortly before it runs out, and then asked for again', async () => {
    const { headers, asked, clock } = shown(TOKEN, ['first', 'second']);
    await headers();
    clock.at = START + 90 * MINUTE - 1;
    expect([await headers(), asked.length]).toEqual([{ 'x-token': 'Token first' }, 1]);
    clock.at = START + 90 * MINUTE;
    expect([await headers(), asked.length]).toEqual([{ 'x-token': 'Token second' }, 2]);
    clock.at += 89 * MINUTE;
    expect([await headers(), asked.length]).toEqual([{ 'x-token': 'Token second' }, 2]);
  });

  it('is asked for again when it is refused', async () => {
    const { headers, renew } = shown(TOKEN, ['first', 'second']);
    await headers();
    expect(renew()).toBe(true);
    expect(await headers()).toEqual({ 'x-token': 'Token second' });
  });
});
